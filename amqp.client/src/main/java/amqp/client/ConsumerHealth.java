// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ForeignText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of one consumer at one moment; see {@link ConnectionHealth#consumers}. Immutable. The numbers are read one
 * after the other while messages arrive and are handled, so they may not match exactly.
 */
public final class ConsumerHealth {
    private final Channel channel;
    private final String consumerTag;
    private final String queue;
    private final @Nullable Instant lastDelivery;
    private final long delivered;
    private final long waiting;
    private final int unacknowledged;

    ConsumerHealth(
            Channel channel,
            String consumerTag,
            String queue,
            @Nullable Instant lastDelivery,
            long delivered,
            long waiting,
            int unacknowledged) {
        this.channel = channel;
        this.consumerTag = consumerTag;
        this.queue = queue;
        this.lastDelivery = lastDelivery;
        this.delivered = delivered;
        this.waiting = waiting;
        this.unacknowledged = unacknowledged;
    }

    /** Returns the channel of the consumer. */
    public Channel channel() {
        return channel;
    }

    /** Returns the consumer tag, unique on the channel. */
    public String consumerTag() {
        return consumerTag;
    }

    /** Returns the name of the queue. */
    public String queue() {
        return queue;
    }

    /** Returns when the last message arrived, to about the millisecond; empty if none has arrived. */
    public Optional<Instant> lastDelivery() {
        return Optional.ofNullable(lastDelivery);
    }

    /** Returns how many messages have arrived. */
    public long delivered() {
        return delivered;
    }

    /**
     * Returns how many messages wait for the handler or in the {@link DeliveryBuffer}. If it stays above zero while
     * {@link #lastDelivery} does not change, the handler is stuck.
     */
    public long waiting() {
        return waiting;
    }

    /**
     * Returns the number of unacknowledged messages of the whole channel, which are this consumer's unless the channel
     * has others.
     */
    public int unacknowledged() {
        return unacknowledged;
    }

    @Override
    public String toString() {
        return ForeignText.line(consumerTag) + " of " + ForeignText.line(queue) + " on " + channel + ": " + delivered
                + " delivered, the last one "
                + (lastDelivery == null ? "never" : "at " + lastDelivery) + ", " + waiting + " waiting, "
                + unacknowledged + " unacknowledged";
    }
}
