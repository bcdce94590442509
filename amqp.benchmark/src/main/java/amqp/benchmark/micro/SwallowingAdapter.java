// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.micro;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.codec.FieldTable;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An adapter without a network, for one connection: whoever flushes fetches the octets, now and then, and drops them. So one
 * thread does what a publisher and an I/O thread do otherwise, and nothing else is in the way.
 */
final class SwallowingAdapter implements Adapter, Transport {
    private static final int FLUSHES_BEFORE_FETCHING = 256;

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ByteBuffer octets = ByteBuffer.allocateDirect(1 << 18);
    private TransportHandler handler;
    private volatile boolean fetching;
    private int flushes;

    @Override
    public String name() {
        return "swallowing";
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler connecting) {
        handler = connecting;
        loop.execute(() -> handler.connected(this));
        answer(0, new ConnectionMethod.Start(0, 9, FieldTable.EMPTY, "PLAIN", "en_US"));
        answer(0, new ConnectionMethod.Tune(2047, 131_072, 0));
        answer(0, new ConnectionMethod.OpenOk());
        return this;
    }

    /** The broker says this, whatever it was told. */
    void answer(int channel, Method method) {
        loop.execute(() -> handler.received(OpenEngine.frame(channel, method)));
    }

    /** From here on one thread publishes, and it alone calls the handler. */
    void fetchWhenFlushed() {
        fetching = true;
    }

    @Override
    public void flush() {
        if (fetching && ++flushes % FLUSHES_BEFORE_FETCHING == 0) {
            fetch();
        }
    }

    void fetch() {
        do {
            handler.transmit(octets.clear());
        } while (!octets.hasRemaining());
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> {};
    }

    @Override
    public boolean onIoThread() {
        return false;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close() {
        loop.shutdown();
    }
}
