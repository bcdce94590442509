// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.connection.ChannelEngine;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Couples one engine with one transport and guards it by one short lock: held while octets are encoded, decoded or
 * copied, never during I/O or a callback.
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
    private final ConnectionEngine engine;
    private final Consumer<Event> events;
    private final Consumer<Throwable> transportClosed;
    /** Only during a call of the adapter, and those never overlap; empty between them. */
    private ArrayDeque<Event> batch = new ArrayDeque<>();

    /** Null until the adapter has given it, which may be never. */
    private volatile Transport transport;

    /**
     * @param events takes each event, on a thread of the adapter
     * @param transportClosed called last, on a thread of the adapter, after all events
     */
    ConnectionDriver(EngineOptions options, Consumer<Event> events, Consumer<Throwable> transportClosed) {
        this.engine = new ConnectionEngine(options);
        this.events = events;
        this.transportClosed = transportClosed;
    }

    /**
     * Begins to connect.
     *
     * @throws IllegalStateException when the adapter is closed; no event comes then
     */
    void connect(Adapter adapter, Endpoint endpoint) {
        Transport connecting = adapter.connect(endpoint, this);
        boolean abandoned;
        lock.lock();
        try {
            if (transport == null) {
                transport = connecting;
            }
            abandoned = engine.isFinished();
        } finally {
            lock.unlock();
        }
        if (abandoned) {
            connecting.close();
        }
    }

    // ---- commands, from any thread ----

    /** Changes what the engine tells: nothing comes to be sent by it. */
    void adjust(Consumer<ConnectionEngine> change) {
        lock.lock();
        try {
            change.accept(engine);
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
     * Takes the lock for one publish when there is room for it, waiting at most {@code limit}: the outbound octets are
     * below the water mark, the broker has not blocked the connection, and the channel's window is not full. On
     * an I/O thread it never waits: that thread is the one that makes room. {@link #endPublish} must follow.
     *
     * @throws PublishBlockedException when there is no room in time; the lock is not held then
     */
    void beginPublish(ChannelEngine channel, Duration limit) {
        lock.lock();
        if (isHeldUp(channel)) {
            try {
                awaitRoom(channel, limit);
            } catch (RuntimeException | Error e) {
                lock.unlock();
                throw e;
            }
        }
    }

    /** Takes the lock for one publish, which {@link #endPublish} must follow, or gives false when there is no room now. */
    boolean tryBeginPublish(ChannelEngine channel) {
        lock.lock();
        if (isHeldUp(channel)) {
            lock.unlock();
            return false;
        }
        return true;
    }

    void endPublish() {
        lock.unlock();
        flush();
    }

    private void awaitRoom(ChannelEngine channel, Duration limit) {
        long left = transport.onIoThread() ? 0 : TimeUnit.NANOSECONDS.convert(limit);
        boolean interrupted = false;
        while (isHeldUp(channel) && !interrupted && left > 0) {
            try {
                left = (channel.isWindowFull() ? verdicts : room).awaitNanos(left);
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
            }
        }
        if (isHeldUp(channel)) {
            throw new PublishBlockedException(
                    (interrupted ? "interrupted while waiting" : "no room") + " to publish: " + why(channel));
        }
    }

    private String why(ChannelEngine channel) {
        if (engine.isBlocked()) {
            return "the broker has blocked the connection, and " + engine.outboundOctets() + " octets wait to be sent";
        }
        if (channel.isWindowFull()) {
            return channel.unsettled() + " publishes on channel " + channel.number()
                    + " await the broker's verdict, as many as its window takes";
        }
        return engine.outboundOctets() + " octets wait to be sent, since the network is slower";
    }

    /** On a channel that is not open any more nobody needs to wait: the command will fail and say why. */
    private boolean isHeldUp(ChannelEngine channel) {
        return (isFull() || channel.isWindowFull()) && channel.isOpen();
    }

    private boolean isFull() {
        return engine.isOverWaterMark() || engine.isBlocked();
    }

    /** A channel closed: who waits to publish on it need not. */
    void wakePublishers() {
        lock.lock();
        try {
            room.signalAll();
            verdicts.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void flush() {
        Transport current = transport;
        if (current != null) {
            current.flush();
        }
    }

    /** There from the moment that the connection is open. */
    Transport transport() {
        return transport;
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
            engine.readingResumed(System.nanoTime());
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
            return engine.nanosUntilTimeout(System.nanoTime());
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
        transportClosed.accept(cause);
    }

    private void enter(LongConsumer entry) {
        lock.lock();
        try {
            entry.accept(System.nanoTime());
            signalRoom();
            if (engine.hasEvents()) {
                batch = engine.exchangeEvents(batch);
            }
        } finally {
            lock.unlock();
        }
        handOut();
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
                events.accept(event);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "An event could not be passed on: {}", event.getClass().getSimpleName(), e);
            }
        }
    }
}
