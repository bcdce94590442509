// SPDX-License-Identifier: MPL-2.0
package amqp.memory;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.testkit.scripted.ScriptedBroker;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An adapter without a network: couples each transport with a {@link ScriptedBroker}, on one I/O thread. Brokers are
 * found by the port; where there is none, connecting is refused. Everything that touches a broker runs on the I/O
 * thread: tests use {@link #io}.
 */
public final class MemoryAdapter implements Adapter {
    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1, MemoryAdapter::thread);
    private final Thread thread =
            CompletableFuture.supplyAsync(Thread::currentThread, loop).join();
    private final Map<Integer, Supplier<ScriptedBroker>> brokers = new ConcurrentHashMap<>();
    private final List<MemoryTransport> transports = new CopyOnWriteArrayList<>();
    private final String name;
    private volatile boolean hesitating;
    private volatile boolean closed;

    public MemoryAdapter() {
        this("memory");
    }

    public MemoryAdapter(String name) {
        this.name = name;
    }

    private static Thread thread(Runnable loop) {
        Thread thread = new Thread(loop, "amqp-memory");
        thread.setDaemon(true);
        return thread;
    }

    /** A broker listens at the port. */
    public MemoryAdapter listen(int port, ScriptedBroker broker) {
        brokers.put(port, () -> broker);
        return this;
    }

    /** Each connection to the port finds a broker of its own. */
    public MemoryAdapter listen(int port, Supplier<ScriptedBroker> broker) {
        brokers.put(port, broker);
        return this;
    }

    /** Connecting takes for ever from now on. */
    public MemoryAdapter hesitate() {
        hesitating = true;
        return this;
    }

    /** Connecting takes no time from now on; what was begun before still does. */
    public void hesitateNoMore() {
        hesitating = false;
    }

    /** Nobody listens at the port any more. */
    public void listenNoMore(int port) {
        brokers.remove(port);
    }

    /** All that were ever connected, or tried to, in order. */
    public List<MemoryTransport> transports() {
        return transports;
    }

    public MemoryTransport transport() {
        return transports.get(transports.size() - 1);
    }

    public boolean isClosed() {
        return closed;
    }

    public boolean onIoThread() {
        return Thread.currentThread() == thread;
    }

    /** Runs on the I/O thread, then moves all octets that can be moved, and gives the result. */
    public <T> T io(Supplier<T> task) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            T result = task.get();
                            transports.forEach(MemoryTransport::pump);
                            return result;
                        },
                        loop)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** See {@link #io(Supplier)}. */
    public void io(Runnable task) {
        io(() -> {
            task.run();
            return null;
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        if (closed) {
            throw new IllegalStateException("the adapter is closed");
        }
        MemoryTransport transport = new MemoryTransport(this, endpoint, handler);
        transports.add(transport);
        Supplier<ScriptedBroker> broker = brokers.get(endpoint.port());
        if (broker == null) {
            ConnectException refused = new ConnectException("Connection refused");
            execute(() -> transport.end(TransportException.connectFailed(endpoint, refused)));
        } else if (!hesitating) {
            execute(() -> transport.connected(broker.get()));
        }
        return transport;
    }

    void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        if (closed) {
            throw new IllegalStateException("the adapter is closed");
        }
        ScheduledFuture<?> scheduled = loop.schedule(task, TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        closed = true;
        transports.forEach(MemoryTransport::close);
        loop.shutdown(); // what was given before still runs
    }
}
