// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Encrypts and decrypts between the bytes of a socket and the bytes of a handler. {@link #decrypt} on one thread and
 * {@link #encrypt} on another may overlap; neither may overlap itself. {@link #encrypt} also returns the bytes of the
 * handshake, so call it after each {@link #decrypt}, and call {@link #decrypt} with an empty buffer while
 * {@link #stalled}.
 *
 * <p>Delegated tasks of the engine run on the calling thread: with the trust managers of {@link TlsOptions} they only
 * compute.
 */
public final class TlsFilter {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** Most bytes of a handler in one record; the engine takes some less. */
    private static final int RECORD = 16384;

    private final TlsOptions options;
    private final String host;
    private final SSLEngine engine;

    /**
     * Bytes to encrypt, between the handler and the engine; empty between calls unless the target was full. Room for two
     * records, so that what one record leaves over begins the next and needs none of its own.
     */
    private final ByteBuffer outbound;

    /** Decrypted bytes of one record, ready to fill between records. */
    private final ByteBuffer inbound;

    /** An unfinished record, or what came while the engine had to send first; ready to fill. */
    private ByteBuffer held;

    /** Written by the thread that encrypts or decrypts the end of the handshake. */
    private volatile boolean established;

    private volatile boolean ended;
    private int firstByte = -1;

    /**
     * Starts a client's handshake; the first {@link #encrypt} returns its first bytes.
     *
     * @param host the host name or IP address of the connection
     * @param port 1 to 65535
     * @throws IllegalStateException when the options are {@link TlsOptions#NONE}
     */
    public TlsFilter(TlsOptions options, String host, int port) {
        this.options = options;
        this.host = host;
        this.engine = options.newEngine(host, port);
        this.outbound = ByteBuffer.allocate(2 * RECORD).limit(0);
        this.inbound = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
        this.held = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    }

    /** Returns whether the handshake is complete and the peer verified. Stays true. */
    public boolean established() {
        return established;
    }

    /** Returns whether the peer has ended its stream with close_notify. */
    public boolean ended() {
        return ended;
    }

    /** Returns whether the filter has bytes that can be decrypted after something was sent. */
    public boolean stalled() {
        return held.position() > 0
                && !ended
                && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP
                && held.position() >= recordLength();
    }

    /** Ends the stream: the next {@link #encrypt} returns close_notify and nothing else. */
    public void close() {
        engine.closeOutbound();
    }

    /**
     * Decrypts all bytes of the source.
     *
     * @param source bytes of the socket; consumed completely, an incomplete record is kept
     * @param sink receives each record's bytes and consumes them completely; called only when {@link #established}
     * @throws TlsException when the handshake fails or a record is damaged; the message says why
     */
    public void decrypt(ByteBuffer source, Consumer<ByteBuffer> sink) throws TlsException {
        if (firstByte < 0 && source.hasRemaining()) {
            firstByte = source.get(source.position()) & 0xff;
        }
        try {
            while (!ended && fromHeld(source, sink)) {}
            while (!ended && held.position() == 0 && unwrap(source, sink)) {}
            hold(source);
        } catch (SSLException failure) {
            source.position(source.limit());
            throw explained(failure);
        }
    }

    /**
     * Encrypts the bytes to send.
     *
     * @param target room for at least 32 KiB, so that a record fits
     * @param source puts bytes of the handler, as many as fit; called only when {@link #established}, and not in the
     *     call that completes the handshake
     * @throws TlsException when the handshake fails
     */
    public void encrypt(ByteBuffer target, Consumer<ByteBuffer> source) throws TlsException {
        try {
            while (target.remaining() >= engine.getSession().getPacketBufferSize() && wrapNext(target, source)) {}
        } catch (SSLException failure) {
            throw explained(failure);
        }
    }

    /** One record out of the held bytes, topped up to just that record; false when there is none or no more. */
    private boolean fromHeld(ByteBuffer source, Consumer<ByteBuffer> sink) throws SSLException {
        if (held.position() == 0) {
            return false;
        }
        int missing = Math.min(recordLength() - held.position(), source.remaining());
        for (; missing > 0; missing = Math.min(recordLength() - held.position(), source.remaining())) {
            held.put(source.slice(source.position(), missing));
            source.position(source.position() + missing);
        }
        held.flip();
        try {
            return unwrap(held, sink);
        } finally {
            held.compact();
        }
    }

    /** The length of the held record as far as it is known: its header of 5 bytes first. Bounded by the room. */
    private int recordLength() {
        int length = held.position() < 5 ? 5 : 5 + (held.getShort(3) & 0xffff);
        return Math.min(length, held.capacity());
    }

    private void hold(ByteBuffer source) {
        if (ended) {
            source.position(source.limit());
            return;
        }
        if (held.remaining() < source.remaining()) {
            held = ByteBuffer.allocate(held.position() + source.remaining()).put(held.flip());
        }
        held.put(source);
    }

    /** Whether another call may get further. */
    private boolean unwrap(ByteBuffer from, Consumer<ByteBuffer> sink) throws SSLException {
        if (!from.hasRemaining()) {
            return false;
        }
        SSLEngineResult result = engine.unwrap(from, inbound);
        if (inbound.position() > 0) {
            establish();
            sink.accept(inbound.flip());
            inbound.clear();
        }
        boolean ran = finish(result);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new SSLException("a record is larger than TLS allows");
        }
        if (result.getStatus() == Status.CLOSED) {
            ended = true;
            return false;
        }
        return result.getStatus() == Status.OK && (result.bytesConsumed() > 0 || ran);
    }

    /** Whether another call may get further. */
    private boolean wrapNext(ByteBuffer target, Consumer<ByteBuffer> source) throws SSLException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
            return true;
        }
        if (status == HandshakeStatus.NEED_UNWRAP || engine.isOutboundDone()) {
            return false;
        }
        if (status == HandshakeStatus.NOT_HANDSHAKING && established && !fill(source)) {
            return false;
        }
        boolean before = established;
        SSLEngineResult result = engine.wrap(outbound.hasRemaining() ? outbound : EMPTY, target);
        boolean ran = finish(result);
        return before == established
                && result.getStatus() == Status.OK
                && (result.bytesProduced() > 0 || result.bytesConsumed() > 0 || ran);
    }

    private boolean fill(Consumer<ByteBuffer> source) {
        if (outbound.remaining() < RECORD) {
            source.accept(outbound.compact());
            outbound.flip();
        }
        return outbound.hasRemaining();
    }

    private TlsException explained(SSLException failure) {
        return failure instanceof TlsException known
                ? known
                : TlsException.explaining(failure, options.peerName(host), established, firstByte);
    }

    private boolean finish(SSLEngineResult result) throws TlsException {
        if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
            establish();
        }
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            runTasks();
            return true;
        }
        return false;
    }

    /** The handshake is done: whoever notices it first, the reading or the writing thread, both perhaps. */
    private void establish() throws TlsException {
        if (established) {
            return;
        }
        try {
            options.verifyPeer(engine.getSession(), host);
        } catch (TlsException wrongPeer) {
            engine.closeOutbound();
            throw wrongPeer;
        }
        established = true;
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}
