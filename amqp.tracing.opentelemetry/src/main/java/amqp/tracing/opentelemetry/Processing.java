// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.client.DeliveryObservation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** The span of a handler, which is current while it runs. By the handler's thread. */
final class Processing implements DeliveryObservation {
    private final Instruments instruments;
    private final Target target;
    private final Span span;
    private final Context context;
    private final Scope scope;
    private final long start = System.nanoTime();

    Processing(Instruments instruments, Target target, Span span, Context context) {
        this.instruments = instruments;
        this.target = target;
        this.span = span;
        this.context = context;
        this.scope = context.makeCurrent();
    }

    @Override
    public void handled(@Nullable Throwable thrown) {
        scope.close();
        String error = thrown == null ? null : thrown.getClass().getName();
        instruments.processed(target, context, System.nanoTime() - start, error);
        if (thrown == null || error == null) {
            span.end();
        } else {
            span.recordException(thrown);
            Spans.fail(span, error, String.valueOf(thrown.getMessage()));
        }
    }
}
