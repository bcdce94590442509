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
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Prints messages and acknowledges those that are out. Stops after a number of them, when stdout is gone, or when told;
 * what comes after that stays unacknowledged, so that the broker takes it back when the channel closes.
 *
 * <p>Each acknowledgement lets the broker send another message. So that it sends none beyond the number, which would come
 * back as redelivered, those of the last messages are held back until the consumer is cancelled.
 */
public final class MessagePrinter implements DeliveryHandler, ConnectionListener {
    /** Longer than anyone waits, and still a number of nanoseconds. */
    static final Duration FOREVER = Duration.ofDays(36500);

    private final PrintWriter out;
    private final Function<Delivery, String> format;
    private final long most;
    private final boolean acknowledging;
    private final int prefetch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private long printed;
    private long lastNanos = System.nanoTime();
    private boolean stopped;
    private RuntimeException failure;

    /** Printed ones whose acknowledgement is held back. */
    private long heldCount;

    /** The last one printed, when its acknowledgement is held back and perhaps those of some before it; or null. */
    private Delivery held;

    /**
     * @param acknowledging whether the consumer was made with the need of acknowledgements
     * @param prefetch how many messages without acknowledgement the broker may have sent
     */
    public MessagePrinter(
            PrintWriter out, Function<Delivery, String> format, long most, boolean acknowledging, int prefetch) {
        this.out = out;
        this.format = format;
        this.most = most;
        this.acknowledging = acknowledging;
        this.prefetch = prefetch;
    }

    @Override
    public void onDelivery(Delivery delivery) {
        lock.lock();
        try {
            if (!stopped) {
                print(delivery);
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            stop(new CommandFailedException(Failures.sentence(e), e));
        } finally {
            lock.unlock();
        }
    }

    private void print(Delivery delivery) {
        out.println(format.apply(delivery));
        if (out.checkError()) { // flushes, too
            stop(new CommandFailedException("cannot write to stdout any more; the message stays in the queue"));
            return;
        }
        printed++;
        if (acknowledging) {
            acknowledge(delivery);
        }
        lastNanos = System.nanoTime();
        if (printed == most) {
            stop(null);
        } else {
            changed.signalAll();
        }
    }

    private void acknowledge(Delivery delivery) {
        if (printed > most - prefetch) {
            held = delivery;
            heldCount++;
            return;
        }
        try {
            if (delivery.isStale()) {
                printed--; // it comes again
            } else {
                delivery.ack();
            }
        } catch (ClosedException end) {
            printed--;
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

    /** Returns when it has stopped; throws what ended it otherwise. */
    public void await() throws InterruptedException {
        await(FOREVER);
    }

    /** Returns when it has stopped, or when nothing came for so long; throws what ended it otherwise. */
    void await(Duration idle) throws InterruptedException {
        lock.lock();
        try {
            long left = idle.toNanos();
            while (!stopped && left > 0) {
                changed.awaitNanos(left);
                left = idle.toNanos() - (System.nanoTime() - lastNanos);
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
