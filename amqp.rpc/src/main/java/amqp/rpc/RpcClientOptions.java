// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import java.time.Duration;

/** Options of an {@link RpcClient}. Immutable; made by {@link #builder}. */
public final class RpcClientOptions {
    /** A timeout of 20 s, and direct reply-to. */
    public static final RpcClientOptions DEFAULT = builder().build();

    private final Duration timeout;
    private final boolean replyQueue;

    private RpcClientOptions(Builder from) {
        timeout = from.timeout;
        replyQueue = from.replyQueue;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().timeout(timeout).replyQueue(replyQueue);
    }

    /** Returns the timeout of a call. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns whether replies arrive in an exclusive queue instead of by direct reply-to. */
    public boolean replyQueue() {
        return replyQueue;
    }

    @Override
    public String toString() {
        return "RpcClientOptions[timeout=" + timeout + ", replyQueue=" + replyQueue + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private Duration timeout = Duration.ofSeconds(20);
        private boolean replyQueue;

        private Builder() {}

        /**
         * Sets the timeout of a call; 20 s by default.
         *
         * @param of more than zero
         * @throws IllegalArgumentException when it is not
         */
        public Builder timeout(Duration of) {
            if (of.isNegative() || of.isZero()) {
                throw new IllegalArgumentException("the timeout of a call is more than zero, not " + of);
            }
            timeout = of;
            return this;
        }

        /**
         * Sets whether replies arrive in an exclusive queue with a name made by the broker, for brokers without
         * RabbitMQ's direct reply-to; off by default.
         *
         * @param on whether to use a reply queue
         */
        public Builder replyQueue(boolean on) {
            replyQueue = on;
            return this;
        }

        /** Returns the options. */
        public RpcClientOptions build() {
            return new RpcClientOptions(this);
        }
    }
}
