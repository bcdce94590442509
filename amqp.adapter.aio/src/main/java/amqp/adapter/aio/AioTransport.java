// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.Grace;
import amqp.adapter.spi.toolkit.TimerQueue;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Whatever happens to it, on whatever thread, becomes an entry of its {@link Turn}; the fields belong to
 * whoever has the turn. When it closes while bytes are being written, the channel stays until they are, for a short time.
 */
final class AioTransport extends TransportDriver {
    private final AioAdapter adapter;

    private final Turn turn = new Turn();
    private final AioConnector connector;
    private final Reader reader;
    private final Writer writer;
    private final TimerQueue.Timer alarm = timer(this::timerRang);
    private final TimerQueue.Timer wakening = timer(this::wokenUp);
    private @Nullable AsynchronousSocketChannel channel;
    private boolean forgotten;

    AioTransport(AioAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.adapter = adapter;
        this.connector = new AioConnector(adapter, this, turn);
        this.reader = new Reader(this, turn, adapter.buffers());
        this.writer = new Writer(this, turn, adapter.buffers());
    }

    private TimerQueue.Timer timer(Runnable entry) {
        return new TimerQueue.Timer(() -> turn.leave(entry), turn::make);
    }

    void start() {
        soon(() -> {
            begin();
            connector.resolve(look -> adapter.threads().newThread(look).start());
        });
    }

    /** The adapter closes. */
    void end() {
        soon(this::closeNow);
    }

    /** Makes an entry on the thread of the timers, so that the caller doesn't. */
    private void soon(Runnable entry) {
        adapter.timer().schedule(Duration.ZERO, timer(entry));
    }

    // For connector, reader and writer, within entries.

    void connected(AsynchronousSocketChannel made) {
        channel = made;
        connectionMade();
        if (!closed()) {
            reader.start(made);
        }
    }

    boolean gone() {
        return closed();
    }

    void came(ByteBuffer octets) {
        bytesRead(octets);
    }

    void ended() {
        endOfStream();
    }

    void readFailed(Throwable cause) {
        failed(cause);
    }

    void writable() {
        becameWritable();
    }

    /** What the peer said before it went, the reason perhaps, may still be read, and the end of that closes. */
    void writeFailed(Throwable cause) {
        if (reader.reads()) {
            adapter.timer().schedule(Grace.TO_READ, timer(() -> failed(cause)));
        } else {
            failed(cause);
        }
    }

    /** All is written that was taken, though this has closed. */
    void drained() {
        closeChannel();
    }

    // TransportDriver.

    @Override
    protected ByteBuffer acquireBuffer() {
        return adapter.buffers().acquire();
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        adapter.buffers().release(buffer);
    }

    @Override
    protected boolean write(ByteBuffer octets) {
        return writer.offer(channel, octets);
    }

    @Override
    protected void setReading(boolean on) {
        reader.want(on);
    }

    @Override
    protected void armTimer(long delayNanos) {
        adapter.timer().set(alarm, System.nanoTime() + delayNanos);
    }

    @Override
    protected void wakeUp() {
        adapter.timer().set(wakening, System.nanoTime());
    }

    @Override
    protected void shut() {
        connector.abandon();
        adapter.timer().remove(alarm);
        adapter.timer().remove(wakening);
        reader.stop();
        if (writer.busy()) {
            adapter.timer().schedule(Grace.TO_WRITE, timer(this::closeChannel));
        } else {
            closeChannel();
        }
    }

    private void closeChannel() {
        if (forgotten) {
            return;
        }
        forgotten = true;
        if (channel != null) {
            closeQuietly(channel);
        }
        adapter.forget(this);
    }

    static void closeQuietly(AsynchronousSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            // It was to be gone, and now it is, one way or the other.
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        AtomicBoolean cancelled = new AtomicBoolean();
        Runnable entry = () -> {
            if (!cancelled.get()) {
                runTask(task);
            }
        };
        Cancellable timer = adapter.timer().schedule(delay, timer(entry));
        return () -> {
            cancelled.set(true);
            timer.cancel();
        };
    }

    @Override
    public boolean onIoThread() {
        return turn.held();
    }
}
