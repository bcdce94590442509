// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.client.PublishObservation;
import amqp.codec.Message;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes OpenTelemetry spans and metrics of what connections do, and carries trace context in message headers. Set it as
 * the observer of any number of connections:
 *
 * <pre>{@code
 * ConnectionOptions options = ConnectionOptions.builder()
 *         .observer(OpenTelemetryObserver.of(openTelemetry))
 *         .build();
 * }</pre>
 *
 * <p>Each publish is a span of kind PRODUCER, a child of the span that is current where the message is published. It ends
 * with the verdict, or when the message was sent where the channel is not in confirm mode. A message that is refused,
 * returned or whose verdict is lost makes it an error. The context is added to a copy of the headers. A message that has
 * a context in its headers already keeps it: the span links to it then, and is of kind CLIENT. In a handler the context of
 * the message that it handles is no such one, so that it may be sent on.
 *
 * <p>Each call of a consumer's handler is a span of kind CONSUMER that is current while the handler runs. It links to the
 * span that sent the message, and is its child unless another span is current there or {@link
 * Builder#producerAsParent} says otherwise.
 *
 * <p>Durations are in seconds. Metrics have no exchange, routing key or queue of their own, but a destination with few
 * values: the exchange that is published to (for the default one, the queue), or the queue that is consumed from.
 *
 * <p>Thread-safe. Nothing needs to be closed.
 */
public final class OpenTelemetryObserver implements ClientObserver {
    private static final String SCOPE = "amqp.tracing.opentelemetry";

    /** The message whose handler runs. */
    private static final ContextKey<Handled> HANDLED = ContextKey.named("amqp.tracing.opentelemetry.handled");

    /** The span that sent the message whose handler runs. */
    private static final ContextKey<SpanContext> SENDER = ContextKey.named("amqp.tracing.opentelemetry.sender");

    private final Spans spans;
    private final Headers headers;
    private final Instruments instruments;
    private final Targets targets;
    private final boolean producerAsParent;
    private final boolean batchSpans;

    private record Handled(Delivery delivery, String queue) {}

    private OpenTelemetryObserver(Builder builder) {
        MeterProvider meters = builder.metrics ? builder.openTelemetry.getMeterProvider() : MeterProvider.noop();
        spans = new Spans(
                builder.openTelemetry.getTracer(SCOPE), builder.operations, builder.bodySize, builder.capturedHeaders);
        headers = new Headers(builder.openTelemetry.getPropagators().getTextMapPropagator());
        instruments = new Instruments(meters.get(SCOPE));
        targets = new Targets(builder.destinationTemplate);
        producerAsParent = builder.producerAsParent;
        batchSpans = builder.batchSpans;
    }

    /**
     * Returns an observer with the defaults of the builder.
     *
     * @param openTelemetry gives the tracer, the meter and the propagators
     */
    public static OpenTelemetryObserver of(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /**
     * Returns a builder of an observer.
     *
     * @param openTelemetry gives the tracer, the meter and the propagators
     */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    // ---- publishing ----

    @Override
    public PublishObservation publishing(Channel channel, String exchange, String routingKey, Message message) {
        Target target = target(Operation.SEND, channel, exchange, routingKey, "");
        SpanContext given = given(message);
        Span span = begin(target, given);
        spans.describe(span, message.properties(), message.bodySize());
        return sending(target, span, given, 1);
    }

    @Override
    public List<@Nullable PublishObservation> publishingAll(
            Channel channel, String exchange, String routingKey, List<Message> messages) {
        if (!batchSpans || messages.size() < 2) {
            return ClientObserver.super.publishingAll(channel, exchange, routingKey, messages);
        }
        Target target = target(Operation.SEND, channel, exchange, routingKey, "");
        Span span = begin(target, SpanContext.getInvalid());
        span.setAttribute(Conventions.BATCH_COUNT, (long) messages.size());
        return Collections.nCopies(messages.size(), sending(target, span, SpanContext.getInvalid(), messages.size()));
    }

    /**
     * Returns the context that the application has given a message, an invalid one where it has not. That of the message
     * whose handler runs came along with a copy of its headers: a message made of it has a sender of its own.
     */
    private SpanContext given(Message message) {
        SpanContext found = headers.given(message.properties());
        return found.isValid() && found.equals(Context.current().get(SENDER)) ? SpanContext.getInvalid() : found;
    }

    private Span begin(Target target, SpanContext given) {
        SpanKind kind = given.isValid() ? SpanKind.CLIENT : SpanKind.PRODUCER;
        return spans.begin(TracedOperation.SEND, target, kind, Context.current(), given);
    }

    private Sending sending(Target target, Span span, SpanContext given, int messages) {
        Context context = Spans.with(Context.current(), span);
        return new Sending(instruments, headers, target, span, context, given.isValid(), messages);
    }

    // ---- consuming ----

    @Override
    public DeliveryObservation handling(Delivery delivery, String queue) {
        Target target = target(Operation.PROCESS, delivery, queue);
        Context here = Context.current();
        Context carried = headers.read(here, delivery.properties());
        Span ambient = Span.fromContext(here);
        SpanContext sender = sender(ambient, carried);
        boolean child = producerAsParent && !ambient.getSpanContext().isValid();
        Span span = spans.begin(
                TracedOperation.PROCESS, target, SpanKind.CONSUMER, child ? carried : carried.with(ambient), sender);
        describe(span, delivery);
        Context context = Spans.with(carried, span);
        if (sender.isValid()) {
            context = context.with(SENDER, sender);
        }
        instruments.consumed(target, context);
        return new Processing(
                instruments,
                target,
                span,
                spans.has(TracedOperation.SETTLE) ? context.with(HANDLED, new Handled(delivery, queue)) : context);
    }

    @Override
    public void received(Delivery delivery, String queue) {
        Target target = target(Operation.RECEIVE, delivery, queue);
        Context here = Context.current();
        SpanContext sender = sender(Span.fromContext(here), headers.read(here, delivery.properties()));
        Span span = spans.begin(TracedOperation.RECEIVE, target, SpanKind.CLIENT, here, sender);
        describe(span, delivery);
        instruments.consumed(target, Spans.with(here, span));
        span.end();
    }

    /** Returns the span that came along with a message; an invalid one where none did. */
    private static SpanContext sender(Span ambient, Context carried) {
        Span came = Span.fromContext(carried);
        return came == ambient ? SpanContext.getInvalid() : came.getSpanContext();
    }

    private void describe(Span span, Delivery delivery) {
        span.setAttribute(Conventions.DELIVERY_TAG, delivery.deliveryTag());
        spans.describe(span, delivery.properties(), delivery.message().bodySize());
    }

    // ---- settling ----

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        settled(Operation.ACK, channel, deliveryTag, multiple, messages);
    }

    @Override
    public void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {
        settled(Operation.NACK, channel, deliveryTag, multiple, messages);
    }

    private void settled(Operation operation, Channel channel, long deliveryTag, boolean multiple, int messages) {
        if (!spans.has(TracedOperation.SETTLE)) {
            return;
        }
        Context here = Context.current();
        Handled handled = here.get(HANDLED);
        Target target = handled == null || handled.delivery.channel() != channel
                ? target(operation, channel, "", "", "")
                : target(operation, handled.delivery, handled.queue);
        Span span = spans.begin(TracedOperation.SETTLE, target, SpanKind.CLIENT, here, SpanContext.getInvalid());
        span.setAttribute(Conventions.DELIVERY_TAG, deliveryTag);
        if (multiple) {
            span.setAttribute(Conventions.BATCH_COUNT, (long) messages);
        }
        span.end();
    }

    private Target target(Operation operation, Delivery delivery, String queue) {
        return target(operation, delivery.channel(), delivery.exchange(), delivery.routingKey(), queue);
    }

    private Target target(Operation operation, Channel channel, String exchange, String routingKey, String queue) {
        return targets.of(new Target.Key(operation, channel.connection().address(), exchange, routingKey, queue));
    }

    /** Sets what an observer traces and measures; for one thread. */
    public static final class Builder {
        private final OpenTelemetry openTelemetry;
        private Set<TracedOperation> operations =
                EnumSet.of(TracedOperation.SEND, TracedOperation.PROCESS, TracedOperation.RECEIVE);
        private boolean metrics = true;
        private boolean producerAsParent = true;
        private boolean batchSpans;
        private boolean bodySize;
        private Set<String> capturedHeaders = new TreeSet<>();
        private @Nullable UnaryOperator<String> destinationTemplate;

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry);
        }

        /**
         * Sets of which operations there are spans: by default of all but {@link TracedOperation#SETTLE}, which adds one to
         * each message. Without SEND the span that is current where a message is published goes into its headers; without
         * PROCESS the one that came with a message is current while its handler runs.
         *
         * @param operations any, or none
         */
        public Builder operations(Set<TracedOperation> operations) {
            this.operations = EnumSet.noneOf(TracedOperation.class);
            this.operations.addAll(operations);
            return this;
        }

        /** Sets whether there are metrics; by default there are. */
        public Builder metrics(boolean metrics) {
            this.metrics = metrics;
            return this;
        }

        /**
         * Sets whether the span of a handler is a child of the span that sent the message, in the same trace. By default it
         * is, unless another span is current where the handler is called. Otherwise it begins a trace of its own. It has a
         * link to the span that sent the message either way.
         */
        public Builder producerAsParent(boolean producerAsParent) {
            this.producerAsParent = producerAsParent;
            return this;
        }

        /**
         * Sets whether messages that are published together ({@link Channel#publishAll} and its like) share one span, which
         * ends with the last of their verdicts and fails with the first that is no ack. All of them have its context in
         * their headers, also those that had one of their own. By default each message has a span. {@link
         * Channel#tryPublishAll} has a span for each 64 messages.
         */
        public Builder batchSpans(boolean batchSpans) {
            this.batchSpans = batchSpans;
            return this;
        }

        /**
         * Sets how destinations are named where names should have few values: in the names of spans, in
         * messaging.destination.template, and in metrics. By default spans are named by exchange, routing key and queue,
         * metrics by the exchange or the queue alone.
         *
         * @param template given the parts that are not empty, such as {@code news:shop.4711:orders}, with
         *     {@code amq.gen-*} for names that the broker made; returns, for instance, {@code news:shop.{id}:orders}.
         *     Called by any thread, must not block
         */
        public Builder destinationTemplate(UnaryOperator<String> template) {
            this.destinationTemplate = Objects.requireNonNull(template);
            return this;
        }

        /** Sets whether spans have the size of the body, in messaging.message.body.size; by default they do not. */
        public Builder bodySize(boolean bodySize) {
            this.bodySize = bodySize;
            return this;
        }

        /**
         * Sets which headers of messages spans show, as messaging.header.NAME; by default none. Only headers with text
         * are shown.
         *
         * @param names of headers, as they are written
         */
        public Builder capturedHeaders(Set<String> names) {
            this.capturedHeaders = new TreeSet<>(names);
            return this;
        }

        /** Returns the observer. */
        public OpenTelemetryObserver build() {
            return new OpenTelemetryObserver(this);
        }
    }
}
