// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.client.PublishObservation;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The span of one message or several that are published together; ends with the last of them. Where there is room for none
 * of them it never ends, and so is not exported: whoever publishes tries again. By any thread.
 */
final class Sending implements PublishObservation {
    private final Instruments instruments;
    private final Headers headers;
    private final Target target;
    private final Span span;

    /** With the span. */
    private final Context context;

    /** Whether the message has a context already, which stays. */
    private final boolean given;

    private final long start = System.nanoTime();
    private final AtomicInteger left;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private volatile boolean attempted;

    /** The first one counts. */
    private record Failure(String type, String text) {}

    Sending(
            Instruments instruments,
            Headers headers,
            Target target,
            Span span,
            Context context,
            boolean given,
            int messages) {
        this.instruments = instruments;
        this.headers = headers;
        this.target = target;
        this.span = span;
        this.context = context;
        this.given = given;
        this.left = new AtomicInteger(messages);
    }

    @Override
    public Message message(Message message) {
        return given ? message : headers.with(context, message);
    }

    @Override
    public void sent(boolean awaitsVerdict) {
        if (!awaitsVerdict) {
            succeeded();
        }
    }

    @Override
    public void noRoom() {
        over();
    }

    @Override
    public void refused(RuntimeException why) {
        failed(why.getClass().getName(), String.valueOf(why.getMessage()));
    }

    @Override
    public void settled(Verdict verdict) {
        switch (verdict) {
            case NACKED -> failed("basic.nack", "the broker refused the message");
            case RETURNED -> failed("basic.return", "no queue took the message");
            default -> succeeded();
        }
    }

    @Override
    public void unknown(ClosedException why) {
        failed(why.getClass().getName(), String.valueOf(why.getMessage()));
    }

    private void succeeded() {
        instruments.sent(target, context, null);
        attempted = true;
        over();
    }

    private void failed(String type, String text) {
        instruments.sent(target, context, type);
        failure.compareAndSet(null, new Failure(type, text));
        attempted = true;
        over();
    }

    private void over() {
        if (left.decrementAndGet() != 0 || !attempted) {
            return;
        }
        Failure first = failure.get();
        instruments.ended(target, context, System.nanoTime() - start, first == null ? null : first.type);
        if (first == null) {
            span.end();
        } else {
            Spans.fail(span, first.type, first.text);
        }
    }
}
