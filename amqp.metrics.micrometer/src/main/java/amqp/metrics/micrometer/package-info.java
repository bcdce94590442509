// SPDX-License-Identifier: MPL-2.0

/**
 * Micrometer meters and observations of what the client does.
 *
 * <p>{@link amqp.metrics.micrometer.MicrometerObserver} counts and times: its meters have the names and the meaning of
 * those of com.rabbitmq:amqp-client's collector, and there are more, such as the time until a publish is confirmed.
 *
 * <p>{@link amqp.metrics.micrometer.ObservationObserver} makes an {@link io.micrometer.observation.Observation} of each
 * publish, of each message that is fetched, and of each call of a handler, of which Micrometer Tracing makes spans; the
 * trace goes along in the headers of the messages.
 *
 * <p>Both are a {@link amqp.client.ClientObserver}, for {@code ConnectionOptions.builder().observer(…)}.
 */
@NullMarked
package amqp.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
