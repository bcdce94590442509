// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

/**
 * Options of the TCP socket, set before connecting.
 *
 * @param noDelay TCP_NODELAY: small writes leave at once
 * @param keepAlive SO_KEEPALIVE
 * @param sendBuffer SO_SNDBUF in octets; 0 leaves it to the system, which then tunes it
 * @param receiveBuffer SO_RCVBUF in octets; 0 leaves it to the system, which then tunes it
 */
public record SocketOptions(boolean noDelay, boolean keepAlive, int sendBuffer, int receiveBuffer) {
    /** No delay, keep-alive, buffers of the system's choice. */
    public static final SocketOptions DEFAULTS = new SocketOptions(true, true, 0, 0);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException when a size is negative
     */
    public SocketOptions {
        if (sendBuffer < 0 || receiveBuffer < 0) {
            throw new IllegalArgumentException("A socket buffer size can't be negative; use 0 for the system's choice");
        }
    }

    /** These options with another TCP_NODELAY. */
    public SocketOptions withNoDelay(boolean on) {
        return new SocketOptions(on, keepAlive, sendBuffer, receiveBuffer);
    }

    /** These options with another SO_KEEPALIVE. */
    public SocketOptions withKeepAlive(boolean on) {
        return new SocketOptions(noDelay, on, sendBuffer, receiveBuffer);
    }

    /** These options with another SO_SNDBUF, in octets. */
    public SocketOptions withSendBuffer(int octets) {
        return new SocketOptions(noDelay, keepAlive, octets, receiveBuffer);
    }

    /** These options with another SO_RCVBUF, in octets. */
    public SocketOptions withReceiveBuffer(int octets) {
        return new SocketOptions(noDelay, keepAlive, sendBuffer, octets);
    }
}
