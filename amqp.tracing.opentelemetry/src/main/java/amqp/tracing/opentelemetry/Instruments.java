// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The metrics of the conventions. By any thread. */
final class Instruments {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DoubleHistogram operations;
    private final DoubleHistogram processing;
    private final LongCounter sent;
    private final LongCounter consumed;

    Instruments(Meter meter) {
        operations = seconds(
                meter, Conventions.OPERATION_DURATION, "Time from a publish to its verdict, or until it was sent.");
        processing = seconds(meter, Conventions.PROCESS_DURATION, "Time that handlers took.");
        sent = messages(meter, Conventions.SENT_MESSAGES, "Messages that were to be sent to the broker.");
        consumed = messages(meter, Conventions.CONSUMED_MESSAGES, "Messages that were given to the application.");
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(Conventions.DURATION_BUCKETS)
                .build();
    }

    private static LongCounter messages(Meter meter, String name, String description) {
        return meter.counterBuilder(name)
                .setUnit("{message}")
                .setDescription(description)
                .build();
    }

    /**
     * Counts one message.
     *
     * @param error why it was not sent; null where it was
     */
    void sent(Target target, Context context, @Nullable String error) {
        sent.add(1, with(target, error), context);
    }

    /**
     * @param error why it failed; null where it did not
     */
    void ended(Target target, Context context, long nanos, @Nullable String error) {
        operations.record(nanos / NANOS, with(target, error), context);
    }

    void consumed(Target target, Context context) {
        consumed.add(1, target.measured(), context);
    }

    /**
     * @param error what the handler threw; null where it returned
     */
    void processed(Target target, Context context, long nanos, @Nullable String error) {
        processing.record(nanos / NANOS, with(target, error), context);
    }

    private static Attributes with(Target target, @Nullable String error) {
        return error == null
                ? target.measured()
                : target.measured().toBuilder()
                        .put(Conventions.ERROR_TYPE, error)
                        .build();
    }
}
