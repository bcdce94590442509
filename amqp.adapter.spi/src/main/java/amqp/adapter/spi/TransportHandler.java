// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.nio.ByteBuffer;

/**
 * The user of a transport: it takes the bytes that arrive and supplies the bytes to send. All calls come from the
 * adapter.
 *
 * <p>The calls and the transport's scheduled tasks never overlap one another, whatever threads they are made on, and
 * {@code closed} comes last. Each call sees what the calls before it did.
 *
 * <p>The adapter transmits after each of these calls, so that a handler needs {@link Transport#flush} only from
 * elsewhere. An exception thrown here closes this transport with that cause and touches no other.
 */
public interface TransportHandler {
    /** The peer is reached; with TLS, the handshake is done and the peer's certificate and name are verified. */
    void connected(Transport transport);

    /**
     * Bytes have come.
     *
     * @param source to be consumed whole; belongs to the adapter again when this call ends
     */
    void received(ByteBuffer source);

    /**
     * Takes bytes to send. Called again until it puts nothing; not called while the socket takes no more.
     *
     * @param target has room for 16384 bytes at least; belongs to the adapter again when this call ends
     */
    void transmit(ByteBuffer target);

    /**
     * Asked after each call: how long until {@link #timeout} is wanted, in nanoseconds; zero or less for now,
     * {@link Long#MAX_VALUE} for never. The resolution is about a millisecond.
     */
    long nanosUntilTimeout();

    /** The time may have come; this call may also come early, and then must do nothing. */
    void timeout();

    /**
     * The end, exactly once, last; without {@code connected} before it when connecting failed.
     *
     * @param cause {@link java.io.EOFException} when the peer ended the stream; {@link TransportException} when
     *     connecting failed, the connection broke, or this side closed it ({@link TransportException#closedHere}); else
     *     what the handler threw. Its message is one clear sentence.
     */
    void closed(Throwable cause);
}
