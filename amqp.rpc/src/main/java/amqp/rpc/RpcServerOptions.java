// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import java.time.Duration;

/** Options of an {@link RpcServer}. Immutable; made by {@link #builder}. */
public final class RpcServerOptions {
    private static final int MOST_PREFETCH = 65_535;

    /**
     * One call of the handler at a time, a prefetch of 10 requests, no error texts for callers, and a close timeout of
     * 30 s.
     */
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

    /** Returns whether the reply has the error of the handler. */
    public boolean tellErrors() {
        return tellErrors;
    }

    /** Returns how many requests without a reply the server may have. */
    public int prefetch() {
        return prefetch;
    }

    /** Returns how long {@link RpcServer#close} waits for the replies to the received requests. */
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
         * Sets how many calls of the handler may run at once; 1 by default. With 1, the handler runs where the
         * connection's dispatch says, as a consumer's does; with more, it runs on as many daemon threads of the server.
         * A handler that returns a stage works on more requests, as many as the {@link #prefetch}.
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
         * Sets whether the reply tells the caller the error of the handler: the exception's message, or its class if it
         * has none. Off by default, since the error may be confidential; then the caller learns only that the handler
         * failed.
         *
         * @param on whether to send errors
         */
        public Builder tellErrors(boolean on) {
            tellErrors = on;
            return this;
        }

        /**
         * Sets how many requests without a reply the server may have; 10 by default, and at least the
         * {@link #concurrency}. With more than one, a handler that returns before its reply works on several requests
         * at once.
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
         * Sets how long {@link RpcServer#close} waits for the replies to the received requests; 30 s by default.
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
