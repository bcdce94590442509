// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

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

    private ReconnectSettings() {}

    /** Delays and bounds without a kind are those of the exponential one, but switch nothing on that is off. */
    static Optional<ReconnectionStrategy> of(ParsedSettings given, boolean on) {
        Optional<Kind> kind = given.get(Setting.RECONNECT);
        boolean tuned = on
                && given.hasAny(
                        Setting.RECONNECT_DELAY,
                        Setting.RECONNECT_MAX_DELAY,
                        Setting.RECONNECT_JITTER,
                        Setting.RECONNECT_ATTEMPTS,
                        Setting.RECONNECT_TIME);
        return kind.isPresent() || tuned
                ? Optional.of(strategy(given, kind.orElse(Kind.EXPONENTIAL)))
                : Optional.empty();
    }

    private static ReconnectionStrategy strategy(ParsedSettings given, Kind kind) {
        return switch (kind) {
            case NONE -> ReconnectionStrategy.none();
            case FIXED -> bounded(given, ReconnectionStrategy.fixed(delay(given)));
            case EXPONENTIAL -> bounded(given, exponential(given));
        };
    }

    private static Duration delay(ParsedSettings given) {
        return given.get(Setting.RECONNECT_DELAY).orElse(Exponential.DEFAULT.first());
    }

    private static ReconnectionStrategy exponential(ParsedSettings given) {
        Duration first = delay(given);
        Duration longest = Exponential.DEFAULT.longest();
        return Exponential.builder()
                .first(first)
                .longest(given.get(Setting.RECONNECT_MAX_DELAY).orElse(first.compareTo(longest) > 0 ? first : longest))
                .jitter(given.get(Setting.RECONNECT_JITTER)
                        .map(percent -> percent / 100.0)
                        .orElse(Exponential.DEFAULT.jitter()))
                .build();
    }

    private static ReconnectionStrategy bounded(ParsedSettings given, ReconnectionStrategy endless) {
        ReconnectionStrategy strategy = endless;
        int attempts = given.get(Setting.RECONNECT_ATTEMPTS).orElse(0);
        if (attempts > 0) {
            strategy = strategy.atMost(attempts);
        }
        Duration time = given.get(Setting.RECONNECT_TIME).orElse(Duration.ZERO);
        return time.isZero() ? strategy : strategy.within(time);
    }
}
