// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.client.driver.ConnectionDriver;
import amqp.codec.AmqpException;
import amqp.connection.ConfirmCounts;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Waits for the verdicts of all publishes of a channel until a timeout; what comes first counts. */
final class ConfirmWait {
    private final Outbox outbox;
    private final Executor executor;
    private final Duration timeout;
    private final ReplyCallback<? super ConfirmCounts> callback;
    private final AtomicBoolean over = new AtomicBoolean();
    private final @Nullable Cancellable timer;

    /** Verdicts from before a loss of the connection. */
    private ConfirmCounts before = ConfirmCounts.NONE;

    private long lastNumber;

    /**
     * @param executor where the callback is called
     */
    ConfirmWait(
            ConnectionDriver driver,
            Outbox outbox,
            Executor executor,
            Duration timeout,
            ReplyCallback<? super ConfirmCounts> callback) {
        this.outbox = outbox;
        this.executor = executor;
        this.timeout = timeout;
        this.callback = callback;
        this.timer = driver.schedule(timeout, this::timedOut); // may fire before this has returned
    }

    /** The engine says that all have their verdict, or that it has ended. */
    void settled(ConfirmCounts counts) {
        outbox.settled(this, counts);
    }

    /** All have their final verdict. */
    void completed(ConfirmCounts counts) {
        if (end()) {
            ConfirmCounts all = before.plus(counts);
            executor.execute(() -> callback.completed(all, null));
        }
    }

    void failed(AmqpException failure) {
        if (end()) {
            executor.execute(() -> callback.completed(null, failure));
        }
    }

    /** It is over without the callback. */
    void abandon() {
        end();
    }

    /** These have their verdict; the others will be published again. */
    void count(ConfirmCounts counts) {
        before = before.plus(counts);
    }

    /** It waits for the kept publishes up to this number. */
    void after(long number) {
        if (lastNumber == 0) {
            lastNumber = number;
        }
    }

    long lastNumber() {
        return lastNumber;
    }

    private void timedOut() {
        failed(new CallTimeoutException("the wait for confirms", timeout, outbox.whyNotAnswered()));
    }

    private boolean end() {
        boolean first = over.compareAndSet(false, true);
        if (first && timer != null) {
            timer.cancel();
        }
        return first;
    }
}
