// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.reconnection.Exponential;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.Optional;

/** The settings that make a reconnection strategy together. */
final class ReconnectSettings {
    /** The kinds of strategies. */
    enum Kind {
        NONE,
        FIXED,
        EXPONENTIAL
    }

    private Optional<Kind> kind = Optional.empty();
    private boolean used;
    private Duration delay = Exponential.DEFAULT.first();
    private Duration longest = Exponential.DEFAULT.longest();
    private double jitter = Exponential.DEFAULT.jitter();
    private int attempts;
    private Duration time = Duration.ZERO;

    void kind(Kind given) {
        kind = Optional.of(given);
    }

    void delay(Duration first) {
        delay = first;
        used = true;
    }

    void longest(Duration bound) {
        longest = bound;
        used = true;
    }

    void jitter(int percent) {
        jitter = percent / 100.0;
        used = true;
    }

    /** 0 for no limit. */
    void attempts(int rounds) {
        attempts = rounds;
        used = true;
    }

    /** Zero for no limit. */
    void time(Duration total) {
        time = total;
        used = true;
    }

    /**
     * Leaves the options as they are when nothing was given. Numbers without a kind are those of the exponential one, but
     * switch nothing on that is off.
     */
    void applyTo(ConnectionOptions.Builder options) {
        if (kind.isPresent() || used && options.recovery.isOn()) {
            options.recovery(options.recovery.toBuilder()
                    .strategy(strategy(kind.orElse(Kind.EXPONENTIAL)))
                    .build());
        }
    }

    private ReconnectionStrategy strategy(Kind chosen) {
        if (chosen == Kind.NONE) {
            return ReconnectionStrategy.none();
        }
        ReconnectionStrategy strategy = chosen == Kind.FIXED
                ? ReconnectionStrategy.fixed(delay)
                : new Exponential(delay, Exponential.DEFAULT.factor(), longest, jitter);
        if (attempts > 0) {
            strategy = strategy.atMost(attempts);
        }
        if (!time.isZero()) {
            strategy = strategy.within(time);
        }
        return strategy;
    }
}
