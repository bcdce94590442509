// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import java.time.Duration;

/** Options of an {@link RpcServer}. Immutable; made by {@link #builder}. */
public final class RpcServerOptions {
    private static final int MOST_PREFETCH = 65_535;

    /** One call of the handler at a time, a prefetch of 10 requests, errors kept here, and 30 s for what is being handled when the server closes. */
    public static final RpcServerOptions DEFAULT = builder().build();

    private final int concurrency;
    private final int prefetch;
    private final boolean tellErrors;
    private final Duration closeTimeout;

    private RpcServerOptions(Builder from) {
        concurrency = from.concurrency;
        prefetch = from.prefetch;
        tellErrors = from.tellErrors;
        closeTimeout = from.closeTimeout;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder()
                .concurrency(concurrency)
                .prefetch(prefetch)
                .tellErrors(tellErrors)
                .closeTimeout(closeTimeout);
    }

    /** Returns how many calls of the handler may run at once. */
    public int concurrency() {
        return concurrency;
    }

    /** Returns whether the reply says what a handler threw. */
    public boolean tellErrors() {
        return tellErrors;
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
        return "RpcServerOptions[concurrency=" + concurrency + ", prefetch=" + prefetch + ", tellErrors=" + tellErrors
                + ", closeTimeout=" + closeTimeout + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int concurrency = 1;
        private int prefetch = 10;
        private boolean tellErrors;
        private Duration closeTimeout = Duration.ofSeconds(30);

        private Builder() {}

        /**
         * Sets how many calls of the handler may run at once; 1 by default. One at a time is called where the connection's
         * dispatch says, as a consumer's; more on as many threads of the server's own, which are daemons. A handler that
         * returns a stage works on more requests, as many as the {@link #prefetch}.
         *
         * @param handlers 1 to 65535
         * @throws IllegalArgumentException when it is out of range
         */
        public Builder concurrency(int handlers) {
            if (handlers < 1 || handlers > MOST_PREFETCH) {
                throw new IllegalArgumentException("the concurrency of a server is 1 to 65535, not " + handlers);
            }
            concurrency = handlers;
            return this;
        }

        /**
         * Sets whether the reply to the caller says what a handler threw, its message or else its class; off by default, since that may
         * be nothing for them to know. Otherwise they learn only that it failed.
         *
         * @param on whether they are
         */
        public Builder tellErrors(boolean on) {
            tellErrors = on;
            return this;
        }

        /**
         * Sets how many requests may be with the server without an answer; 10 by default, and no less than the
         * {@link #concurrency}. With more than one, a handler
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
