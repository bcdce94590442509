// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldValue;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;

/**
 * Fetches the messages that a queue has ready now, from its head, each once: none of them goes back before the end, and those
 * that come later are left alone. What nobody acknowledges goes back by {@link #putBack}, or with the channel, in whatever
 * way that ends. For one thread.
 *
 * <p>Several are asked for ahead, but never more than are wanted, since the broker marks what goes back as redelivered.
 */
final class Fetching {
    /** The header in which quorum queues count how often a message came back. It is not the publisher's. */
    static final String DELIVERY_COUNT = "x-delivery-count";

    /** Half of the limit that RabbitMQ 4 gives a quorum queue of its own accord. */
    private static final long MANY_DELIVERIES = 10;

    private static final int MOST_AHEAD = 64;

    /** How many bytes of bodies may be on their way, as far as the bodies before tell. */
    private static final long AHEAD_BYTES = 8 << 20;

    private final Channel channel;
    private final String queue;
    private final Queue<CompletionStage<Optional<Delivery>>> ahead = new ArrayDeque<>();
    private final long ready;
    private long left;
    private long largest = AHEAD_BYTES;
    private boolean any;
    private long mostDeliveries;

    /** @throws ClosedException when there is no such queue */
    Fetching(Channel channel, String queue) {
        this.channel = channel;
        this.queue = queue;
        this.ready = Stages.await(
                        channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .messageCount();
        this.left = ready;
    }

    /** How many messages the queue had at the beginning. */
    long ready() {
        return ready;
    }

    /**
     * The next message; empty when all have been fetched.
     *
     * @param wanted how many are wanted at most, with this one
     */
    Optional<Delivery> next(long wanted) {
        while (left > 0 && ahead.size() < Math.min(wanted, mostAhead())) {
            ahead.add(channel.basicGet(queue));
            left--;
        }
        return ahead.isEmpty() ? Optional.empty() : await(ahead.remove());
    }

    private Optional<Delivery> await(CompletionStage<Optional<Delivery>> fetched) {
        try {
            Optional<Delivery> delivery = Stages.await(fetched);
            delivery.ifPresentOrElse(this::measure, () -> left = 0);
            return delivery;
        } catch (ClosedException e) {
            if (e.replyCode() == ReplyCode.NOT_IMPLEMENTED) {
                throw new CommandFailedException(
                        "messages of \"" + queue + "\" cannot be fetched one by one, since it is a stream; read it by"
                                + " amqp consume, from what --offset says",
                        e);
            }
            throw e;
        }
    }

    private void measure(Delivery delivery) {
        int size = delivery.body().length;
        largest = any ? Math.max(largest, size) : size;
        any = true;
        mostDeliveries = Math.max(mostDeliveries, deliveries(delivery.properties()));
    }

    private static long deliveries(BasicProperties properties) {
        try {
            FieldValue count = properties.headers().get(DELIVERY_COUNT);
            return count == null ? 0 : count.asLong();
        } catch (WireException | IllegalStateException odd) {
            return 0;
        }
    }

    private long mostAhead() {
        return Math.max(1, Math.min(MOST_AHEAD, AHEAD_BYTES / Math.max(1, largest)));
    }

    /**
     * Gives back what has not been acknowledged, and returns when the broker has done that and what came before.
     *
     * @param err is warned when a message may soon be beyond the delivery limit of its queue
     */
    void putBack(PrintWriter err) {
        left = 0;
        while (!ahead.isEmpty()) {
            await(ahead.remove());
        }
        Stages.await(channel.close());
        if (mostDeliveries >= MANY_DELIVERIES) {
            Failures.show(
                    err,
                    "warning: \"" + queue + "\" has delivered a message " + mostDeliveries
                            + " times before, and counts each"
                            + " time that it is put back; beyond its delivery limit a quorum queue drops or dead-letters it");
        }
    }
}
