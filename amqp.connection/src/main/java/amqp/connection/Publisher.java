// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.frames.PublishEncoder;
import org.jspecify.annotations.Nullable;

/** What one channel publishes: sends the messages and, in confirm mode, keeps account of them. */
final class Publisher {
    private final ChannelEngine channel;
    private final ConnectionEngine connection;
    private @Nullable PublishEncoder encoder;
    private @Nullable ConfirmTracker confirms;

    /** Publishes that wait for their turn. */
    private int waiting;

    private int window = Integer.MAX_VALUE;

    Publisher(ChannelEngine channel, ConnectionEngine connection) {
        this.channel = channel;
        this.connection = connection;
    }

    /** A publish for later. Throws now what would be wrong with it then. */
    Command.Publish prepare(
            String exchange, String routingKey, boolean mandatory, Message message, @Nullable Object attachment) {
        encodedSize(exchange, routingKey, mandatory, message);
        Message copy = message.copy();
        connection.backlog().queued(octets(copy));
        waiting++;
        return new Command.Publish(encoder.method(), copy, attachment);
    }

    /** What {@link #prepare} made will not be sent. */
    void forget(Command.Publish publish) {
        taken(publish);
        if (confirms != null) {
            confirms.neverSent();
        }
    }

    private void taken(Command.Publish publish) {
        connection.backlog().queued(-octets(publish.message()));
        waiting--;
    }

    private static long octets(Message message) {
        return (long) message.properties().encodedSize() + message.bodySize();
    }

    /** Its turn has come. */
    void send(Command.Publish publish) {
        taken(publish);
        BasicMethod.Publish method = publish.method();
        send(method.exchange(), method.routingKey(), method.mandatory(), publish.message(), publish.attachment());
    }

    void send(String exchange, String routingKey, boolean mandatory, Message message, @Nullable Object attachment) {
        int size = encodedSize(exchange, routingKey, mandatory, message);
        connection.frames().publish(encoder, size, channel.number(), message);
        connection.backlog().update();
        if (confirms == null) {
            if (attachment != null) {
                connection.emit(new Event.Sent(attachment));
            }
        } else if (mandatory) {
            confirms.publishedMandatory(attachment, encoder.method(), message);
        } else {
            confirms.published(attachment);
        }
    }

    /** confirm.select is on its way: what is sent from now on is numbered. */
    void confirm() {
        if (confirms == null) {
            confirms = new ConfirmTracker(channel, connection);
        }
    }

    void window(int publishes) {
        window = publishes;
    }

    boolean isWindowFull() {
        return confirms != null && confirms.unsettled() + waiting >= window;
    }

    void awaitAll(Command.Barrier barrier) {
        confirms.awaitAll(barrier.attachment());
    }

    boolean isConfirming() {
        return confirms != null;
    }

    int unsettled() {
        return confirms == null ? 0 : confirms.unsettled();
    }

    ConfirmCounts verdicts() {
        return confirms == null ? ConfirmCounts.NONE : confirms.verdicts();
    }

    void settle(long tag, boolean multiple, Verdict verdict) {
        if (confirms == null) {
            throw new ProtocolViolation(ReplyCode.COMMAND_INVALID, "a confirm on a channel without confirm mode");
        }
        confirms.settle(tag, multiple, verdict);
    }

    void settleAllAsUnknown() {
        if (confirms != null) {
            confirms.settleAllAsUnknown();
        }
    }

    /** The attachment of the publish that was returned; null when that is not known. */
    @Nullable
    Object returned(BasicMethod.Return method, ContentAssembler content) {
        return confirms == null ? null : confirms.returned(method, content);
    }

    /** Encodes the frames before the body, for the next publish or for trial. */
    int encodedSize(String exchange, String routingKey, boolean mandatory, Message message) {
        if (encoder == null) {
            encoder = new PublishEncoder(channel.number());
        }
        return encoder.size(
                exchange, routingKey, mandatory, message, connection.frames().frameMax());
    }
}
