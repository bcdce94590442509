// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.connection.ConfirmCounts;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** Waits for the verdicts of all publishes of a channel until a time limit; what comes first counts. */
final class ConfirmWait {
    private final Executor lane;
    private final Duration limit;
    private final ReplyCallback<? super ConfirmCounts> callback;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Cancellable timer;

    /**
     * @param lane where the callback is called
     */
    ConfirmWait(ConnectionDriver driver, Executor lane, Duration limit, ReplyCallback<? super ConfirmCounts> callback) {
        this.lane = lane;
        this.limit = limit;
        this.callback = callback;
        this.timer = driver.transport().schedule(limit, this::timedOut);
    }

    void settled(ConfirmCounts counts) {
        if (end()) {
            lane.execute(() -> callback.completed(counts, null));
        }
    }

    void failed(AmqpException failure) {
        if (end()) {
            lane.execute(() -> callback.completed(null, failure));
        }
    }

    /** It is over without the callback. */
    void abandon() {
        end();
    }

    private void timedOut() {
        failed(new CallTimeoutException("the wait for confirms", limit));
    }

    private boolean end() {
        boolean first = over.compareAndSet(false, true);
        if (first && timer != null) {
            timer.cancel();
        }
        return first;
    }
}
