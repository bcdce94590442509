// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options of a channel: its number, publish window and threads of callbacks. Immutable; made by {@link #builder}. */
public final class ChannelOptions {
    private static final int HIGHEST_NUMBER = 65_535;
    private static final int DEFAULT_WINDOW = 65_536;

    /** Callbacks on the executor, the lowest free number, one command after the other, a publish window of 65,536. */
    public static final ChannelOptions DEFAULT = builder().build();

    private final Dispatch dispatch;
    /** Null for the same as {@link #dispatch}. */
    private final @Nullable Dispatch completionDispatch;

    private final int number;
    private final boolean pipelined;
    private final int publishWindow;

    private ChannelOptions(Builder from) {
        dispatch = from.dispatch;
        completionDispatch = from.completionDispatch;
        number = from.number;
        pipelined = from.pipelined;
        publishWindow = from.publishWindow;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        Builder builder =
                builder().dispatch(dispatch).number(number).pipelined(pipelined).publishWindow(publishWindow);
        return completionDispatch == null ? builder : builder.completionDispatch(completionDispatch);
    }

    /**
     * Returns where delivery handlers and registered callbacks run; see {@link Channel#onReturn} for returned messages.
     */
    public Dispatch dispatch() {
        return dispatch;
    }

    /** Returns where stages complete and the callbacks of commands and publishes run. */
    public Dispatch completionDispatch() {
        return completionDispatch == null ? dispatch : completionDispatch;
    }

    /** Returns the channel number to open, 1 to 65535; 0 for the lowest free one. */
    public int number() {
        return number;
    }

    /** Returns whether commands are sent without waiting for the reply to the previous one. */
    public boolean pipelined() {
        return pipelined;
    }

    /**
     * Returns how many publishes in confirm mode may wait for their verdict or for their callback to run; 0 for no
     * limit.
     */
    public int publishWindow() {
        return publishWindow;
    }

    @Override
    public String toString() {
        return "ChannelOptions[dispatch=" + dispatch + ", completionDispatch=" + completionDispatch() + ", number="
                + number + ", pipelined=" + pipelined + ", publishWindow=" + publishWindow + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private Dispatch dispatch = Dispatch.EXECUTOR;
        /** Null for the same as {@link #dispatch}. */
        private @Nullable Dispatch completionDispatch;

        private int number;
        private boolean pipelined;
        private int publishWindow = DEFAULT_WINDOW;

        private Builder() {}

        /**
         * Sets where delivery handlers and registered callbacks run; {@link Dispatch#EXECUTOR} by default. See
         * {@link Channel#onReturn} for returned messages.
         *
         * @param where see {@link Dispatch}
         */
        public Builder dispatch(Dispatch where) {
            dispatch = Objects.requireNonNull(where, "dispatch");
            return this;
        }

        /**
         * Sets where stages complete and the callbacks of commands and publishes run; by default the same as
         * {@link #dispatch}. {@link Dispatch#IO_THREAD} saves a hand-over between threads, if no code that depends on a
         * stage blocks.
         *
         * @param where see {@link Dispatch}
         */
        public Builder completionDispatch(Dispatch where) {
            completionDispatch = Objects.requireNonNull(where, "completionDispatch");
            return this;
        }

        /**
         * Sets the channel number.
         *
         * @param channel 1 to the negotiated channel-max; 0, the default, for the lowest free one
         * @throws IllegalArgumentException when it is not 0 to 65535
         */
        public Builder number(int channel) {
            if (channel < 0 || channel > HIGHEST_NUMBER) {
                throw new IllegalArgumentException(
                        "a channel number is 1 to 65535, or 0 for the lowest free one, not " + channel);
            }
            number = channel;
            return this;
        }

        /**
         * Sets whether commands are sent without waiting for the reply to the previous one; off by default. Many
         * declares then take a few round trips instead of one each. When one fails, the channel is closed, and those
         * after it fail with the same reason, although the broker may have received them. Commands after a
         * {@link Channel#basicConsume} or {@link Channel#basicCancel} always wait for its reply, since RabbitMQ would
         * answer out of order.
         *
         * @param on whether to pipeline
         */
        public Builder pipelined(boolean on) {
            pipelined = on;
            return this;
        }

        /**
         * Sets how many publishes in confirm mode may wait for their verdict or for their callback to run; 65,536 by
         * default, far more than a broker that keeps up is ever behind. They take little memory, unless
         * {@link RecoveryOptions} keep them to be published again; {@link ConnectionOptions#publishBuffer} limits that.
         * When the window is full, there is no room to publish: {@link Channel#publish} keeps messages, up to
         * {@link ConnectionOptions#publishBuffer}, {@link Channel#tryPublish} returns false, and a blocking channel
         * waits.
         *
         * @param publishes 1 or more; 0 for no limit
         * @throws IllegalArgumentException when it is negative
         */
        public Builder publishWindow(int publishes) {
            if (publishes < 0) {
                throw new IllegalArgumentException(
                        "a publish window is 1 or more, or 0 for no bound, not " + publishes);
            }
            publishWindow = publishes;
            return this;
        }

        /** Returns the options. */
        public ChannelOptions build() {
            return new ChannelOptions(this);
        }
    }
}
