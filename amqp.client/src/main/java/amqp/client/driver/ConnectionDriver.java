// SPDX-License-Identifier: MPL-2.0
package amqp.client.driver;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.client.dispatch.ReadingGate;
import amqp.client.dispatch.Strand;
import amqp.codec.ReplyCode;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.connection.Traffic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Couples one engine with one transport and guards it by one short lock: held while octets are encoded, decoded or
 * copied, never during I/O or a callback. After the end of a transport there may be another one, with an engine of its
 * own.
 *
 * <p>Commands come from any thread. Events are handed to the {@link Owner} in order, in the connection's {@link Strand} and
 * without the lock; what a command brings about waits for the call of the adapter that the command's flush brings about. A
 * call of the adapter takes the strand once for all of its events, and not at all when there are none.
 */
public final class ConnectionDriver implements TransportHandler, ReadingGate.Reading {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);

    /** How often the lock is tried before waiting for it. With one processor nobody gives it back meanwhile. */
    private static final int TRIES = Runtime.getRuntime().availableProcessors() > 1 ? 100 : 1;

    /** Octets copied to the transport at a time, with the lock held. */
    private static final int SLICE = 8 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Strand strand =
            new Strand(this::runSoon, failure -> LOG.error("A task of a connection failed unexpectedly", failure));
    private final Adapter adapter;
    private final Owner owner;

    // Guarded by the lock.
    private ConnectionEngine engine;
    private boolean tellMethods;
    private boolean tellFrames;
    private int transports;
    private Traffic trafficBefore = Traffic.NONE;
    private final List<Wait> waits = new ArrayList<>(0);

    /** Whether there are any. Changed under the lock. */
    private volatile boolean awaited;

    private boolean inboxFull;
    private boolean stopped;

    /** Empty, for the engine to fill; of the calls of the adapter, which never overlap. */
    private ArrayDeque<Event> spare = new ArrayDeque<>();

    /** When events came last. Written by the calls of the adapter. */
    private volatile long cameAt;

    /** Null until the adapter has given the first one, which may be never; the last one after its end. */
    private volatile Transport transport;

    /** Whether there is a transport that has not told its end: after that end the strand is looked after once more. */
    private volatile boolean connected;

    /**
     * @param over asked under the lock
     */
    private record Wait(BooleanSupplier over, Runnable task) {}

    /** Told what happens, in the strand. */
    public interface Owner {
        /** The transport is there; events follow. */
        void transportConnected();

        /** An event of the engine. */
        void receive(Event event);

        /** The transport is gone, or could not be had. The last call for this transport. */
        void transportClosed(Throwable cause);
    }

    /** Creates a driver with a first engine and no transport. */
    public ConnectionDriver(Adapter adapter, EngineOptions options, Owner owner) {
        this.adapter = adapter;
        this.engine = new ConnectionEngine(options);
        this.owner = owner;
    }

    /**
     * Takes the lock. Whoever holds it gives it back sooner than a thread is parked and woken, so it is tried for some
     * microseconds first.
     */
    private void lock() {
        for (int i = 0; i < TRIES; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** The serial place of this connection. */
    public Strand strand() {
        return strand;
    }

    /** On the transport's thread where there is one; here when the adapter is closed, since nothing else happens then. */
    private void runSoon(Runnable task) {
        try {
            if (connected) {
                transport.schedule(Duration.ZERO, task);
            } else {
                adapter.schedule(Duration.ZERO, task);
            }
        } catch (IllegalStateException adapterClosed) {
            task.run();
        }
    }

    /**
     * Begins to connect; not before the transport before this one is closed.
     *
     * @param options of the engine
     * @throws IllegalStateException when the adapter is closed; no event comes then
     */
    public void connect(Endpoint endpoint, EngineOptions options) {
        assert strand.isHere();
        int number = begin(options);
        Transport connecting = adapter.connect(endpoint, this);
        boolean abandoned;
        lock();
        try {
            abandoned = transports == number && engine.isFinished();
            if (transports == number) {
                transport = connecting;
            }
        } finally {
            lock.unlock();
        }
        if (abandoned) {
            connecting.close();
        }
    }

    /** The first engine stays where it was given up before there was anything to connect. */
    private int begin(EngineOptions options) {
        lock();
        try {
            if (transports > 0 || !engine.isFinished()) {
                trafficBefore = trafficBefore.plus(engine.traffic());
                engine = new ConnectionEngine(options);
                engine.tellMethods(tellMethods);
                engine.tellFrames(tellFrames);
            }
            return ++transports;
        } finally {
            lock.unlock();
        }
    }

    /** How many transports there were so far, which tells them apart. */
    public int transports() {
        lock();
        try {
            return transports;
        } finally {
            lock.unlock();
        }
    }

    /** When events came last; costs no look at the clock. */
    public long cameAt() {
        return cameAt;
    }

    /** The time, by the adapter's clock. */
    public long now() {
        return adapter.nanoTime();
    }

    /**
     * Runs a task later on a thread of the adapter and outside the strand, whatever becomes of the transport meanwhile;
     * never when the adapter is closed.
     */
    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        try {
            return adapter.schedule(delay, task);
        } catch (IllegalStateException adapterClosed) {
            return () -> {};
        }
    }

    /** The same in the strand. */
    public Cancellable scheduleInStrand(Duration delay, Runnable task) {
        return schedule(delay, () -> strand.execute(task));
    }

    // ---- commands, from any thread ----

    /** Whether methods are told as they come; not at first. */
    public void tellMethods(boolean on) {
        lock();
        try {
            tellMethods = on;
            engine.tellMethods(on);
        } finally {
            lock.unlock();
        }
    }

    /** Whether frames are told; not at first. */
    public void tellFrames(boolean on) {
        lock();
        try {
            tellFrames = on;
            engine.tellFrames(on);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the engine's state. */
    public <T> T ask(Function<ConnectionEngine, T> question) {
        lock();
        try {
            return question.apply(engine);
        } finally {
            lock.unlock();
        }
    }

    /** Gives commands to the engine. */
    public <T> T command(Function<ConnectionEngine, T> command) {
        T result;
        boolean over;
        lock();
        try {
            result = command.apply(engine);
            over = !engine.isOpen() && !waits.isEmpty();
        } finally {
            lock.unlock();
        }
        flush();
        if (over) { // the adapter may have nothing to call for a while
            strand.execute(this::wakeWaiting);
        }
        return result;
    }

    /** Takes the lock for one publish; {@link #endPublish} must follow. Without a lambda, since this is the hot path. */
    public void beginPublish() {
        lock();
    }

    /** Releases the lock and has what was published sent. */
    public void endPublish() {
        lock.unlock();
        flush();
    }

    /** Whether what is given now would wait for the network or the broker. Under the lock. */
    public boolean isHeldUp() {
        return engine.isOverWaterMark() || engine.isBlocked();
    }

    /** What passed over all transports. Under the lock. */
    public Traffic traffic() {
        return trafficBefore.plus(engine.traffic());
    }

    /** What is given and not sent. Under the lock. */
    public long waitingBytes() {
        return engine.outboundBytes();
    }

    /** Why the broker has blocked the connection; empty when it has not. Under the lock. */
    public String whyBlocked() {
        return engine.whyBlocked(now());
    }

    /**
     * Runs a task once a condition holds: at once, or in the strand after a call of the adapter that changed something, or
     * in {@link #wakeWaiting}.
     *
     * @param condition asked under the lock; must be quick
     * @return forgets the task unless it has begun
     */
    public Cancellable whenever(BooleanSupplier condition, Runnable task) {
        Wait wait = new Wait(condition, task);
        lock();
        try {
            awaited = true; // before the condition is asked, so that whoever changes it later sees this
            if (!condition.getAsBoolean()) {
                waits.add(wait);
                return () -> forget(wait);
            }
            awaited = !waits.isEmpty();
        } finally {
            lock.unlock();
        }
        task.run();
        return () -> {};
    }

    /** Whether anybody waits for a condition. By any thread. */
    public boolean isAwaited() {
        return awaited;
    }

    private void forget(Wait wait) {
        lock();
        try {
            waits.removeIf(other -> other == wait);
            awaited = !waits.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Something changed that the engine does not know of: those whose condition holds now need not wait any more. */
    public void wakeWaiting() {
        assert strand.isHere();
        List<Wait> over;
        lock();
        try {
            over = takeOver();
        } finally {
            lock.unlock();
        }
        over.forEach(wait -> wait.task().run());
    }

    /** Takes out those whose condition holds. Under the lock. */
    private List<Wait> takeOver() {
        if (waits.isEmpty()) {
            return List.of();
        }
        List<Wait> over =
                waits.stream().filter(wait -> wait.over().getAsBoolean()).toList();
        waits.removeAll(over);
        awaited = !waits.isEmpty();
        return over;
    }

    private void flush() {
        Transport current = transport;
        if (current != null) {
            current.flush();
        }
    }

    /** Whether the calling thread is doing the connection's I/O or is in its strand: nothing may block there. */
    public boolean onIoThread() {
        Transport current = transport;
        return strand.isHere() || current != null && current.onIoThread();
    }

    /** Closes without a handshake what is being connected. */
    public void abandon() {
        command(engine -> {
            engine.close(ReplyCode.REPLY_SUCCESS, "closed by the application", now());
            return null;
        });
        closeTransport();
    }

    /** Harmless when there is no transport, or no more. */
    public void closeTransport() {
        Transport current = transport;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void pauseReading() {
        lock();
        try {
            engine.readingPaused();
            inboxFull = true;
            decideReading();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resumeReading() {
        lock();
        try {
            engine.readingResumed(adapter.nanoTime());
            inboxFull = false;
            decideReading();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has the transport read, unless the application takes no messages or the peer no answers. In the latter case silence is
     * still counted, so that a peer that is stuck ends as a dead one. Under the lock, so that the last word is the right one.
     */
    private void decideReading() {
        boolean stop = inboxFull || !engine.wantsInput();
        if (stop != stopped) {
            stopped = stop;
            if (stop) {
                transport.pauseReading();
            } else {
                transport.resumeReading();
            }
        }
    }

    // ---- from the adapter ----

    @Override
    public void connected(Transport there) {
        enter(now -> {
            transport = there;
            connected = true;
            inboxFull = false; // a new transport reads
            stopped = false;
            if (!engine.isFinished()) { // otherwise given up meanwhile: the events say that the transport is to close
                engine.transportConnected(now);
            }
        });
        strand.run(owner::transportConnected);
    }

    @Override
    public void received(ByteBuffer source) {
        enter(now -> engine.receive(source, now));
    }

    @Override
    public void transmit(ByteBuffer target) {
        int end = target.limit();
        do {
            target.limit(Math.min(end, target.position() + SLICE));
            enter(now -> engine.transmit(target, now));
        } while (!target.hasRemaining() && target.limit() < end);
        target.limit(end);
    }

    @Override
    public long nanosUntilTimeout() {
        lock();
        try {
            return engine.nanosUntilTimeout(adapter.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void timeout() {
        enter(engine::handleTimeout);
    }

    @Override
    public void closed(Throwable cause) {
        connected = false;
        enter(now -> engine.transportClosed(cause, now));
        strand.run(() -> owner.transportClosed(cause));
    }

    private void enter(LongConsumer entry) {
        ArrayDeque<Event> events = null;
        List<Wait> over;
        long now;
        lock();
        try {
            now = adapter.nanoTime();
            entry.accept(now);
            decideReading();
            if (engine.hasEvents()) {
                events = engine.exchangeEvents(spare);
            }
            over = takeOver();
        } finally {
            lock.unlock();
        }
        if (events != null) {
            cameAt = now;
            handOut(events);
        }
        if (!over.isEmpty()) {
            strand.run(() -> over.forEach(wait -> wait.task().run()));
        }
    }

    private void handOut(ArrayDeque<Event> events) {
        boolean empty = strand.run(() -> {
            for (Event event = events.poll(); event != null; event = events.poll()) {
                handOut(event);
            }
        });
        spare = empty ? events : new ArrayDeque<>();
    }

    /** What the receiver throws is logged, so that the events behind it are handed out all the same. */
    private void handOut(Event event) {
        try {
            owner.receive(event);
        } catch (Throwable e) {
            LOG.error("An event could not be passed on: {}", event.getClass().getSimpleName(), e);
        }
    }
}
