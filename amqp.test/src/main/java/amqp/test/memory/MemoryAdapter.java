// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.OpenTransports;
import java.time.Duration;
import java.util.function.Function;

/** Connects to a test broker in the same JVM: no socket, and the broker's thread and clock. */
public final class MemoryAdapter implements Adapter {
    static final String NAME = "memory";

    private final BrokerThread thread;
    private final Function<Runnable, Link> broker;
    private final OpenTransports<MemoryTransport> transports = new OpenTransports<>(() -> {});

    /**
     * @param broker makes the broker's end of a new connection; it is given what to call when there is something to read
     */
    public MemoryAdapter(BrokerThread thread, Function<Runnable, Link> broker) {
        this.thread = thread;
        this.broker = broker;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        MemoryTransport transport = new MemoryTransport(this, endpoint, handler);
        transports.start(transport, () -> thread.execute(() -> transport.start(broker)));
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return thread.schedule(delay, transports.whileOpen(task));
    }

    @Override
    public long nanoTime() {
        return thread.nanoTime();
    }

    /** Closes the connections; the thread is the broker's. */
    @Override
    public void close() {
        transports.close(transport -> thread.execute(transport::end));
    }

    BrokerThread thread() {
        return thread;
    }

    void forget(MemoryTransport transport) {
        transports.remove(transport);
    }
}
