// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.client.ClosedException;
import amqp.client.Consumer;
import amqp.client.Delivery;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Prints messages and acknowledges each one that is out. Stops after a number of them, when stdout is gone, or when told;
 * what comes after that stays unacknowledged, so that the broker takes it back when the channel closes.
 */
final class MessagePrinter implements Consumer {
    private final PrintWriter out;
    private final Function<Delivery, String> format;
    private final long most;
    private final boolean acknowledging;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private long printed;
    private long lastNanos = System.nanoTime();
    private boolean stopped;
    private RuntimeException failure;

    /** @param acknowledging whether the consumer was made with the need of acknowledgements */
    MessagePrinter(PrintWriter out, Function<Delivery, String> format, long most, boolean acknowledging) {
        this.out = out;
        this.format = format;
        this.most = most;
        this.acknowledging = acknowledging;
    }

    @Override
    public void onDelivery(Delivery delivery) {
        lock.lock();
        try {
            if (!stopped) {
                print(delivery);
            }
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
        if (acknowledging) {
            delivery.ack();
        }
        lastNanos = System.nanoTime();
        if (++printed == most) {
            stop(null);
        } else {
            changed.signalAll();
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        fail(new CommandFailedException("the broker ended the consumer: its queue was deleted, or its node went down"));
    }

    @Override
    public void onClosed(ClosedException why) {
        fail(why);
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
            stopped = true;
            if (failure != null) {
                throw failure;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Prints no further message; waits a moment for one that is being printed. */
    void stop() throws InterruptedException {
        if (lock.tryLock(2, TimeUnit.SECONDS)) {
            try {
                stop(null);
            } finally {
                lock.unlock();
            }
        }
    }

    private void fail(RuntimeException why) {
        lock.lock();
        try {
            if (!stopped) {
                stop(why);
            }
        } finally {
            lock.unlock();
        }
    }

    private void stop(RuntimeException why) {
        stopped = true;
        failure = why;
        changed.signalAll();
    }
}
