// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.WireException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Begins spans and says what they are about. By any thread. */
final class Spans {
    private final Tracer tracer;
    private final Set<TracedOperation> operations;
    private final boolean bodySize;
    private final Set<String> headers;

    /**
     * @param operations of which there are spans
     * @param bodySize whether spans tell the size of bodies
     * @param headers which headers they tell
     */
    Spans(Tracer tracer, Set<TracedOperation> operations, boolean bodySize, Set<String> headers) {
        this.tracer = tracer;
        this.operations = operations;
        this.bodySize = bodySize;
        this.headers = headers;
    }

    boolean has(TracedOperation operation) {
        return operations.contains(operation);
    }

    /**
     * Begins a span; an invalid one where there are none of this operation.
     *
     * @param link the span that made the message; invalid where there is none
     */
    Span begin(TracedOperation operation, Target target, SpanKind kind, Context parent, SpanContext link) {
        if (!has(operation)) {
            return Span.getInvalid();
        }
        SpanBuilder builder = tracer.spanBuilder(target.spanName())
                .setSpanKind(kind)
                .setParent(parent)
                .setAllAttributes(target.attributes());
        if (link.isValid()) {
            builder.addLink(link);
        }
        return builder.startSpan();
    }

    /** Returns the context with a span that was begun in it. */
    static Context with(Context context, Span span) {
        return span.getSpanContext().isValid() ? context.with(span) : context;
    }

    /** Says which message it is. */
    void describe(Span span, BasicProperties properties, int size) {
        if (!span.isRecording()) {
            return;
        }
        if (bodySize) {
            span.setAttribute(Conventions.BODY_SIZE, (long) size);
        }
        try {
            set(span, Conventions.MESSAGE_ID, properties.messageId());
            set(span, Conventions.CONVERSATION_ID, properties.correlationId());
        } catch (WireException malformed) {
            return; // and so are the headers
        }
        FieldTable table = Headers.of(properties);
        for (String header : headers) {
            String value = Headers.text(table, header);
            if (value != null) {
                span.setAttribute(Conventions.header(header), List.of(value));
            }
        }
    }

    private static void set(Span span, AttributeKey<String> key, @Nullable String value) {
        if (value != null) {
            span.setAttribute(key, value);
        }
    }

    /** Ends a span that failed. */
    static void fail(Span span, String type, String text) {
        span.setAttribute(Conventions.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR, text);
        span.end();
    }
}
