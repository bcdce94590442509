// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import java.nio.channels.spi.SelectorProvider;
import java.util.Objects;

/** Options of a {@link NioAdapter} with threads of its own. Immutable; change them by {@link #toBuilder}. */
public final class NioOptions {
    /** One loop, the system's provider. */
    public static final NioOptions DEFAULT = builder().build();

    private final int loops;
    private final SelectorProvider provider;

    private NioOptions(Builder builder) {
        loops = builder.loops;
        provider = builder.provider;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder().loops(loops).provider(provider);
    }

    /** Returns the number of loops, each with a thread; 1 unless set otherwise. */
    public int loops() {
        return loops;
    }

    /** Returns what makes selectors and channels; the system's unless set otherwise, which picks epoll, kqueue or poll. */
    public SelectorProvider provider() {
        return provider;
    }

    /** Builds {@link NioOptions}. For one thread at a time. */
    public static final class Builder {
        private int loops = 1;
        private SelectorProvider provider = SelectorProvider.provider();

        private Builder() {}

        /**
         * Sets the number of loops, each with a thread; connections are spread over them in turn.
         *
         * @throws IllegalArgumentException when less than 1
         */
        public Builder loops(int number) {
            if (number < 1) {
                throw new IllegalArgumentException("An adapter needs 1 loop at least, not " + number);
            }
            loops = number;
            return this;
        }

        /** Sets what makes selectors and channels. */
        public Builder provider(SelectorProvider other) {
            provider = Objects.requireNonNull(other, "provider");
            return this;
        }

        /** Returns the options. */
        public NioOptions build() {
            return new NioOptions(this);
        }
    }
}
