// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

/** How a {@link DeliveryPublisher} consumes. Immutable; made by {@link #builder}. */
public final class DeliveryPublisherOptions {
    private static final int MOST_PREFETCH = 65_535;

    /** A prefetch of at most 256 messages that follows the demand, acknowledged by the subscriber. */
    public static final DeliveryPublisherOptions DEFAULT = builder().build();

    private final int prefetch;
    private final boolean fixed;
    private final boolean autoAck;

    private DeliveryPublisherOptions(Builder from) {
        prefetch = from.prefetch;
        fixed = from.fixed;
        autoAck = from.autoAck;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().prefetch(prefetch).fixed(fixed).autoAck(autoAck);
    }

    /** Returns the largest number of messages that may be without an acknowledgement. */
    public int prefetch() {
        return prefetch;
    }

    /** Returns whether the prefetch stays as it is instead of following the demand. */
    public boolean fixed() {
        return fixed;
    }

    /** Returns whether the publisher acknowledges, instead of the subscriber. */
    public boolean autoAck() {
        return autoAck;
    }

    @Override
    public String toString() {
        return "DeliveryPublisherOptions[prefetch=" + prefetch + ", fixed=" + fixed + ", autoAck=" + autoAck + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int prefetch = 256;
        private boolean fixed;
        private boolean autoAck;

        private Builder() {}

        /**
         * Sets the largest number of messages that may be without an acknowledgement; 256 by default.
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
         * Sets whether the prefetch stays as it is instead of following the demand; off by default. For quorum queues
         * and brokers that refuse basic.qos for whole channels.
         *
         * @param on whether it does
         */
        public Builder fixed(boolean on) {
            fixed = on;
            return this;
        }

        /**
         * Sets whether the publisher acknowledges each message when {@code onNext} has returned, unless the subscriber
         * has acknowledged or rejected it by then; off by default. Otherwise the subscriber has to do it, and gets no
         * more messages while as many as the prefetch are without an acknowledgement.
         *
         * @param on whether it does
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
