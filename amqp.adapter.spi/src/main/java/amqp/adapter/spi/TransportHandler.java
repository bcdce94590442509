// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.nio.ByteBuffer;

/**
 * The user of a transport: it receives the bytes that arrive and supplies the bytes to send. The adapter makes all
 * calls.
 *
 * <p>The calls and the transport's scheduled tasks never overlap, whatever threads they are made on, and {@code closed}
 * comes last. Each call sees what the calls before it did.
 *
 * <p>The adapter transmits after each of these calls, so that a handler needs {@link Transport#flush} only elsewhere.
 * An exception thrown here closes this transport, with that cause, and no other.
 */
public interface TransportHandler {
    /**
     * Called when the peer is reached; with TLS, the handshake is complete and the peer's certificate and name are
     * verified.
     */
    void connected(Transport transport);

    /**
     * Called with bytes that were read.
     *
     * @param source must be consumed completely; the adapter reuses it after this call
     */
    void received(ByteBuffer source);

    /**
     * Called to get bytes to send. The adapter repeats the call until it puts nothing or the socket is full.
     *
     * @param target has room for at least 16384 bytes; the adapter reuses it after this call
     */
    void transmit(ByteBuffer target);

    /**
     * Returns how long until {@link #timeout} is needed, in nanoseconds; zero or less for now, {@link Long#MAX_VALUE}
     * for never. Called after each call. The resolution is about a millisecond.
     */
    long nanosUntilTimeout();

    /** Called when the timeout is due; the call may also come early, and then must do nothing. */
    void timeout();

    /**
     * Called exactly once, last; without {@code connected} before it when connecting failed.
     *
     * @param cause {@link java.io.EOFException} when the peer ended the stream; {@link TransportException} when
     *     connecting failed, the connection broke, or this side closed it ({@link TransportException#closedHere});
     *     otherwise the exception of the handler. Its message is one clear sentence.
     */
    void closed(Throwable cause);
}
