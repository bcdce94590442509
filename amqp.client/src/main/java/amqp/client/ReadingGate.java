// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Stops the reading of a connection while its inbox is full. Replies and verdicts come by the same way as messages, and
 * a consumer may be waiting for one of them before it takes its next message. So, while anything is awaited from the
 * broker, a little more is let in from time to time, up to a firm bound; beyond it, whoever waits runs into the limit of
 * his call.
 */
final class ReadingGate {
    /** Between two times of letting in. */
    static final Duration PAUSE = Duration.ofMillis(100);

    private final ConnectionDriver driver;
    private final BooleanSupplier awaiting;
    private final Inbox inbox;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param awaiting whether anything is awaited from the broker; asked on a thread of the adapter
     */
    ReadingGate(long bound, ConnectionDriver driver, BooleanSupplier awaiting) {
        this.driver = driver;
        this.awaiting = awaiting;
        this.inbox = new Inbox(bound, this::stop, driver::resumeReading);
    }

    Inbox inbox() {
        return inbox;
    }

    private void stop() {
        driver.pauseReading();
        startTicking();
    }

    private void startTicking() {
        if (ticking.compareAndSet(false, true)) {
            tickLater();
        }
    }

    /** There is another transport, which reads: what it brings is let in as far as the firm bound allows. */
    void renewed() {
        inbox.letIn();
    }

    /** The connection is closed. */
    void close() {
        closed = true;
    }

    private void tickLater() {
        driver.schedule(PAUSE, this::tick);
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
