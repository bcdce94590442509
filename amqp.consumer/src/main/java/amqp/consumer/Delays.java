// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delays of one row of failures, from the first one on. For one thread at a time. */
final class Delays {
    private static final Logger LOG = LoggerFactory.getLogger(Delays.class);

    private final ReconnectionStrategy strategy;
    private int failures;
    private long firstNanos;

    Delays(ReconnectionStrategy strategy) {
        this.strategy = strategy;
    }

    /** How often it has failed. */
    int failures() {
        return failures;
    }

    /** After one more failure; null when there is no other attempt. */
    @Nullable
    Duration next() {
        long now = System.nanoTime();
        if (failures++ == 0) {
            firstNanos = now;
        }
        Duration elapsed = Duration.ofNanos(now - firstNanos);
        Attempt attempt;
        try {
            attempt = strategy.next(failures, elapsed, ThreadLocalRandom.current());
        } catch (RuntimeException e) {
            LOG.warn("The retry strategy threw, so that the default one decides: {}", strategy, e);
            attempt = null;
        }
        if (attempt == null) {
            attempt = ReconnectionStrategy.exponential().next(failures, elapsed, ThreadLocalRandom.current());
        }
        return attempt instanceof Attempt.After after ? after.delay() : null;
    }
}
