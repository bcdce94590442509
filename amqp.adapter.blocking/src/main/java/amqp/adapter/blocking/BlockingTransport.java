// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.TimerQueue;
import amqp.tls.TlsException;
import amqp.tls.TlsFilter;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One connection. Its reader thread connects, reads, and has the last word to the handler; everything that ends the
 * connection sets the cause, the first one counts, and closes the socket, upon which both threads end.
 */
final class BlockingTransport implements Transport, SocketWriter.Work {
    private static final int BUFFER = 128 * 1024;

    /** How long a closing writer may take, and a reader that looks for what the peer said before it went. */
    private static final Duration GRACE = Duration.ofMillis(200);

    /** While the writer is busy, flushing says nothing, so the handler is asked for its timeout this often. */
    private static final long ASK_WHILE_BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long LONGEST_DELAY_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final long SHORTEST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BlockingAdapter adapter;
    private final Endpoint endpoint;
    private final TransportHandler handler;
    private final SocketConnector connector;
    private final HandlerCalls calls = new HandlerCalls(this::fail);
    private final SocketWriter writer = new SocketWriter(this);
    private final Thread reader = BlockingAdapter.newThread(this::run);
    private final AtomicReference<Throwable> cause = new AtomicReference<>();
    private final TimerQueue.Timer alarm = new TimerQueue.Timer(this::alarmRang);

    // Of any thread: the alarm's time, so that it is set only when it has to ring earlier.
    private volatile long armedFor;
    private volatile boolean armed;

    private volatile boolean paused;
    private volatile boolean announced;

    // Of the reader, set before the writer starts.
    private Socket socket;
    private TlsFilter tls;
    private boolean writing;
    private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER).limit(0);
    private final Consumer<ByteBuffer> sink = this::deliver;
    private final Consumer<ByteBuffer> source;

    BlockingTransport(BlockingAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        this.adapter = adapter;
        this.endpoint = endpoint;
        this.handler = handler;
        this.connector = new SocketConnector(endpoint);
        this.source = handler::transmit;
    }

    void start() {
        reader.start();
    }

    // Transport: any thread.

    @Override
    public void flush() {
        if (writer.requested()) {
            return;
        }
        writer.request();
        if (announced && writer.busy()) {
            alarmWithin(ASK_WHILE_BUSY_NANOS);
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
        LockSupport.unpark(reader);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Cancellable timer = adapter.timer()
                .schedule(
                        delay,
                        () -> calls.leave(() -> {
                            if (!cancelled.get()) {
                                task.run();
                                settle();
                            }
                        }));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
    }

    @Override
    public boolean onIoThread() {
        return calls.inside();
    }

    @Override
    public void close() {
        TransportException closed = TransportException.closedBy(endpoint);
        if (!announced) {
            fail(closed);
        } else if (cause.compareAndSet(null, closed)) {
            adapter.timer().schedule(GRACE, this::shut);
            writer.end();
            LockSupport.unpark(reader);
        }
    }

    private void fail(Throwable failure) {
        cause.compareAndSet(null, explained(failure));
        shut();
    }

    /** Closes the socket, upon which reader and writer end. */
    private void shut() {
        connector.abandon();
        LockSupport.unpark(reader);
    }

    private Throwable explained(Throwable failure) {
        return TransportException.explained(endpoint, failure, announced);
    }

    // The reader.

    private void run() {
        try {
            connect();
            read();
        } catch (Throwable failure) {
            cause.compareAndSet(null, explained(failure));
        }
        if (writing) {
            endWriter();
        }
        shut();
        adapter.timer().remove(alarm);
        calls.end(this::sayClosed);
        adapter.forget(this);
    }

    /** A close by this side lets the writer finish, which it or the end of the grace does; else the socket goes first. */
    private void endWriter() {
        if (!(cause.get() instanceof TransportException known && known.closedHere())) {
            shut();
        }
        writer.end();
        writer.join();
    }

    private void sayClosed() {
        try {
            handler.closed(cause.get());
        } catch (Throwable failure) {
            reader.getUncaughtExceptionHandler().uncaughtException(reader, failure);
        }
    }

    private void connect() throws IOException {
        Cancellable patience = adapter.timer()
                .schedule(endpoint.connectTimeout(), () -> fail(TransportException.connectTimedOut(endpoint)));
        try {
            socket = connector.connect();
            if (endpoint.tls().enabled()) {
                secure();
            }
        } finally {
            patience.cancel();
        }
        calls.call(this::announce);
    }

    /** The handshake: both directions on this thread, as the writer hasn't started. */
    private void secure() throws IOException {
        tls = new TlsFilter(endpoint.tls(), endpoint.host(), endpoint.port());
        try {
            shakeHands();
            while (!tls.established()) {
                if (!tls.stalled()) {
                    fill();
                }
                tls.decrypt(inbound, octets -> calls.call(() -> deliver(octets)));
                shakeHands();
            }
        } catch (IOException failure) {
            // The alert that says why.
            shakeHands();
            throw failure;
        }
    }

    private void shakeHands() throws IOException {
        if (!tls.established()) {
            ByteBuffer outbound = ByteBuffer.allocate(BUFFER);
            tls.encrypt(outbound, nothing -> {});
            write(outbound.array(), outbound.position());
        }
    }

    private void announce() {
        if (announced) {
            return;
        }
        announced = true;
        try {
            handler.connected(this);
        } finally {
            writing = true;
            writer.start();
        }
        settle();
    }

    private void read() throws IOException {
        while (cause.get() == null) {
            while (paused && cause.get() == null) {
                LockSupport.park(this);
                // A thread that is interrupted doesn't park, and would spin.
                Thread.interrupted();
            }
            next();
        }
    }

    /** Reads once and hands on what came. */
    private void next() throws IOException {
        if (tls == null || !tls.stalled()) {
            fill();
        }
        calls.call(this::consume);
        if (tls != null && tls.ended()) {
            throw endOfStream();
        }
    }

    private void fill() throws IOException {
        int count = socket.getInputStream().read(inbound.array());
        if (count < 0) {
            throw endOfStream();
        }
        inbound.clear().limit(count);
    }

    private IOException endOfStream() {
        boolean whole = tls == null || tls.established();
        return whole ? TransportException.endedBy(endpoint) : TlsException.endedInHandshake();
    }

    private void consume() throws IOException {
        if (tls == null) {
            deliver(inbound);
        } else {
            tls.decrypt(inbound, sink);
        }
        settle();
    }

    private void deliver(ByteBuffer octets) {
        announce();
        handler.received(octets);
        if (octets.hasRemaining()) {
            throw new IllegalStateException("The handler left " + octets.remaining()
                    + " bytes unread; TransportHandler.received has to consume all of them");
        }
    }

    // Timeouts: within calls, but for alarmWithin and alarmRang.

    /** After each call: transmit, and the timeout, which looks whether this request can be served. */
    private void settle() {
        if (announced) {
            writer.request();
            arm();
        }
    }

    private void arm() {
        boolean stuck = writer.busy() && writer.requested();
        long delay = handler.nanosUntilTimeout();
        if (delay != Long.MAX_VALUE || stuck) {
            long longest = stuck ? ASK_WHILE_BUSY_NANOS : LONGEST_DELAY_NANOS;
            alarmWithin(Math.max(SHORTEST_DELAY_NANOS, Math.min(delay, longest)));
        }
    }

    private void alarmWithin(long nanos) {
        long deadline = System.nanoTime() + nanos;
        if (armed && armedFor - deadline <= 0) {
            return;
        }
        // Said before it is done: an alarm that has rung takes the word back, and must not find it given afterwards.
        armedFor = deadline;
        armed = true;
        adapter.timer().set(alarm, deadline);
    }

    private void alarmRang() {
        armed = false;
        calls.leave(() -> {
            handler.timeout();
            settle();
        });
    }

    // The writer's work.

    @Override
    public void take(ByteBuffer target) {
        calls.call(() -> {
            if (tls == null) {
                handler.transmit(target);
            } else {
                tls.encrypt(target, source);
            }
        });
    }

    @Override
    public void write(byte[] octets, int count) throws IOException {
        socket.getOutputStream().write(octets, 0, count);
    }

    @Override
    public void takeLast(ByteBuffer target) throws IOException {
        if (tls != null) {
            tls.close();
            tls.encrypt(target, nothing -> {});
        }
    }

    /** A flush may have been about a timeout. Must not request the writer, which would come back here for ever. */
    @Override
    public void idle() {
        calls.leave(this::arm);
    }

    @Override
    public void ended() {
        shut();
    }

    @Override
    public void failed(Throwable failure) {
        if (failure instanceof IOException && cause.get() == null && !paused) {
            // What the peer said before it went, the reason perhaps, may still wait to be read.
            adapter.timer().schedule(GRACE, () -> fail(failure));
        } else {
            fail(failure);
        }
    }
}
