// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.Alarm;
import amqp.adapter.spi.toolkit.Grace;
import amqp.adapter.spi.toolkit.ReadBuffer;
import amqp.adapter.spi.toolkit.SecuredStream;
import amqp.adapter.spi.toolkit.TimerQueue;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its reader thread connects, reads, and has the last word to the handler; everything that ends the
 * connection sets the cause, the first one counts, and closes the socket, upon which both threads end.
 */
final class BlockingTransport implements Transport, SocketWriter.Work {
    /** How long a closing writer may take, and a reader that looks for what the peer said before it went. */
    private final BlockingAdapter adapter;

    private final Endpoint endpoint;
    private final TransportHandler handler;
    private final SocketConnector connector;
    private final HandlerCalls calls = new HandlerCalls(this::fail);
    private final SocketWriter writer;
    private final Thread reader;
    private final AtomicReference<Throwable> cause = new AtomicReference<>();
    private final TimerQueue.Timer timer = new TimerQueue.Timer(this::timerRang, calls::makeLeft);
    private final Alarm alarm = new Alarm();

    private volatile boolean paused;
    private volatile boolean announced;

    // Of the reader, set before the writer starts.
    private @Nullable Socket socket;
    private Cancellable patience = () -> {};
    private boolean writing;
    private final ReadBuffer inbound;

    // Within calls.
    private final SecuredStream stream;

    BlockingTransport(BlockingAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        this.adapter = adapter;
        this.endpoint = endpoint;
        this.handler = handler;
        this.connector = new SocketConnector(endpoint, adapter.threads());
        this.writer = new SocketWriter(this, adapter.threads(), adapter.buffers());
        this.inbound = new ReadBuffer(adapter.buffers());
        this.reader = adapter.threads().newThread(this::run);
        this.stream = new SecuredStream(endpoint, handler, this::announce);
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
            setTimer(Long.MAX_VALUE, true);
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
        HandlerCalls.Call call = () -> {
            if (!cancelled.get()) {
                task.run();
                settle();
            }
        };
        Cancellable timer =
                adapter.timer().schedule(delay, new TimerQueue.Timer(() -> calls.put(call), calls::makeLeft));
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
            adapter.timer().schedule(Grace.TO_WRITE, this::shut);
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
        inbound.release();
        adapter.timer().remove(timer);
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
            AdapterThreads.report(failure);
        }
    }

    private void connect() throws IOException {
        patience = adapter.timer()
                .schedule(endpoint.connectTimeout(), () -> fail(TransportException.connectTimedOut(endpoint)));
        try {
            socket = connector.connect();
            calls.attempt(stream::begin);
            while (!announced) {
                shakeHands();
            }
        } finally {
            patience.cancel();
        }
    }

    /** Both directions on this thread, as the writer hasn't started. */
    private void shakeHands() throws IOException {
        ByteBuffer outbound = adapter.buffers().acquire();
        try {
            calls.attempt(() -> stream.write(outbound));
            write(outbound);
            calls.attempt(stream::advance);
            if (!announced) {
                fill();
                calls.attempt(() -> stream.read(inbound.current()));
            }
        } catch (IOException failure) {
            if (!announced) {
                sayWhy(outbound.clear(), failure);
            }
            throw failure;
        } finally {
            adapter.buffers().release(outbound);
        }
    }

    /** The alert that tells the peer. */
    private void sayWhy(ByteBuffer outbound, IOException failure) {
        try {
            stream.writeEnd(false, outbound);
            write(outbound);
        } catch (IOException unheard) {
            failure.addSuppressed(unheard);
        }
    }

    private void write(ByteBuffer outbound) throws IOException {
        write(outbound.array(), outbound.position());
    }

    private void announce() {
        patience.cancel();
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
        fill();
        calls.attempt(this::consume);
    }

    /** Nothing where TLS has held something back. */
    private void fill() throws IOException {
        if (stream.stalled()) {
            return;
        }
        ByteBuffer target = inbound.next();
        int count = socket.getInputStream().read(target.array());
        if (count < 0) {
            throw stream.endOfStream();
        }
        target.limit(count);
    }

    private void consume() throws IOException {
        stream.read(inbound.current());
        settle();
    }

    // Timeouts: within calls, but for setTimer and timerRang.

    /** After each call: transmit, and the timeout, which looks whether this request can be served. */
    private void settle() {
        if (announced) {
            writer.request();
            arm();
        }
    }

    private void arm() {
        setTimer(handler.nanosUntilTimeout(), writer.busy() && writer.requested());
    }

    /** While the writer is busy, flushing says nothing. */
    private void setTimer(long delay, boolean stuck) {
        long now = System.nanoTime();
        long nanos = alarm.nanosToSet(now, delay, stuck);
        if (nanos != Alarm.NONE) {
            adapter.timer().set(timer, now + nanos);
        }
    }

    private void timerRang() {
        alarm.rang();
        calls.put(() -> {
            handler.timeout();
            settle();
        });
    }

    // The writer's work.

    @Override
    public void take(ByteBuffer target) {
        calls.call(() -> stream.write(target));
    }

    @Override
    public void write(byte[] octets, int count) throws IOException {
        socket.getOutputStream().write(octets, 0, count);
    }

    @Override
    public void takeLast(ByteBuffer target) throws IOException {
        calls.attempt(() -> stream.writeEnd(true, target));
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
            adapter.timer().schedule(Grace.TO_READ, () -> fail(failure));
        } else {
            fail(failure);
        }
    }
}
