// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.reconnection.Exponential;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;

/** The settings that make a reconnection strategy together. */
final class ReconnectSettings {
    /** The kinds of strategies. */
    enum Kind {
        NONE,
        FIXED,
        EXPONENTIAL
    }

    private Kind kind = Kind.NONE;
    private Duration delay = Exponential.DEFAULT.first();
    private Duration longest = Exponential.DEFAULT.longest();
    private double jitter = Exponential.DEFAULT.jitter();
    private int attempts;
    private Duration time = Duration.ZERO;

    void kind(Kind given) {
        kind = given;
    }

    void delay(Duration first) {
        delay = first;
    }

    void longest(Duration bound) {
        longest = bound;
    }

    void jitter(int percent) {
        jitter = percent / 100.0;
    }

    /** 0 for no limit. */
    void attempts(int rounds) {
        attempts = rounds;
    }

    /** Zero for no limit. */
    void time(Duration total) {
        time = total;
    }

    /** Leaves the options as they are unless a kind was given. */
    void applyTo(ConnectionOptions.Builder options) {
        if (kind == Kind.NONE) {
            return;
        }
        ReconnectionStrategy strategy = kind == Kind.FIXED
                ? ReconnectionStrategy.fixed(delay)
                : new Exponential(delay, Exponential.DEFAULT.factor(), longest, jitter);
        if (attempts > 0) {
            strategy = strategy.atMost(attempts);
        }
        if (!time.isZero()) {
            strategy = strategy.within(time);
        }
        options.recovery(options.recovery.toBuilder().strategy(strategy).build());
    }
}
