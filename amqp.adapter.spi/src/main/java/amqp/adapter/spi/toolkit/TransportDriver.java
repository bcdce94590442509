// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The loop that all event-loop adapters share; an adapter adds connecting, reading, writing, a timer and a wake-up.
 *
 * <p>The adapter calls the entries ({@link #begin} to {@link #failed}) on the transport's I/O thread, never two at a
 * time and never from within one of the abstract methods. After each entry the driver does the same until nothing
 * moves: take the handler's bytes and write them while the socket takes them, then arm the timer anew, but only when
 * it would otherwise ring too late. A timer that rings too early is harmless, so a busy connection sets no timers.
 *
 * <p>Wake-ups. A flag says "transmit wanted" and is cleared just before the handler is asked, never after: who finds it
 * set can rely on being asked for later, who finds it clear sets it and wakes the loop. While the socket is full the
 * flag stays set, so that flushing then costs one volatile read. A second flag keeps the adapter's {@link #wakeUp} to
 * one call until the loop has come by.
 */
public abstract class TransportDriver implements Transport {
    /** Buffers that one connection may write before the others of its loop have their turn. */
    private static final int BUFFERS_A_TURN = 16;

    /** Bytes read that are handed on at once: enough to pay for a call, few enough to stay in the processor's cache. */
    private static final int SLICE = 32 * 1024;

    /** Bound on what is offered when closing: a peer that reads fast must not keep a closing connection alive. */
    private static final int BUFFERS_AT_CLOSE = 256;

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final Runnable NOTHING = () -> {};

    private enum State {
        CONNECTING,
        SECURING,
        OPEN,
        CLOSED
    }

    private enum Entry {
        BEGIN,
        MADE,
        READ,
        END,
        WRITABLE,
        TIMER,
        WOKEN,
        TASK
    }

    private final Endpoint endpoint;
    private final TransportHandler handler;
    private final SecuredStream stream;
    private final Alarm alarm = new Alarm();

    // Written by any thread.
    private volatile boolean flushWanted;
    private volatile boolean closeWanted;
    private volatile boolean pauseWanted;
    private final AtomicBoolean woken = new AtomicBoolean();

    // The I/O thread's alone.
    private State state = State.CONNECTING;
    private boolean inside;
    private boolean paused;
    private boolean full;
    private ByteBuffer unsent = EMPTY;
    private long connectDeadline;

    /** A driver that has not begun. */
    protected TransportDriver(Endpoint endpoint, TransportHandler handler) {
        this.endpoint = endpoint;
        this.handler = handler;
        this.stream = new SecuredStream(endpoint, handler, this::open);
    }

    // What the adapter writes.

    /** Lends a cleared buffer of 64 KiB or more. The driver gives it back, or keeps it while the socket is full. */
    protected abstract ByteBuffer acquireBuffer();

    /** Takes a buffer back that {@link #acquireBuffer} lent. */
    protected abstract void releaseBuffer(ByteBuffer buffer);

    /**
     * Writes without waiting, as much as the socket takes.
     *
     * @param bytes its position moves by what was taken
     * @return whether all was taken and more may be offered at once; otherwise {@link #becameWritable} must follow
     * @throws IOException when the connection is lost: closes the transport, with that cause
     */
    protected abstract boolean write(ByteBuffer bytes) throws IOException;

    /**
     * Has {@link #timerRang} called after the delay, in place of any call that was asked for before.
     *
     * @param delayNanos nanoseconds, a millisecond to a day
     */
    protected abstract void armTimer(long delayNanos);

    /** Has {@link #wokenUp} called soon, on the I/O thread. Called on any thread, and then not again until it was. */
    protected abstract void wakeUp();

    /** Begins or ceases to read. The stream is read from the start unless told otherwise. */
    protected abstract void setReading(boolean on);

    /** Closes the socket, cancels the timer and gives connecting up. Called once; no entry does anything afterwards. */
    protected abstract void shut();

    /** The clock that the timer goes by, as in {@link Adapter#nanoTime}; an adapter with one of its own overrides both. */
    protected long nanoTime() {
        return System.nanoTime();
    }

    // Entries, called by the adapter on the I/O thread.

    /** The time allowed for connecting begins. */
    protected final void begin() {
        enter(Entry.BEGIN, EMPTY, NOTHING);
    }

    /** TCP is connected. */
    protected final void connectionMade() {
        enter(Entry.MADE, EMPTY, NOTHING);
    }

    /** Bytes came; they are consumed whole, in slices, so that answers leave while the rest is still worked on. */
    protected final void bytesRead(ByteBuffer bytes) {
        int end = bytes.limit();
        while (bytes.position() < end && state != State.CLOSED) {
            bytes.limit(Math.min(end, bytes.position() + SLICE));
            enter(Entry.READ, bytes, NOTHING);
        }
    }

    /** The peer ended its stream. */
    protected final void endOfStream() {
        enter(Entry.END, EMPTY, NOTHING);
    }

    /** The socket takes bytes again. */
    protected final void becameWritable() {
        enter(Entry.WRITABLE, EMPTY, NOTHING);
    }

    /** The time has come, or is about to. */
    protected final void timerRang() {
        enter(Entry.TIMER, EMPTY, NOTHING);
    }

    /** What {@link #wakeUp} asked for. */
    protected final void wokenUp() {
        woken.set(false);
        enter(Entry.WOKEN, EMPTY, NOTHING);
    }

    /** Runs a scheduled task as an entry; drops it when the transport has closed. */
    protected final void runTask(Runnable task) {
        enter(Entry.TASK, EMPTY, task);
    }

    /** Connecting, reading or anything else failed: closes with that cause. */
    protected final void failed(Throwable cause) {
        finish(explained(cause));
    }

    /** Closes at once, for an adapter that closes. */
    protected final void closeNow() {
        closeWanted = true;
        enter(Entry.WOKEN, EMPTY, NOTHING);
    }

    /** Whether reading is wanted, for an adapter that reads several buffers a turn. */
    protected final boolean reading() {
        return !pauseWanted && state != State.CLOSED;
    }

    /** Whether the transport has closed. */
    protected final boolean closed() {
        return state == State.CLOSED;
    }

    /** Where this transport connects to. */
    protected final Endpoint endpoint() {
        return endpoint;
    }

    // Transport, called by any thread.

    @Override
    public final void flush() {
        if (flushWanted || onIoThread() && inside) {
            return;
        }
        flushWanted = true;
        signal();
    }

    @Override
    public final void pauseReading() {
        pauseWanted = true;
        signal();
    }

    @Override
    public final void resumeReading() {
        pauseWanted = false;
        signal();
    }

    @Override
    public final void close() {
        closeWanted = true;
        signal();
    }

    private void signal() {
        if (woken.compareAndSet(false, true)) {
            wakeUp();
        }
    }

    // The loop.

    private void enter(Entry entry, ByteBuffer bytes, Runnable task) {
        if (state == State.CLOSED) {
            return;
        }
        inside = true;
        try {
            perform(entry, bytes, task);
            settle();
        } catch (Throwable failure) {
            // Errors too: a broken handler must not end the loop of other connections.
            finish(explained(failure));
        } finally {
            inside = false;
        }
    }

    private void perform(Entry entry, ByteBuffer bytes, Runnable task) throws IOException {
        switch (entry) {
            case BEGIN -> connectDeadline = TimerQueue.deadline(nanoTime(), endpoint.connectTimeout());
            case MADE -> made();
            case READ -> stream.read(bytes);
            case END -> throw stream.endOfStream();
            case WRITABLE -> resume();
            case TIMER -> timer();
            case WOKEN, TASK -> task.run();
        }
    }

    private void made() {
        state = State.SECURING;
        stream.begin();
    }

    private void open() {
        state = State.OPEN;
        handler.connected(this);
    }

    private void timer() throws TransportException {
        alarm.rang();
        if (state == State.OPEN) {
            handler.timeout();
        } else if (connectDeadline - nanoTime() <= 0) {
            throw TransportException.connectTimedOut(endpoint);
        }
    }

    private void resume() throws IOException {
        full = unsent.hasRemaining() && !write(unsent);
        dropSent();
    }

    private void settle() throws IOException {
        if (paused != pauseWanted) {
            paused = !paused;
            setReading(!paused);
        }
        pump(BUFFERS_A_TURN);
        while (stream.stalled()) {
            stream.readHeld();
            pump(BUFFERS_A_TURN);
        }
        if (closeWanted) {
            throw TransportException.closedBy(endpoint);
        }
        arm();
    }

    private void pump(int turns) throws IOException {
        if (full || state == State.CONNECTING) {
            return;
        }
        // Cleared before asking: what is flushed from here on is either seen by transmit or sets the flag anew.
        if (flushWanted) {
            flushWanted = false;
        }
        ByteBuffer buffer = acquireBuffer();
        try {
            for (int turn = 0; turn < turns; turn++) {
                take(buffer);
                if (!buffer.hasRemaining()) {
                    return;
                }
                if (!write(buffer)) {
                    full = true;
                    return;
                }
            }
            flushWanted = true;
            signal();
        } finally {
            unsent = buffer;
            dropSent();
        }
    }

    /** Fills the buffer with bytes for the socket and flips it. */
    private void take(ByteBuffer buffer) throws IOException {
        ByteBuffer target = buffer.clear();
        try {
            stream.write(target);
            // The rest of the handshake is written before anything that the handler says now.
            stream.advance();
        } finally {
            target.flip();
        }
    }

    /** Gives the buffer back once the socket has taken all of it. */
    private void dropSent() {
        if (!full || !unsent.hasRemaining()) {
            ByteBuffer sent = unsent;
            unsent = EMPTY;
            if (sent != EMPTY) {
                releaseBuffer(sent);
            }
        }
    }

    private void arm() {
        long now = nanoTime();
        long delay = state == State.OPEN ? handler.nanosUntilTimeout() : connectDeadline - now;
        long nanos = alarm.nanosToSet(now, delay, full);
        if (nanos != Alarm.NONE) {
            armTimer(nanos);
        }
    }

    private Throwable explained(Throwable failure) {
        return TransportException.explained(endpoint, failure, state != State.CONNECTING);
    }

    private void finish(Throwable cause) {
        if (state == State.CLOSED) {
            return;
        }
        inside = true;
        try {
            offerLast(cause instanceof TransportException known && known.closedHere());
        } catch (Throwable failure) {
            // The transport is closing for a better reason already.
            cause.addSuppressed(failure);
        }
        state = State.CLOSED;
        full = false;
        unsent.limit(unsent.position());
        dropSent();
        try {
            shut();
            handler.closed(cause);
        } catch (Throwable failure) {
            AdapterThreads.report(failure);
        } finally {
            inside = false;
        }
    }

    /** What the handler has when this side closes; then the end of TLS, or its alert. */
    private void offerLast(boolean closingHere) throws IOException {
        if (closingHere && state == State.OPEN) {
            pump(BUFFERS_AT_CLOSE);
        }
        if (!endpoint.tls().enabled() || state == State.CONNECTING || full) {
            return;
        }
        ByteBuffer buffer = acquireBuffer();
        try {
            stream.writeEnd(closingHere, buffer);
            write(buffer.flip());
        } finally {
            releaseBuffer(buffer);
        }
    }
}
