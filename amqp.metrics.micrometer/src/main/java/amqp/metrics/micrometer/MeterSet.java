// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.ConnectionStatistics;
import amqp.connection.Verdict;
import amqp.metrics.micrometer.Population.Traffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The meters of all connections with the same tags, each looked up once. Any thread may use it. */
final class MeterSet {
    final Population connections = new Population();
    final Counter published;
    final Counter failedToPublish;
    final Counter acknowledgedPublished;
    final Counter notAcknowledgedPublished;
    final Counter unroutedPublished;
    final Counter unknownPublished;
    final Counter consumed;
    final Counter acknowledged;
    final Counter rejected;
    final Counter requeued;
    final Counter lost;
    final Counter blocked;
    final Timer heldUpTime;
    final Timer outageTime;
    final Timer blockedTime;
    final HandlerTimers handlers;
    /** Counts publishes whose verdict nobody waits for. */
    final Publishing untimed = new Publishing(this, null);

    private final Registration registration;
    private final Map<Verdict, Timer> confirmTimes;

    MeterSet(Registration registration, int maxQueues) {
        this.registration = registration;
        handlers = new HandlerTimers(registration, maxQueues);
        published = registration.counter(MeterName.PUBLISHED);
        failedToPublish = registration.counter(MeterName.FAILED_TO_PUBLISH);
        acknowledgedPublished = registration.counter(MeterName.ACKNOWLEDGED_PUBLISHED);
        notAcknowledgedPublished = registration.counter(MeterName.NOT_ACKNOWLEDGED_PUBLISHED);
        unroutedPublished = registration.counter(MeterName.UNROUTED_PUBLISHED);
        unknownPublished = registration.counter(MeterName.UNKNOWN_PUBLISHED);
        consumed = registration.counter(MeterName.CONSUMED);
        acknowledged = registration.counter(MeterName.ACKNOWLEDGED);
        rejected = registration.counter(MeterName.REJECTED);
        requeued = registration.counter(MeterName.REQUEUED);
        lost = registration.counter(MeterName.LOST);
        blocked = registration.counter(MeterName.BLOCKED);
        heldUpTime = registration.timer(MeterName.HELD_UP_TIME);
        outageTime = registration.timer(MeterName.OUTAGE_TIME);
        blockedTime = registration.timer(MeterName.BLOCKED_TIME);
        confirmTimes = new EnumMap<>(Verdict.class);
        for (Verdict verdict : EnumSet.complementOf(EnumSet.of(Verdict.UNKNOWN))) {
            String tag = verdict.name().toLowerCase(Locale.ROOT);
            confirmTimes.put(verdict, registration.timer(MeterName.CONFIRM_TIME, "verdict", tag));
        }
        registration.gauge(MeterName.CONNECTIONS, connections, Population::open);
        registration.gauge(MeterName.CHANNELS, connections, Population::channels);
        gauge(MeterName.OUTBOUND_BYTES, ConnectionStatistics::outboundBytes);
        gauge(MeterName.KEPT_BYTES, ConnectionStatistics::keptBytes);
        gauge(MeterName.INBOX_BYTES, ConnectionStatistics::inboxBytes);
        gauge(MeterName.UNCONFIRMED, ConnectionStatistics::unconfirmedPublishes);
        gauge(MeterName.UNACKED, ConnectionStatistics::unacknowledgedDeliveries);
        traffic(MeterName.RECEIVED_BYTES, Traffic.RECEIVED_BYTES);
        traffic(MeterName.SENT_BYTES, Traffic.SENT_BYTES);
        traffic(MeterName.RECEIVED_FRAMES, Traffic.RECEIVED_FRAMES);
        traffic(MeterName.SENT_FRAMES, Traffic.SENT_FRAMES);
    }

    private void gauge(MeterName name, ToLongFunction<ConnectionStatistics> value) {
        registration.gauge(name, connections, population -> population.now(value));
    }

    private void traffic(MeterName name, Traffic traffic) {
        registration.counter(name, connections, population -> population.total(traffic));
    }

    /** @param verdict of the broker: not {@link Verdict#UNKNOWN} */
    Timer confirmTime(Verdict verdict) {
        return Objects.requireNonNull(confirmTimes.get(verdict));
    }

    void remove() {
        registration.remove();
    }
}
