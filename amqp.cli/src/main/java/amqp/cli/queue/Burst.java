// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.client.CallInterruptedException;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.client.Stages;
import amqp.codec.method.BasicMethod;
import java.time.Duration;
import java.util.Optional;

/**
 * A consumer that gets a certain number of messages and none beyond: so many are its prefetch, and no acknowledgement
 * counts as long as it lasts, since its channel is in a transaction. It ends with the last one, or when none came for a while.
 * For one thread.
 */
final class Burst {
    /** Far longer than a broker needs to send what it has. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** For what the broker sent before it ended the consumer: it is here already. */
    private static final Duration ON_THE_WAY = Duration.ofMinutes(1);

    private final Channel channel;
    private final DeliveryBuffer buffer;
    private final String consumerTag;
    private final int size;
    private int taken;
    private boolean ended;

    /**
     * Begins it.
     *
     * @param channel with transactions; others may acknowledge on it meanwhile
     * @param consumerTag another one for each burst
     * @param size how many messages it gets, 1 to 65535
     */
    Burst(Channel channel, String queue, String consumerTag, int size) {
        this.channel = channel;
        this.buffer = new DeliveryBuffer(channel);
        this.consumerTag = consumerTag;
        this.size = size;
        Stages.await(channel.basicQos(size));
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).consumerTag(consumerTag), buffer));
    }

    /** The next message; empty when there were fewer than the number, and all of them have been given. */
    Optional<Delivery> next() {
        Optional<Delivery> next = poll();
        if (next.isEmpty()) {
            end();
            next = poll();
        }
        if (next.isPresent() && ++taken == size) {
            end();
        }
        return next;
    }

    /** Whether there is no more than what it has given. */
    boolean isDone() {
        return taken == size;
    }

    /** Whether it got none at all. */
    boolean isVain() {
        return ended && taken == 0;
    }

    /** Ends it, if it has not ended, and commits what was acknowledged. */
    void end() {
        if (!ended) {
            ended = true;
            Stages.await(channel.basicCancel(consumerTag));
            Stages.await(channel.txCommit());
        }
    }

    private Optional<Delivery> poll() {
        try {
            return buffer.poll(ended ? ON_THE_WAY : PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallInterruptedException(e);
        }
    }
}
