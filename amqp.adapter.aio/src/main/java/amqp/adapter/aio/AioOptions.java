// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

/** Options of an {@link AioAdapter}. Immutable; change them by {@link #toBuilder}. */
public final class AioOptions {
    /** One thread. */
    public static final AioOptions DEFAULT = builder().build();

    private final int threads;

    private AioOptions(Builder builder) {
        threads = builder.threads;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().threads(threads);
    }

    /** Returns the number of threads of the channel group; 1 unless set otherwise. */
    public int threads() {
        return threads;
    }

    /** Builds {@link AioOptions}. For one thread at a time. */
    public static final class Builder {
        private int threads = 1;

        private Builder() {}

        /**
         * Sets the number of threads of the channel group: more than one where handlers compute a lot. One more thread of
         * the adapter runs its timers.
         *
         * @throws IllegalArgumentException when less than 1
         */
        public Builder threads(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("An adapter needs 1 thread at least, not " + number);
            }
            threads = number;
            return this;
        }

        /** Returns the options. */
        public AioOptions build() {
            return new AioOptions(this);
        }
    }
}
