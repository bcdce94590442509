// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ForeignText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of one consumer at one moment; see {@link ConnectionHealth#consumers}. Immutable. The numbers are read
 * while messages come and are handled, so they may differ by what happens at this moment.
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

    /** Returns the channel that it consumes on. */
    public Channel channel() {
        return channel;
    }

    /** Returns its tag, unique on the channel. */
    public String consumerTag() {
        return consumerTag;
    }

    /** Returns the name of its queue. */
    public String queue() {
        return queue;
    }

    /** Returns when the last message came from the broker, to about the millisecond; empty when none has come yet. */
    public Optional<Instant> lastDelivery() {
        return Optional.ofNullable(lastDelivery);
    }

    /** Returns how many messages came from the broker. */
    public long delivered() {
        return delivered;
    }

    /**
     * Returns how many of them wait for their handler, or in the {@link DeliveryBuffer}. Where it stays above zero while
     * {@link #lastDelivery} does not move, the handler is stuck.
     */
    public long waiting() {
        return waiting;
    }

    /**
     * Returns how many messages of its channel the application has neither acknowledged nor rejected: those of this
     * consumer, unless there are others on the channel.
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
