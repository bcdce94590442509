// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import amqp.adapter.tck.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A broker on a free port of 127.0.0.1 that behaves until it is {@linkplain #arm armed} with a misbehaviour; then the
 * first connection that comes to the right moment gets it. Every method may be called by any thread.
 */
public final class HostileBroker implements AutoCloseable {
    /** What an echo that has not left yet counts as. */
    public static final long NOT_YET = -1;

    private static final int BACKLOG = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final ServerSocket listener;
    private final TestCertificates certificates;
    private final LongSupplier turns;
    private final List<HostileSession> sessions = new ArrayList<>();

    // Guarded by the lock.
    private Misbehaviour last;
    private Misbehaviour armed;

    /** Those that there were when it was armed, which may still be about to reach the moment. */
    private Set<HostileSession> spared = Set.of();

    private HostileSession attacked;
    private CountDownLatch attackOver = new CountDownLatch(0);

    private volatile long echoTurn = NOT_YET;

    private HostileBroker(TestCertificates certificates, LongSupplier turns) throws IOException {
        this.certificates = certificates;
        this.turns = turns;
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    }

    /** @param turns read when an echo has left, see {@link #echoTurn} */
    public static HostileBroker start(TestCertificates certificates, LongSupplier turns) {
        try {
            var broker = new HostileBroker(certificates, turns);
            start("acceptor", broker::acceptUntilClosed);
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, "hostile-broker-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** One of the connections to come gets this, and speaks TLS, as all do from now on, if it is about that. */
    public void arm(Misbehaviour misbehaviour) {
        lock.lock();
        try {
            last = misbehaviour;
            armed = misbehaviour;
            spared = Set.copyOf(sessions);
            attacked = null;
            attackOver = new CountDownLatch(1);
        } finally {
            lock.unlock();
        }
    }

    /** Behaves from now on, in the way (TLS, heartbeats) that a client of this misbehaviour expects. */
    public void expect(Misbehaviour misbehaviour) {
        lock.lock();
        try {
            last = misbehaviour;
            armed = null;
            spared = Set.of();
            attacked = null;
        } finally {
            lock.unlock();
        }
    }

    /** The connection that got it; null as long as none has. */
    public HostileSession attacked() {
        lock.lock();
        try {
            return attacked;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all has been sent that belongs to the misbehaviour, within a time that nothing takes. */
    public boolean awaitAttackOver(long seconds) {
        CountDownLatch latch;
        lock.lock();
        try {
            latch = attackOver;
        } finally {
            lock.unlock();
        }
        try {
            return latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Cuts all connections. */
    public void cutAll() {
        for (var session : sessions()) session.end();
    }

    /** How many connections there are. */
    public int open() {
        return sessions().size();
    }

    private List<HostileSession> sessions() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The turn, by the count given to {@link #start}, when the last echo had left for the client: a message to the queue
     * of a consumer. {@link #NOT_YET} where it is not known.
     */
    public long echoTurn() {
        return echoTurn;
    }

    /** An echo is about to be asked for. */
    public void forgetEcho() {
        echoTurn = NOT_YET;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutAll();
    }

    // ---- for the sessions ----

    TestCertificates certificates() {
        return certificates;
    }

    Map<String, Object> serverProperties() {
        return Map.of("product", "hostile", "capabilities", Map.of("publisher_confirms", true));
    }

    void echoed() {
        echoTurn = turns.getAsLong();
    }

    boolean speaksTls() {
        var present = last();
        return present != null && present.tls();
    }

    int heartbeatSeconds() {
        var present = last();
        return present != null && present.limit() == Limit.HEARTBEAT ? 1 : 0;
    }

    /** Whether the present misbehaviour is about publishes, so that they are not confirmed. */
    boolean withholdsConfirms() {
        lock.lock();
        try {
            return armed != null && armed.moment() == Moment.PUBLISHED;
        } finally {
            lock.unlock();
        }
    }

    int publishesAwaited() {
        return last().publishes();
    }

    private Misbehaviour last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the attack takes the place of what would be done now. */
    boolean strikes(Moment moment, HostileSession session) {
        Misbehaviour now;
        CountDownLatch over;
        lock.lock();
        try {
            if (armed == null || armed.moment() != moment || spared.contains(session)) return false;
            now = armed;
            armed = null;
            spared = Set.of();
            attacked = session;
            over = attackOver;
        } finally {
            lock.unlock();
        }
        if (moment == Moment.ACCEPTED) attack(now, session, over);
        else session.begin(() -> attack(now, session, over));
        return true;
    }

    private static void attack(Misbehaviour misbehaviour, HostileSession session, CountDownLatch over) {
        try {
            misbehaviour.attack().play(session);
        } catch (IOException e) {
            // The client has left.
        } catch (RuntimeException | Error e) {
            session.fault("The attack itself failed: " + e);
        } finally {
            over.countDown();
        }
    }

    private void acceptUntilClosed() {
        while (!listener.isClosed()) {
            try {
                var session = new HostileSession(this, listener.accept());
                lock.lock();
                try {
                    sessions.add(session);
                } finally {
                    lock.unlock();
                }
                start("session", () -> serve(session));
            } catch (IOException e) {
                // Closed, or the client has left again.
            }
        }
    }

    private void serve(HostileSession session) {
        try {
            session.run();
        } finally {
            lock.lock();
            try {
                sessions.remove(session);
            } finally {
                lock.unlock();
            }
        }
    }
}
