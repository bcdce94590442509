// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.PublishObservation;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of a publish, and times it until its verdict; without a clock, of any number of publishes. */
final class Publishing implements PublishObservation {
    private final MeterSet meters;
    private final @Nullable Clock clock;
    private final long beganNanos;

    Publishing(MeterSet meters, @Nullable Clock clock) {
        this.meters = meters;
        this.clock = clock;
        beganNanos = clock == null ? 0 : clock.monotonicTime();
    }

    @Override
    public void sent(boolean awaitsVerdict) {
        meters.published.increment();
    }

    @Override
    public void refused(RuntimeException why) {
        meters.failedToPublish.increment();
    }

    @Override
    public void settled(Verdict verdict) {
        if (clock != null) {
            meters.confirmTime(verdict).record(clock.monotonicTime() - beganNanos, TimeUnit.NANOSECONDS);
        }
        if (verdict == Verdict.NACKED) {
            meters.notAcknowledgedPublished.increment();
        } else {
            meters.acknowledgedPublished.increment(); // one that came back is acknowledged after that
        }
    }

    @Override
    public void unknown(ClosedException why) {
        meters.unknownPublished.increment();
    }
}
