// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import java.time.Duration;

/** How an {@link RpcServer} serves. Immutable; made by {@link #builder}. */
public final class RpcServerOptions {
    private static final int MOST_PREFETCH = 65_535;

    /** A prefetch of 10 requests, and 30 s for what is being handled when the server closes. */
    public static final RpcServerOptions DEFAULT = builder().build();

    private final int prefetch;
    private final Duration closeTimeout;

    private RpcServerOptions(Builder from) {
        prefetch = from.prefetch;
        closeTimeout = from.closeTimeout;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().prefetch(prefetch).closeTimeout(closeTimeout);
    }

    /** Returns how many requests may be with the server without an answer. */
    public int prefetch() {
        return prefetch;
    }

    /** Returns how long {@link RpcServer#close} waits for the replies to the requests that have come. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    @Override
    public String toString() {
        return "RpcServerOptions[prefetch=" + prefetch + ", closeTimeout=" + closeTimeout + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int prefetch = 10;
        private Duration closeTimeout = Duration.ofSeconds(30);

        private Builder() {}

        /**
         * Sets how many requests may be with the server without an answer; 10 by default. With more than one, a handler
         * that returns before its reply is there works on several requests at once.
         *
         * @param requests 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder prefetch(int requests) {
            if (requests < 1 || requests > MOST_PREFETCH) {
                throw new IllegalArgumentException("the prefetch of a server is 1 to 65535, not " + requests);
            }
            prefetch = requests;
            return this;
        }

        /**
         * Sets how long {@link RpcServer#close} waits for the replies to the requests that have come; 30 s by default.
         *
         * @param of zero or more
         * @throws IllegalArgumentException when it is negative
         */
        public Builder closeTimeout(Duration of) {
            if (of.isNegative()) {
                throw new IllegalArgumentException("the close timeout of a server is zero or more, not " + of);
            }
            closeTimeout = of;
            return this;
        }

        /** Returns the options. */
        public RpcServerOptions build() {
            return new RpcServerOptions(this);
        }
    }
}
