// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Options of the TCP socket, set before connecting. Immutable; change them by {@link #toBuilder}. */
public final class SocketOptions {
    /** No delay, keep-alive, buffer sizes chosen by the operating system. */
    public static final SocketOptions DEFAULT = builder().build();

    private final boolean noDelay;
    private final boolean keepAlive;
    private final int sendBuffer;
    private final int receiveBuffer;

    private SocketOptions(Builder builder) {
        noDelay = builder.noDelay;
        keepAlive = builder.keepAlive;
        sendBuffer = builder.sendBuffer;
        receiveBuffer = builder.receiveBuffer;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder()
                .noDelay(noDelay)
                .keepAlive(keepAlive)
                .sendBuffer(sendBuffer)
                .receiveBuffer(receiveBuffer);
    }

    /** Returns whether small writes are sent at once (TCP_NODELAY); true by default. */
    public boolean noDelay() {
        return noDelay;
    }

    /** Returns whether the operating system probes idle connections (SO_KEEPALIVE); true by default. */
    public boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Returns the size of the send buffer in bytes (SO_SNDBUF); 0 leaves it to the operating system, which then tunes
     * it.
     */
    public int sendBuffer() {
        return sendBuffer;
    }

    /**
     * Returns the size of the receive buffer in bytes (SO_RCVBUF); 0 leaves it to the operating system, which then
     * tunes it.
     */
    public int receiveBuffer() {
        return receiveBuffer;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SocketOptions that
                && noDelay == that.noDelay
                && keepAlive == that.keepAlive
                && sendBuffer == that.sendBuffer
                && receiveBuffer == that.receiveBuffer;
    }

    @Override
    public int hashCode() {
        return Objects.hash(noDelay, keepAlive, sendBuffer, receiveBuffer);
    }

    @Override
    public String toString() {
        return "SocketOptions[noDelay=" + noDelay + ", keepAlive=" + keepAlive + ", sendBuffer=" + sendBuffer
                + ", receiveBuffer=" + receiveBuffer + "]";
    }

    /** Builds {@link SocketOptions}. For one thread at a time. */
    public static final class Builder {
        private boolean noDelay = true;
        private boolean keepAlive = true;
        private int sendBuffer;
        private int receiveBuffer;

        private Builder() {}

        /** Sets whether small writes are sent at once (TCP_NODELAY). */
        public Builder noDelay(boolean on) {
            noDelay = on;
            return this;
        }

        /** Sets whether the operating system probes idle connections (SO_KEEPALIVE). */
        public Builder keepAlive(boolean on) {
            keepAlive = on;
            return this;
        }

        /**
         * Sets the size of the send buffer (SO_SNDBUF).
         *
         * @param bytes 0 for the system's choice
         * @throws IllegalArgumentException when negative
         */
        public Builder sendBuffer(int bytes) {
            sendBuffer = checked(bytes);
            return this;
        }

        /**
         * Sets the size of the receive buffer (SO_RCVBUF).
         *
         * @param bytes 0 for the system's choice
         * @throws IllegalArgumentException when negative
         */
        public Builder receiveBuffer(int bytes) {
            receiveBuffer = checked(bytes);
            return this;
        }

        private static int checked(int bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException(
                        "A socket buffer size can't be negative; use 0 for the system's choice");
            }
            return bytes;
        }

        /** Returns the options. */
        public SocketOptions build() {
            return new SocketOptions(this);
        }
    }
}
