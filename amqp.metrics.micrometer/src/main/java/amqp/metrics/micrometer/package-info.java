// SPDX-License-Identifier: MPL-2.0

/**
 * Meters and observations of Micrometer for the client.
 *
 * <p>{@link amqp.metrics.micrometer.MicrometerObserver} counts and times: its meters have the names and the meaning of
 * those of com.rabbitmq:amqp-client's collector, and there are more, such as the time until a publish is confirmed.
 *
 * <p>{@link amqp.metrics.micrometer.ObservationObserver} makes an {@link io.micrometer.observation.Observation} of each
 * publish, of each fetched message, and of each call of a handler. Micrometer Tracing makes spans of them; the trace
 * context is sent in the headers of the messages.
 *
 * <p>Both are a {@link amqp.client.ClientObserver}, for {@code ConnectionOptions.builder().observer(…)}.
 */
@NullMarked
package amqp.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
