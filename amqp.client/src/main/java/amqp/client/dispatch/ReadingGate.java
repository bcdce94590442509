// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import amqp.adapter.spi.Cancellable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Stops the reading of a connection while its inbox is full. Replies and verdicts come by the same way as messages, and
 * a consumer may be waiting for one of them before it takes its next message. So, while anything is awaited from the
 * broker, a little more is let in from time to time, up to a firm bound; beyond it, whoever waits runs into its timeout.
 */
public final class ReadingGate {
    /** A bound is exceeded fourfold, or by this many bytes where that is more: systems keep so much on a connection. */
    public static final long OVERDRAFT = 16 << 20;

    /** Between two times of letting in. */
    public static final Duration PAUSE = Duration.ofMillis(100);

    private final Reading reading;
    private final BooleanSupplier awaiting;
    private final Inbox inbox;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean closed;

    /** What is stopped, and who keeps the time meanwhile. */
    public interface Reading {
        /** Stops reading; waits for nothing. */
        void pauseReading();

        /** Goes on reading; waits for nothing. */
        void resumeReading();

        /** Runs a task later, on any thread. */
        Cancellable schedule(Duration delay, Runnable task);
    }

    /**
     * Creates one that is open.
     *
     * @param bound bytes that may wait in the inbox before reading stops
     * @param awaiting whether anything is awaited from the broker; asked by scheduled tasks
     */
    public ReadingGate(long bound, Reading reading, BooleanSupplier awaiting) {
        this.reading = reading;
        this.awaiting = awaiting;
        long overdraft = Math.max(OVERDRAFT, bound > Long.MAX_VALUE / 8 ? 0 : 3 * bound);
        this.inbox = new Inbox(bound, bound + overdraft, this::stop, reading::resumeReading);
    }

    /** What is counted against the bound. */
    public Inbox inbox() {
        return inbox;
    }

    private void stop() {
        reading.pauseReading();
        startTicking();
    }

    private void startTicking() {
        if (ticking.compareAndSet(false, true)) {
            tickLater();
        }
    }

    /** There is going to be another transport, which reads. */
    public void renewed() {
        inbox.renewed();
    }

    /** The connection is closed. */
    public void close() {
        closed = true;
    }

    private void tickLater() {
        reading.schedule(PAUSE, this::tick);
    }

    private void tick() {
        if (closed) {
            return;
        }
        if (inbox.isPaused()) {
            if (awaiting.getAsBoolean()) {
                inbox.letIn();
            }
            tickLater();
        } else {
            ticking.set(false);
            if (inbox.isPaused()) {
                startTicking();
            }
        }
    }
}
