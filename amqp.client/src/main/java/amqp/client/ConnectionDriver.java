// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.codec.ReplyCode;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Couples one engine with one transport and guards it by one short lock: held while octets are encoded, decoded or
 * copied, never during I/O or a callback. After the end of a transport there may be another one, with an engine of its
 * own; whoever waits to publish waits for that.
 *
 * <p>Commands come from any thread. Events are handed out by the adapter's calls only, in order and without the lock; what
 * a command tells waits for the call that the command's flush brings about. What the receiver of an event throws is
 * logged, so that the events behind it are handed out all the same.
 */
final class ConnectionDriver implements TransportHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition verdicts = lock.newCondition();
    private final Adapter adapter;
    private final EngineOptions options;
    private final Owner owner;

    // Guarded by the lock.
    private ConnectionEngine engine;
    private boolean tellMethods;
    private boolean tellFrames;
    private int transports;
    private final List<WriteWait> writeWaits = new ArrayList<>(0);

    /** Only during a call of the adapter, and those never overlap; empty between them. */
    private ArrayDeque<Event> batch = new ArrayDeque<>();

    /** Null until the adapter has given the first one, which may be never; the last one after its end. */
    private volatile Transport transport;

    private record WriteWait(Outbox outbox, Runnable ready) {}

    /** Hears what happens, on a thread of the adapter, one call at a time. */
    interface Owner {
        /** The transport is there; events follow. */
        void transportConnected();

        /** Something that the engine tells. */
        void receive(Event event);

        /** The transport is gone, or could not be had. The last call for this transport. */
        void transportClosed(Throwable cause);
    }

    ConnectionDriver(Adapter adapter, EngineOptions options, Owner owner) {
        this.adapter = adapter;
        this.options = options;
        this.engine = new ConnectionEngine(options);
        this.owner = owner;
    }

    /**
     * Begins to connect; not before the transport before this one is closed.
     *
     * @throws IllegalStateException when the adapter is closed; no event comes then
     */
    void connect(Endpoint endpoint) {
        int number = begin();
        Transport connecting = adapter.connect(endpoint, this);
        boolean abandoned;
        lock.lock();
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

    private int begin() {
        lock.lock();
        try {
            if (transports > 0) {
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
    int transports() {
        lock.lock();
        try {
            return transports;
        } finally {
            lock.unlock();
        }
    }

    /** The time, by the adapter's clock. */
    long now() {
        return adapter.nanoTime();
    }

    /**
     * Runs a task later on a thread of the adapter, whatever becomes of the transport meanwhile; never when the adapter
     * is closed.
     */
    Cancellable schedule(Duration delay, Runnable task) {
        try {
            return adapter.schedule(delay, task);
        } catch (IllegalStateException adapterClosed) {
            return () -> {};
        }
    }

    // ---- commands, from any thread ----

    /** Whether methods are told as they come; not at first. */
    void tellMethods(boolean on) {
        lock.lock();
        try {
            tellMethods = on;
            engine.tellMethods(on);
        } finally {
            lock.unlock();
        }
    }

    /** Whether frames are told; not at first. */
    void tellFrames(boolean on) {
        lock.lock();
        try {
            tellFrames = on;
            engine.tellFrames(on);
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the engine's state. */
    <T> T ask(Function<ConnectionEngine, T> question) {
        lock.lock();
        try {
            return question.apply(engine);
        } finally {
            lock.unlock();
        }
    }

    /** Gives commands to the engine. */
    <T> T command(Function<ConnectionEngine, T> command) {
        T result;
        lock.lock();
        try {
            result = command.apply(engine);
            signalRoom();
        } finally {
            lock.unlock();
        }
        flush();
        return result;
    }

    /**
     * Takes the lock for one publish when there is room for it, waiting at most {@code timeout}: the outbound octets are
     * below the water mark, the broker has not blocked the connection, the channel's window is not full, and the
     * connection is not away. On an I/O thread it never waits: that thread is the one that makes room.
     * {@link #endPublish} must follow.
     *
     * @throws PublishBlockedException when there is no room in time; the lock is not held then
     */
    void beginPublish(Outbox outbox, Duration timeout) {
        lock.lock();
        if (isHeldUp(outbox)) {
            try {
                awaitRoom(outbox, timeout);
            } catch (RuntimeException | Error e) {
                lock.unlock();
                throw e;
            }
        }
    }

    /** Takes the lock for one publish, which {@link #endPublish} must follow, or gives false when there is no room now. */
    boolean tryBeginPublish(Outbox outbox) {
        lock.lock();
        if (isHeldUp(outbox)) {
            lock.unlock();
            return false;
        }
        return true;
    }

    void endPublish() {
        lock.unlock();
        flush();
    }

    private void awaitRoom(Outbox outbox, Duration timeout) {
        long left = onIoThread() ? 0 : TimeUnit.NANOSECONDS.convert(timeout);
        boolean interrupted = false;
        while (isHeldUp(outbox) && !interrupted && left > 0) {
            try {
                left = (outbox.awaitsVerdicts() ? verdicts : room).awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
        if (isHeldUp(outbox)) {
            throw new PublishBlockedException(
                    (interrupted ? "interrupted while waiting" : "no room") + " to publish: " + why(outbox));
        }
    }

    private String why(Outbox outbox) {
        String own = outbox.whyHeldUp();
        if (!own.isEmpty()) {
            return own;
        }
        return engine.isBlocked()
                ? "the broker has blocked the connection, and " + engine.outboundOctets() + " bytes wait to be sent"
                : engine.outboundOctets() + " bytes wait to be sent, since the network is slower";
    }

    private boolean isHeldUp(Outbox outbox) {
        return outbox.isHeldUp(isFull());
    }

    private boolean isFull() {
        return engine.isOverWaterMark() || engine.isBlocked();
    }

    /** A channel closed or came back: who waits to publish on it need not. */
    void wakePublishers() {
        List<WriteWait> ready;
        lock.lock();
        try {
            room.signalAll();
            verdicts.signalAll();
            ready = writableNow();
        } finally {
            lock.unlock();
        }
        ready.forEach(wait -> wait.ready().run());
    }

    /** Calls back once a publish would not have to wait, or would fail: at once, or on a thread of the adapter. */
    void whenWritable(Outbox outbox, Runnable ready) {
        lock.lock();
        try {
            if (isHeldUp(outbox)) {
                writeWaits.add(new WriteWait(outbox, ready));
                return;
            }
        } finally {
            lock.unlock();
        }
        ready.run();
    }

    /** Takes out who need not wait any more. Under the lock. */
    private List<WriteWait> writableNow() {
        if (writeWaits.isEmpty()) {
            return List.of();
        }
        List<WriteWait> ready =
                writeWaits.stream().filter(wait -> !isHeldUp(wait.outbox())).toList();
        writeWaits.removeAll(ready);
        return ready;
    }

    private void flush() {
        Transport current = transport;
        if (current != null) {
            current.flush();
        }
    }

    /** There from the moment that the connection is open; the last one while another is being made. */
    Transport transport() {
        return transport;
    }

    /** Whether the calling thread is the one that does the I/O. */
    boolean onIoThread() {
        Transport current = transport;
        return current != null && current.onIoThread();
    }

    /** Closes without a handshake what is being connected. */
    void abandon() {
        command(engine -> {
            engine.close(ReplyCode.REPLY_SUCCESS, "closed by the application", now());
            return null;
        });
        closeTransport();
    }

    /** Harmless when there is no transport, or no more. */
    void closeTransport() {
        Transport current = transport;
        if (current != null) {
            current.close();
        }
    }

    void pauseReading() {
        lock.lock();
        try {
            engine.readingPaused();
        } finally {
            lock.unlock();
        }
        transport.pauseReading();
    }

    void resumeReading() {
        lock.lock();
        try {
            engine.readingResumed(adapter.nanoTime());
        } finally {
            lock.unlock();
        }
        transport.resumeReading();
    }

    // ---- from the adapter ----

    @Override
    public void connected(Transport connected) {
        enter(now -> {
            transport = connected;
            if (!engine.isFinished()) { // otherwise given up meanwhile: the events say that the transport is to close
                engine.transportConnected(now);
            }
        });
        owner.transportConnected();
    }

    @Override
    public void received(ByteBuffer source) {
        enter(now -> {
            engine.receive(source, now);
            if (lock.hasWaiters(verdicts)) {
                verdicts.signalAll();
            }
        });
    }

    @Override
    public void transmit(ByteBuffer target) {
        enter(now -> engine.transmit(target, now));
    }

    @Override
    public long nanosUntilTimeout() {
        lock.lock();
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
        enter(now -> engine.transportClosed(cause, now));
        owner.transportClosed(cause);
    }

    private void enter(LongConsumer entry) {
        List<WriteWait> ready;
        lock.lock();
        try {
            entry.accept(adapter.nanoTime());
            signalRoom();
            if (engine.hasEvents()) {
                batch = engine.exchangeEvents(batch);
            }
            ready = writableNow();
        } finally {
            lock.unlock();
        }
        handOut();
        ready.forEach(wait -> wait.ready().run());
    }

    private void signalRoom() {
        if (lock.hasWaiters(room) && !(isFull() && engine.isOpen())) {
            room.signalAll();
        }
        if (!engine.isOpen() && lock.hasWaiters(verdicts)) {
            verdicts.signalAll();
        }
    }

    private void handOut() {
        for (Event event = batch.poll(); event != null; event = batch.poll()) {
            try {
                owner.receive(event);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "An event could not be passed on: {}", event.getClass().getSimpleName(), e);
            }
        }
    }
}
