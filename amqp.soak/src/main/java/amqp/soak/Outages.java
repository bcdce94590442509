// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.ConnectionListener;
import amqp.client.RecoveryReport;
import amqp.connection.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures on one connection how long it takes from the client's noticing of a loss to the first message after it: the
 * first confirm of a publisher, the first delivery of a consumer. Any threads.
 */
final class Outages implements ConnectionListener {
    private static final long NONE = Long.MIN_VALUE;

    private final AtomicLong lostAt = new AtomicLong(NONE);
    private final List<Duration> durations = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int losses;

    @Override
    public synchronized void onLost(CloseReason reason) {
        losses++;
        lostAt.compareAndSet(NONE, System.nanoTime());
    }

    @Override
    public synchronized void onRecovered(RecoveryReport report) {
        report.missing().forEach(item -> problems.add(item.method() + ": " + item.problem()));
    }

    /** Costs one volatile read while there is no outage. */
    void message() {
        if (lostAt.get() != NONE) {
            var since = lostAt.getAndSet(NONE);
            if (since != NONE) add(Duration.ofNanos(System.nanoTime() - since));
        }
    }

    private synchronized void add(Duration duration) {
        durations.add(duration);
    }

    synchronized int losses() {
        return losses;
    }

    synchronized List<Duration> durations() {
        return List.copyOf(durations);
    }

    /** What recoveries did not bring back. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }
}
