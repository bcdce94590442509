// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An event of the engine; fetched with {@link ConnectionEngine#pollEvent}, in the order in which they happened.
 *
 * <p>Where a component is called {@code attachment}, it is the object that the application gave with the command.
 */
public sealed interface Event {

    /**
     * The connection is open: commands may be given from now on.
     *
     * @param tuning channel-max, frame-max and heartbeat interval as negotiated
     * @param serverProperties what the broker sent of itself
     */
    record ConnectionOpened(Tuning tuning, FieldTable serverProperties) implements Event {}

    /**
     * The connection is closed, or its close was begun by the peer: nothing can be sent any more. Comes once.
     *
     * @param reason why
     */
    record ConnectionClosed(CloseReason reason) implements Event {}

    /**
     * The transport has no further use and should be closed, after what was fetched for it, or still waits to be, has been
     * offered to it once more. Told once, after {@link ConnectionClosed}, and the last event of all.
     */
    record TransportFinished() implements Event {}

    /**
     * The broker runs short of memory or disk and stops reading from this connection (connection.blocked).
     *
     * @param reason as the broker gave it
     */
    record Blocked(String reason) implements Event {}

    /** The broker reads from this connection again (connection.unblocked). */
    record Unblocked() implements Event {}

    /**
     * A command has its reply.
     *
     * @param attachment the object that was given with the command
     * @param reply the reply method
     */
    record Replied(Object attachment, Method reply) implements Event {}

    /**
     * A command that has no reply, and was given with an attachment, is on its way.
     *
     * @param attachment the object that was given with the command
     */
    record Sent(Object attachment) implements Event {}

    /**
     * A command got no reply in time. A late reply is recognised as such and dropped.
     *
     * @param attachment the object that was given with the command
     * @param request the command
     * @param timeout how long it had
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
     * A message came with basic.get.
     *
     * @param attachment the object that was given with the basic.get
     * @param method the basic.get-ok
     * @param properties of the message
     * @param body the body of the message; the array is owned by the receiver of the event
     */
    record Got(Object attachment, BasicMethod.GetOk method, BasicProperties properties, byte[] body) implements Event {}

    /**
     * A message for a consumer came.
     *
     * @param channel the channel
     * @param method the basic.deliver
     * @param properties of the message
     * @param body the body of the message; the array is owned by the receiver of the event
     * @param consumer as given to {@link ChannelEngine#consume}; null when the tag is not known
     */
    record Delivered(
            ChannelEngine channel,
            BasicMethod.Deliver method,
            BasicProperties properties,
            byte[] body,
            @Nullable Object consumer)
            implements Event {}

    /**
     * The broker gave a mandatory message back. In confirm mode a {@link Settled} with {@link Verdict#RETURNED} follows
     * when the broker confirms it.
     *
     * @param channel the channel
     * @param method the basic.return
     * @param properties of the message
     * @param body the body of the message; the array is owned by the receiver of the event
     * @param attachment of the publish that it belongs to; null when that is not known (no confirm mode)
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
     * The broker asked the channel to stop publishing, or to go on (channel.flow; already answered).
     *
     * @param channel the channel
     * @param active whether it is to go on
     */
    record Flow(ChannelEngine channel, boolean active) implements Event {}

    /**
     * An inbound message was larger than the limit; this comes in place of {@link Delivered}, {@link Got} or
     * {@link Returned}. It was skipped without taking memory and, where it needed an acknowledgement, rejected without
     * requeueing so that it does not come back for ever.
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
     * All publishes that were given before {@link ChannelEngine#awaitVerdicts} have their verdict.
     *
     * @param attachment the object that was given with the wait
     * @param counts of the publishes given since the call before
     */
    record AllSettled(Object attachment, ConfirmCounts counts) implements Event {}

    /**
     * A method came. Comes before the events that follow from it, and only while {@link ConnectionEngine#tellMethods}
     * asks for it.
     *
     * @param channel the channel; null for the connection itself
     * @param method the method
     */
    record MethodReceived(@Nullable ChannelEngine channel, Method method) implements Event {}

    /**
     * A frame came, or was given to the outbound octets; reported only while {@link ConnectionEngine#tellFrames} asks for it.
     *
     * @param received otherwise it was sent
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
     * The outbound bytes crossed a limit: the multiple of the average frame, or the high water mark. Comes once when it
     * begins and once when it ends.
     *
     * @param cause which limit it is
     * @param began whether it begins; otherwise it ends
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
