// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event of the engine. {@link ConnectionEngine#pollEvent} returns events in the order in which they happened.
 *
 * <p>A component with the name {@code attachment} is the object that the application gave with the command.
 */
public sealed interface Event {

    /**
     * The connection is open and accepts commands.
     *
     * @param tuning the negotiated channel-max, frame-max and heartbeat interval
     * @param serverProperties the properties that the broker sent about itself
     */
    record ConnectionOpened(Tuning tuning, FieldTable serverProperties) implements Event {}

    /**
     * The connection is closed, or the peer has started to close it: nothing more can be sent. Reported once.
     *
     * @param reason why
     */
    record ConnectionClosed(CloseReason reason) implements Event {}

    /**
     * The transport is no longer needed. The owner should offer it the remaining outbound bytes once more and then
     * close it. Reported once, after {@link ConnectionClosed}, as the last event.
     */
    record TransportFinished() implements Event {}

    /**
     * The broker is short of memory or disk and stops reading from this connection (connection.blocked).
     *
     * @param reason the broker's reason
     */
    record Blocked(String reason) implements Event {}

    /** The broker reads from this connection again (connection.unblocked). */
    record Unblocked() implements Event {}

    /**
     * A command got its reply.
     *
     * @param attachment the object that was given with the command
     * @param reply the reply method
     */
    record Replied(Object attachment, Method reply) implements Event {}

    /**
     * A command without a reply, but with an attachment, was encoded for sending.
     *
     * @param attachment the object that was given with the command
     */
    record Sent(Object attachment) implements Event {}

    /**
     * A command got no reply in time. A late reply is recognised, and its effect is undone.
     *
     * @param attachment the object that was given with the command
     * @param request the command
     * @param timeout of the command
     */
    record TimedOut(Object attachment, Method request, Duration timeout) implements Event {}

    /**
     * A command ended without a reply because its channel or connection closed.
     *
     * @param attachment the object that was given with the command
     * @param reason why it closed
     */
    record Failed(Object attachment, CloseReason reason) implements Event {}

    /**
     * A message arrived in reply to basic.get.
     *
     * @param attachment the object that was given with the basic.get
     * @param method the basic.get-ok
     * @param properties of the message
     * @param body the body of the message; the receiver of the event owns the array
     */
    record Got(Object attachment, BasicMethod.GetOk method, BasicProperties properties, byte[] body) implements Event {}

    /**
     * A message for a consumer arrived.
     *
     * @param channel the channel
     * @param method the basic.deliver
     * @param properties of the message
     * @param body the body of the message; the receiver of the event owns the array
     * @param consumer as given to {@link ChannelEngine#consume}; null if the consumer tag is unknown
     */
    record Delivered(
            ChannelEngine channel,
            BasicMethod.Deliver method,
            BasicProperties properties,
            byte[] body,
            @Nullable Object consumer)
            implements Event {}

    /**
     * The broker returned a mandatory message. In confirm mode a {@link Settled} with {@link Verdict#RETURNED} follows
     * when the broker confirms it.
     *
     * @param channel the channel
     * @param method the basic.return
     * @param properties of the message
     * @param body the body of the message; the receiver of the event owns the array
     * @param attachment of its publish; null if that is unknown (no confirm mode)
     */
    record Returned(
            ChannelEngine channel,
            BasicMethod.Return method,
            BasicProperties properties,
            byte[] body,
            @Nullable Object attachment)
            implements Event {}

    /**
     * A publish in confirm mode that had an attachment got its verdict.
     *
     * @param channel the channel
     * @param attachment the object that was given with the publish
     * @param verdict the verdict
     */
    record Settled(ChannelEngine channel, Object attachment, Verdict verdict) implements Event {}

    /**
     * The broker cancelled a consumer, for instance because its queue was deleted.
     *
     * @param channel the channel
     * @param consumerTag the tag of the consumer
     * @param consumer as given to {@link ChannelEngine#consume}
     */
    record ConsumerCancelled(ChannelEngine channel, String consumerTag, Object consumer) implements Event {}

    /**
     * The broker asked the channel to stop publishing, or to continue (channel.flow; the engine has answered it).
     *
     * @param channel the channel
     * @param active whether to continue
     */
    record Flow(ChannelEngine channel, boolean active) implements Event {}

    /**
     * An inbound message was larger than the limit; this replaces {@link Delivered}, {@link Got} or {@link Returned}.
     * The engine skipped it without using memory and, if it needed an acknowledgement, rejected it without requeue, so
     * that it is not delivered for ever.
     *
     * @param channel the channel
     * @param method the basic.deliver, basic.get-ok or basic.return
     * @param size announced size of the body in bytes, unsigned
     * @param attachment of the basic.get that this ends, otherwise null
     */
    record Oversized(
            ChannelEngine channel,
            Method method,
            long size,
            @Nullable Object attachment) implements Event {}

    /**
     * All publishes before {@link ChannelEngine#awaitVerdicts} have their verdict.
     *
     * @param attachment the object that was given with the wait
     * @param counts of the publishes since the previous wait
     */
    record AllSettled(Object attachment, ConfirmCounts counts) implements Event {}

    /**
     * A method arrived. Reported before the events that follow from it, and only if
     * {@link ConnectionEngine#tellMethods} is on.
     *
     * @param channel the channel; null for the connection itself
     * @param method the method
     */
    record MethodReceived(@Nullable ChannelEngine channel, Method method) implements Event {}

    /**
     * A frame arrived, or was encoded for sending. Reported only if {@link ConnectionEngine#tellFrames} is on.
     *
     * @param received true if it arrived, false if it was encoded
     * @param channel channel number
     * @param type as in {@link amqp.frames.FrameType}
     * @param method null unless it is a method frame; its {@code toString} hides secrets
     * @param payloadBytes size of the frame without its header and end
     */
    record FramePassed(
            boolean received,
            int channel,
            int type,
            @Nullable Method method,
            int payloadBytes) implements Event {}

    /**
     * A channel is closed. Its number is reused only after the close handshake.
     *
     * @param channel the channel
     * @param reason why
     */
    record ChannelClosed(ChannelEngine channel, CloseReason reason) implements Event {}

    /**
     * The outbound bytes crossed a limit: the multiple of the average frame, or the high water mark. Reported once when
     * backpressure begins and once when it ends.
     *
     * @param cause which limit
     * @param began true when it begins, false when it ends
     * @param waitingBytes bytes that wait for the transport
     * @param framesBehind the same in frames of average size
     */
    record Backpressure(Cause cause, boolean began, long waitingBytes, long framesBehind) implements Event {
        /** The two limits. */
        public enum Cause {
            /** The multiple of the average frame, see {@link EngineOptions.Builder#backpressureMultiplier}. */
            AVERAGE_FRAME,
            /** The high water mark, see {@link EngineOptions.Builder#waterMarks}. */
            WATER_MARK
        }
    }
}
