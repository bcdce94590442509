// SPDX-License-Identifier: MPL-2.0

/**
 * Messages as {@link reactor.core.publisher.Flux} and {@link reactor.core.publisher.Mono} of Project Reactor.
 *
 * <p>{@link amqp.reactor.AmqpReceiver} makes a flux of each queue, with {@link amqp.flow.DeliveryPublisher}, so that
 * demand reaches as far as the broker's prefetch. {@link amqp.reactor.AmqpSender} publishes in confirm mode; it sends
 * the next message when there is demand for results and room in the connection. No method blocks, and nothing happens
 * before a subscription. Signals arrive on threads of the connection's executors; {@code publishOn} moves them
 * elsewhere.
 */
@NullMarked
package amqp.reactor;

import org.jspecify.annotations.NullMarked;
