// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

/** How an {@link RpcServer} serves. Immutable; made by {@link #builder}. */
public final class RpcServerOptions {
    private static final int MOST_PREFETCH = 65_535;

    /** A prefetch of 10 requests. */
    public static final RpcServerOptions DEFAULT = builder().build();

    private final int prefetch;

    private RpcServerOptions(Builder from) {
        prefetch = from.prefetch;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().prefetch(prefetch);
    }

    /** Returns how many requests may be with the server without an answer. */
    public int prefetch() {
        return prefetch;
    }

    @Override
    public String toString() {
        return "RpcServerOptions[prefetch=" + prefetch + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private int prefetch = 10;

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

        /** Returns the options. */
        public RpcServerOptions build() {
            return new RpcServerOptions(this);
        }
    }
}
