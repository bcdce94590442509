// SPDX-License-Identifier: MPL-2.0

/**
 * Spans and metrics of OpenTelemetry for the client.
 *
 * <pre>
 *   send news:shop.1 ── traceparent in the headers ──▶ queue ──▶ process news:shop.1:orders
 *   (ends with the verdict)                                      (the handler's time)
 * </pre>
 *
 * <p>{@link amqp.tracing.opentelemetry.OpenTelemetryObserver} is a {@link amqp.client.ClientObserver}. Spans,
 * attributes and metrics have the names of OpenTelemetry's semantic conventions for messaging and RabbitMQ, which are
 * still in development. The trace context is sent in the headers of each message; the propagators of the given
 * {@link io.opentelemetry.api.OpenTelemetry} write and read it.
 */
@NullMarked
package amqp.tracing.opentelemetry;

import org.jspecify.annotations.NullMarked;
