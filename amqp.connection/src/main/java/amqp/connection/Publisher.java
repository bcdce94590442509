// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.frames.PublishEncoder;
import java.util.Arrays;

/** What one channel publishes: sends the messages and, in confirm mode, keeps account of them. */
final class Publisher {
    private final ChannelEngine channel;
    private final ConnectionEngine connection;
    private PublishEncoder encoder;
    private ConfirmTracker confirms;

    /** Publishes that wait for their turn. */
    private int waiting;

    private int window = Integer.MAX_VALUE;

    Publisher(ChannelEngine channel, ConnectionEngine connection) {
        this.channel = channel;
        this.connection = connection;
    }

    /** A publish for later. Throws now what would be wrong with it then. */
    Command.Publish prepare(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            int offset,
            int length,
            Object attachment) {
        encodedSize(exchange, routingKey, mandatory, properties, length);
        byte[] copy = Arrays.copyOfRange(body, offset, offset + length);
        connection.backlog().queued(length);
        waiting++;
        return new Command.Publish(exchange, routingKey, mandatory, properties, copy, attachment);
    }

    /** What {@link #prepare} made will not be sent. */
    void forget(Command.Publish publish) {
        taken(publish);
        if (confirms != null) {
            confirms.neverSent();
        }
    }

    private void taken(Command.Publish publish) {
        connection.backlog().queued(-publish.body().length);
        waiting--;
    }

    /** Its turn has come. */
    void send(Command.Publish publish) {
        taken(publish);
        send(
                publish.exchange(),
                publish.routingKey(),
                publish.mandatory(),
                publish.properties(),
                publish.body(),
                0,
                publish.body().length,
                publish.attachment());
    }

    void send(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            int offset,
            int length,
            Object attachment) {
        int size = encodedSize(exchange, routingKey, mandatory, properties, length);
        connection.frames().publish(encoder, size, channel.number(), body, offset, length);
        connection.backlog().update();
        if (confirms == null) {
            if (attachment != null) {
                connection.emit(new Event.Sent(attachment));
            }
        } else if (mandatory) {
            confirms.publishedMandatory(attachment, exchange, routingKey, properties, body, offset, length);
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
    Object returned(BasicMethod.Return method, ContentAssembler content) {
        return confirms == null ? null : confirms.returned(method, content);
    }

    private int encodedSize(
            String exchange, String routingKey, boolean mandatory, BasicProperties properties, int length) {
        if (encoder == null) {
            encoder = new PublishEncoder(channel.number());
        }
        return encoder.size(
                exchange,
                routingKey,
                mandatory,
                properties,
                length,
                connection.frames().frameMax());
    }
}
