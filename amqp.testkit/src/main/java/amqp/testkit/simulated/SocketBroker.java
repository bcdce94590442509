// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import amqp.testkit.scripted.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A {@link SimulatedBroker} behind sockets of 127.0.0.1, for clients with real I/O threads. One lock guards the broker;
 * each connection has a thread that reads and one that writes. Every method may be called by any thread at any time.
 */
public final class SocketBroker implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final int RESET = 0;

    private final ReentrantLock lock = new ReentrantLock();
    private final RandomGenerator random;
    private final SimulatedBroker broker;
    private final ServerSocket listener;
    private final List<SocketSession> sessions = new ArrayList<>();

    // Guarded by the lock.
    private long delayNanos;
    private boolean withholding;
    private boolean turningAway;
    private boolean closed;

    private SocketBroker(long seed, BrokerSettings settings) throws IOException {
        random = new SplittableRandom(seed);
        broker = new SimulatedBroker(random, settings, Sabotage.NONE);
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    }

    /**
     * Listens on a free port.
     *
     * @param seed of what the broker leaves to chance: how it groups confirms, which publishes it refuses, delays
     */
    public static SocketBroker start(long seed, BrokerSettings settings) {
        try {
            var broker = new SocketBroker(seed, settings);
            newThread("acceptor", broker::acceptUntilClosed).start();
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Thread newThread(String name, Runnable task) {
        var thread = new Thread(task, "socket-broker-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** Where clients connect. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Asks or changes the broker's state, with no client's octets in between. */
    public <T> T ask(Function<SimulatedBroker, T> question) {
        lock.lock();
        try {
            return question.apply(broker);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Cuts all connections, half of them by a reset and half by the end of the stream. The broker knows of it at once,
     * each client when its socket tells it.
     *
     * @return how many were cut
     */
    public int cut() {
        lock.lock();
        try {
            var cut = List.copyOf(sessions);
            cut.forEach(session -> session.end(random.nextBoolean()));
            return cut.size();
        } finally {
            lock.unlock();
        }
    }

    /** What is sent waits up to that long at random, from now on; zero for not at all, as in the beginning. */
    public void delay(Duration longest) {
        change(() -> delayNanos = longest.toNanos());
    }

    /** While on, publishes in confirm mode get no verdicts. */
    public void withholdVerdicts(boolean on) {
        change(() -> withholding = on);
    }

    /** While on, connections are reset as soon as they are made. */
    public void turnAway(boolean on) {
        change(() -> turningAway = on);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            sessions.forEach(SocketSession::wake);
        } finally {
            lock.unlock();
        }
    }

    /** Cuts all connections and listens no more. */
    @Override
    public void close() {
        change(() -> closed = true);
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptUntilClosed() {
        while (true) {
            try {
                accept(listener.accept());
            } catch (IOException e) {
                if (listener.isClosed()) return;
            }
        }
    }

    private void accept(Socket socket) throws IOException {
        lock.lock();
        try {
            if (turningAway || closed) {
                socket.setSoLinger(true, RESET);
                socket.close();
            } else {
                socket.setTcpNoDelay(true);
                sessions.add(new SocketSession(this, socket));
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- for sessions ----

    ReentrantLock lock() {
        return lock;
    }

    /** Under the lock. */
    SimulatedBroker broker() {
        return broker;
    }

    /** Under the lock. */
    boolean isWithholding() {
        return withholding;
    }

    /** How long the next octets wait. Under the lock. */
    long nextDelayNanos() {
        return delayNanos == 0 ? 0 : random.nextLong(delayNanos + 1);
    }

    /** Under the lock. */
    void ended(SocketSession session) {
        sessions.remove(session);
    }
}
