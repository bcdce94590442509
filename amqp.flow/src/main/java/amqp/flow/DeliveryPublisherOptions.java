// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

/** Options of a {@link DeliveryPublisher}. Immutable; made by {@link #builder}. */
public final class DeliveryPublisherOptions {
    private static final int MOST_PREFETCH = 65_535;

    /** A prefetch of 256 messages, acknowledged by the subscriber. */
    public static final DeliveryPublisherOptions DEFAULT = builder().build();

    private final int prefetch;
    private final boolean autoAck;

    private DeliveryPublisherOptions(Builder from) {
        prefetch = from.prefetch;
        autoAck = from.autoAck;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().prefetch(prefetch).autoAck(autoAck);
    }

    /** Returns the prefetch: how many unacknowledged messages the broker may send. */
    public int prefetch() {
        return prefetch;
    }

    /** Returns whether the publisher acknowledges, instead of the subscriber. */
    public boolean autoAck() {
        return autoAck;
    }

    @Override
    public String toString() {
        return "DeliveryPublisherOptions[prefetch=" + prefetch + ", autoAck=" + autoAck + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int prefetch = 256;
        private boolean autoAck;

        private Builder() {}

        /**
         * Sets the prefetch of the subscription's consumer (basic.qos): how many unacknowledged messages the broker may
         * send; 256 by default. The same number may wait in the subscription for demand. With 1, other consumers get
         * the messages that this subscriber has not requested.
         *
         * @param messages 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder prefetch(int messages) {
            if (messages < 1 || messages > MOST_PREFETCH) {
                throw new IllegalArgumentException("the prefetch of a publisher is 1 to 65535, not " + messages);
            }
            prefetch = messages;
            return this;
        }

        /**
         * Sets whether the publisher acknowledges each message when {@code onNext} has returned, unless the subscriber
         * has acknowledged or rejected it by then; off by default. If it is off, the subscriber must acknowledge, and
         * gets no more messages while as many as the prefetch are unacknowledged.
         *
         * @param on whether the publisher acknowledges
         */
        public Builder autoAck(boolean on) {
            autoAck = on;
            return this;
        }

        /** Returns the options. */
        public DeliveryPublisherOptions build() {
            return new DeliveryPublisherOptions(this);
        }
    }
}
