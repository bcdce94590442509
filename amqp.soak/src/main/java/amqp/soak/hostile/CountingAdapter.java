// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An adapter that counts the turns of one broker's connections: each slice of octets that is handed on is one. It also
 * keeps the most processor time that one of them took.
 */
final class CountingAdapter implements Adapter {
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();

    private final Adapter adapter;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile int counted;

    CountingAdapter(Adapter adapter) {
        this.adapter = adapter;
    }

    /** @param port of the broker whose connections' turns count */
    void count(int port) {
        counted = port;
    }

    long turns() {
        return turns.get();
    }

    /** Processor time of the longest turn since this was last asked. */
    Duration takeLongest() {
        return Duration.ofNanos(longestNanos.getAndSet(0));
    }

    @Override
    public String name() {
        return adapter.name();
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        return adapter.connect(endpoint, endpoint.port() == counted ? new Counted(handler) : handler);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return adapter.schedule(delay, task);
    }

    @Override
    public long nanoTime() {
        return adapter.nanoTime();
    }

    @Override
    public void close() {
        adapter.close();
    }

    @Override
    public boolean awaitClosed(Duration timeout) throws InterruptedException {
        return adapter.awaitClosed(timeout);
    }

    private final class Counted implements TransportHandler {
        private final TransportHandler handler;

        Counted(TransportHandler handler) {
            this.handler = handler;
        }

        @Override
        public void connected(Transport transport) {
            handler.connected(transport);
        }

        @Override
        public void received(ByteBuffer source) {
            turns.incrementAndGet();
            var begun = CLOCK.getCurrentThreadCpuTime();
            handler.received(source);
            longestNanos.accumulateAndGet(CLOCK.getCurrentThreadCpuTime() - begun, Math::max);
        }

        @Override
        public void transmit(ByteBuffer target) {
            handler.transmit(target);
        }

        @Override
        public long nanosUntilTimeout() {
            return handler.nanosUntilTimeout();
        }

        @Override
        public void timeout() {
            handler.timeout();
        }

        @Override
        public void closed(Throwable cause) {
            handler.closed(cause);
        }
    }
}
