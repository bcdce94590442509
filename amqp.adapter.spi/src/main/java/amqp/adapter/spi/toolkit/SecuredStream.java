// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.tls.TlsException;
import amqp.tls.TlsFilter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes between a socket and a handler: plain, or through TLS when the endpoint has it. Says when the peer is
 * reached and verified, before which the handler is neither given bytes nor asked for some.
 *
 * <p>The calls must not overlap, as those of the handler must not, which are made within them.
 */
public final class SecuredStream {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final Consumer<ByteBuffer> NOTHING = target -> {};

    private final Endpoint endpoint;
    private final TransportHandler handler;
    private final Runnable opened;
    private final Consumer<ByteBuffer> source;
    private final Consumer<ByteBuffer> sink = this::deliver;

    /** Null in the clear. */
    private @Nullable TlsFilter tls;

    private boolean open;

    /**
     * A stream that has not begun.
     *
     * @param opened called once, within {@link #begin}, {@link #read} or {@link #advance}, when the peer is reached and,
     *     with TLS, verified; has to call {@link TransportHandler#connected}
     */
    public SecuredStream(Endpoint endpoint, TransportHandler handler, Runnable opened) {
        this.endpoint = endpoint;
        this.handler = handler;
        this.opened = opened;
        this.source = handler::transmit;
    }

    /** TCP is connected: opens the stream, or begins the handshake, whose first bytes {@link #write} then gives. */
    public void begin() {
        if (endpoint.tls().enabled()) {
            tls = new TlsFilter(endpoint.tls(), endpoint.host(), endpoint.port());
        } else {
            open();
        }
    }

    /**
     * Opens the stream if what {@link #write} put has ended the handshake. Call it after each write, when nothing that the
     * handler puts from then on can reach the socket before that.
     */
    public void advance() {
        if (tls != null && tls.established()) {
            open();
        }
    }

    private void open() {
        if (!open) {
            open = true;
            opened.run();
        }
    }

    /**
     * Takes bytes that came from the socket; gives the handler's to it. Call {@link #write} afterwards: the handshake may
     * have something to send.
     *
     * @param bytes consumed whole
     * @throws IOException when TLS fails, or the peer ended it
     */
    public void read(ByteBuffer bytes) throws IOException {
        if (tls == null) {
            deliver(bytes);
            return;
        }
        tls.decrypt(bytes, sink);
        advance();
        if (tls.ended()) {
            throw endOfStream();
        }
    }

    /** Returns whether bytes were held back that can be read now that something was written: {@link #readHeld}. */
    public boolean stalled() {
        return tls != null && tls.stalled();
    }

    /** Takes what was held back. */
    public void readHeld() throws IOException {
        read(EMPTY);
    }

    private void deliver(ByteBuffer bytes) {
        open();
        handler.received(bytes);
        if (bytes.hasRemaining()) {
            throw new IllegalStateException("The handler left " + bytes.remaining()
                    + " bytes unread; TransportHandler.received has to consume all of them");
        }
    }

    /**
     * Puts bytes for the socket: the handler's, or those of the handshake.
     *
     * @param target room for 32 KiB at least
     */
    public void write(ByteBuffer target) throws IOException {
        if (tls == null) {
            handler.transmit(target);
        } else {
            tls.encrypt(target, source);
        }
    }

    /**
     * Puts what ends TLS: close_notify, or the alert that says what failed; nothing in the clear.
     *
     * @param orderly whether this side just closes
     * @param target room for 32 KiB at least
     */
    public void writeEnd(boolean orderly, ByteBuffer target) throws IOException {
        if (tls == null) {
            return;
        }
        if (orderly) {
            tls.close();
        }
        tls.encrypt(target, NOTHING);
    }

    /** Returns what to close with when the peer has ended the socket's stream: not in order within a handshake. */
    public IOException endOfStream() {
        boolean whole = tls == null || tls.established();
        return whole ? TransportException.endedBy(endpoint) : TlsException.endedInHandshake();
    }
}
