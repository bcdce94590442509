// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.client.ConnectionListener;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.client.Stages;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Writes messages and acknowledges those that are out. Stops after a number of them, when they cannot be written any more,
 * or when told; what comes after that stays unacknowledged, so that the broker takes it back when the channel closes.
 *
 * <p>Each acknowledgement lets the broker send another message. So that it sends none beyond the number, which would come
 * back as redelivered, those of the last messages are held back until the consumer is cancelled.
 */
public final class MessagePrinter implements DeliveryHandler, ConnectionListener {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final MessageSink sink;
    private final Predicate<Delivery> filter;
    private final boolean filtering;
    private final long most;
    private final boolean acknowledging;
    private final int prefetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private long printed;
    private long left;
    private boolean stream;
    private long lastNanos = System.nanoTime();
    private boolean stopped;
    private RuntimeException failure;

    /** Printed ones whose acknowledgement is held back. */
    private long heldCount;

    /** The last one printed, when its acknowledgement is held back and perhaps those of some before it; or null. */
    private Delivery held;

    /**
     * @param acknowledging whether the consumer was made with the need of acknowledgements
     * @param prefetch how many messages without acknowledgement the broker may have sent; 0 for no bound
     */
    MessagePrinter(MessageSink sink, long most, boolean acknowledging, int prefetch) {
        this(sink, message -> true, false, most, acknowledging, prefetch);
    }

    /**
     * With a filter. Messages that do not match stay unacknowledged; so that the others are not kept waiting for them,
     * those are acknowledged at once, and the broker may send some beyond the number.
     */
    MessagePrinter(MessageSink sink, Predicate<Delivery> filter, long most, int prefetch) {
        this(sink, filter, true, most, true, prefetch);
    }

    /** For a consumer without acknowledgements: messages that do not match are gone. */
    public static MessagePrinter withoutAcks(MessageSink sink, Predicate<Delivery> filter, long most) {
        return new MessagePrinter(sink, filter, true, most, false, 0);
    }

    private MessagePrinter(
            MessageSink sink,
            Predicate<Delivery> filter,
            boolean filtering,
            long most,
            boolean acknowledging,
            int prefetch) {
        this.sink = sink;
        this.filter = filter;
        this.filtering = filtering;
        this.most = most;
        this.acknowledging = acknowledging;
        this.prefetch = prefetch;
    }

    /** Tells that what is consumed is a stream: it keeps what is acknowledged. */
    void consumesStream() {
        lock.lock();
        try {
            stream = true;
        } finally {
            lock.unlock();
        }
    }

    /** Messages that did not match, and go back to the queue. */
    long left() {
        lock.lock();
        try {
            return left;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        lock.lock();
        try {
            if (!stopped) {
                take(delivery);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            stop(new CommandFailedException(Failures.sentence(e), e));
        } finally {
            lock.unlock();
        }
    }

    private void take(Delivery delivery) {
        lastNanos = System.nanoTime();
        if (!filter.test(delivery)) {
            leave(delivery);
            return;
        }
        try {
            sink.put(delivery);
        } catch (CommandFailedException e) {
            String fate = acknowledging ? "stays in the queue" : "is lost";
            stop(new CommandFailedException(e.getMessage() + "; the message " + fate, e));
            return;
        }
        lastNanos = System.nanoTime();
        printed++;
        if (acknowledging) {
            acknowledge(delivery);
        }
        if (printed == most) {
            stop(null);
        } else {
            changed.signalAll();
        }
    }

    /** One that does not match. */
    private void leave(Delivery delivery) {
        if (stream) {
            ackNow(delivery);
        } else if (++left == prefetch) {
            stop(new CommandFailedException("the " + left + " messages that --prefetch allows at a time do not match;"
                    + " give a larger one, or none"));
        }
    }

    private void acknowledge(Delivery delivery) {
        if (!filtering && printed > most - prefetch) {
            held = delivery;
            heldCount++;
        } else if (!ackNow(delivery)) {
            printed--; // it comes again
        }
    }

    /** Returns whether it could be; the broker gives it again otherwise. */
    private static boolean ackNow(Delivery delivery) {
        try {
            if (delivery.isStale()) {
                return false;
            }
            delivery.ack();
            return true;
        } catch (ClosedException end) {
            return false;
        }
    }

    /** What could not be acknowledged comes again, and counts then. */
    @Override
    public void onInterrupted(ClosedException why) {
        lock.lock();
        try {
            if (!stopped) {
                printed -= heldCount;
                heldCount = 0;
                held = null;
                left = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onOversized(String exchange, String routingKey, long size) {
        fail(new CommandFailedException("a message of " + Long.toUnsignedString(size) + " bytes, exchange \""
                + exchange
                + "\", routing key \"" + routingKey + "\", was too large to receive; it was rejected, and without a"
                + " dead-letter exchange it is lost"));
    }

    @Override
    public void onCancel(String consumerTag) {
        fail(new CommandFailedException("the broker ended the consumer: its queue was deleted, or its node went down"));
    }

    @Override
    public void onClosed(ClosedException why) {
        fail(why);
    }

    /**
     * Returns when it has stopped, or when nothing came for so long; throws what ended it otherwise.
     *
     * @param out whether nothing can come now: that time does not count
     */
    public void await(Duration idle, BooleanSupplier out) throws InterruptedException {
        lock.lock();
        try {
            lastNanos = System.nanoTime();
            long patience = idle.toNanos();
            while (!stopped && patience > 0) {
                changed.awaitNanos(Math.min(patience, LOOK_NANOS));
                if (out.getAsBoolean()) {
                    lastNanos = System.nanoTime();
                }
                patience = idle.toNanos() - (System.nanoTime() - lastNanos);
            }
            stop(null);
            acknowledgeHeld();
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Prints no further message and acknowledges those that were; waits a moment for one that is being printed. */
    void stop() throws InterruptedException {
        if (lock.tryLock(2, TimeUnit.SECONDS)) {
            try {
                stop(null);
                acknowledgeHeld();
            } finally {
                lock.unlock();
            }
        }
    }

    private void fail(RuntimeException why) {
        lock.lock();
        try {
            stop(why);
        } finally {
            lock.unlock();
        }
    }

    /** The first time counts. */
    private void stop(RuntimeException why) {
        if (!stopped) {
            stopped = true;
            failure = why;
            changed.signalAll();
        }
    }

    /** Waits until the consumer is gone, and so not in a callback; under the lock, lest the other thread close meanwhile. */
    private void acknowledgeHeld() {
        if (held == null) {
            return;
        }
        Delivery last = held;
        held = null;
        try {
            Stages.await(last.channel().basicCancel(last.consumerTag()));
            last.ackMultiple();
        } catch (AmqpException e) {
            failure = failure == null ? e : failure;
        }
    }
}
