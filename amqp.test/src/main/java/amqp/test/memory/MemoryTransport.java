// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connection in memory. All of it happens on the broker's thread. */
final class MemoryTransport extends TransportDriver {
    private static final int SIZE = 64 * 1024;

    private final MemoryAdapter adapter;
    private final ByteBuffer outbound = ByteBuffer.allocate(SIZE);
    private @Nullable Link link;
    private @Nullable Cancellable alarm;
    private boolean reading = true;
    private boolean reads;

    MemoryTransport(MemoryAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.adapter = adapter;
    }

    void start(Function<Runnable, Link> broker) {
        begin();
        if (endpoint().tls().enabled()) {
            failed(new IllegalArgumentException("a broker in memory has no TLS; listen on a port for that"));
            return;
        }
        link = broker.apply(this::soonRead);
        connectionMade();
    }

    void end() {
        closeNow();
    }

    /** Never from within a call of the driver. */
    private void soonRead() {
        if (!reads) {
            reads = true;
            adapter.thread().execute(this::read);
        }
    }

    private void read() {
        reads = false;
        Link broker = link;
        if (broker == null) {
            return;
        }
        while (reading && !closed()) {
            byte[] bytes = broker.poll();
            if (bytes == null) {
                break;
            }
            bytesRead(ByteBuffer.wrap(bytes));
        }
        if (!closed() && broker.isOver()) {
            endOfStream();
        }
    }

    @Override
    protected ByteBuffer acquireBuffer() {
        return outbound.clear();
    }

    /** All was taken: there is one for all times. */
    @Override
    protected void releaseBuffer(ByteBuffer buffer) {}

    @Override
    protected boolean write(ByteBuffer bytes) {
        if (link != null) {
            link.receive(bytes);
        }
        bytes.position(bytes.limit());
        return true;
    }

    @Override
    protected void armTimer(long delayNanos) {
        disarm();
        alarm = adapter.thread().schedule(Duration.ofNanos(delayNanos), this::timerRang);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    @Override
    protected void wakeUp() {
        adapter.thread().execute(this::wokenUp);
    }

    @Override
    protected void setReading(boolean on) {
        reading = on;
        if (on) {
            soonRead();
        }
    }

    @Override
    protected void shut() {
        disarm();
        if (link != null) {
            link.lost();
        }
        adapter.forget(this);
    }

    @Override
    protected long nanoTime() {
        return adapter.nanoTime();
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return adapter.thread().schedule(delay, () -> runTask(task));
    }

    @Override
    public boolean onIoThread() {
        return adapter.thread().isHere();
    }
}
