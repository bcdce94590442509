// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Accepts clients and relays each to the broker. What passes goes into the queue. */
final class Proxy implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Between two attempts to accept where the process has no file descriptor left. */
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private final ServerSocket listener;
    private final ClientTls clientTls;
    private final BrokerAddress broker;
    private final RecordQueue queue;
    private final TraceClock clock = new TraceClock();
    private final IntConsumer ended;
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();
    private final AtomicInteger done = new AtomicInteger();
    private int accepted;

    /**
     * Begins to accept.
     *
     * @param listener closed with this
     * @param ended is told, after each connection that has ended, how many have
     */
    Proxy(ServerSocket listener, ClientTls clientTls, BrokerAddress broker, RecordQueue queue, IntConsumer ended) {
        this.listener = listener;
        this.clientTls = clientTls;
        this.broker = broker;
        this.queue = queue;
        this.ended = ended;
        Worker.start("amqp-trace-accept", this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                relay(listener.accept());
            } catch (IOException failure) {
                LockSupport.parkNanos(PAUSE_NANOS); // closed, or the client is gone, or no descriptor is left
            }
        }
    }

    private void relay(Socket client) {
        accepted++;
        Relay relay = new Relay(accepted, client, clientTls, broker, queue, clock);
        relays.add(relay);
        Worker.start("amqp-trace-" + accepted, () -> {
            relay.run();
            relays.remove(relay);
            ended.accept(done.incrementAndGet());
        });
        if (listener.isClosed()) {
            relay.close();
        }
    }

    /** Ends all connections, and waits a moment until all of them have told what passed. */
    @Override
    public void close() throws IOException {
        listener.close();
        List<Relay> open = List.copyOf(relays);
        open.forEach(Relay::close);
        open.forEach(relay -> relay.awaitEnd(PATIENCE));
    }
}
