// SPDX-License-Identifier: MPL-2.0

/**
 * Messages as {@link reactor.core.publisher.Flux} and {@link reactor.core.publisher.Mono} of Project Reactor.
 *
 * <p>{@link amqp.reactor.AmqpReceiver} makes a flux of each queue, on {@link amqp.flow.DeliveryPublisher}, so that demand
 * goes as far as the broker's prefetch. {@link amqp.reactor.AmqpSender} publishes in confirm mode; demand for results, and
 * room in the connection, decide when the next message goes out. Nothing here blocks, and nothing happens before a
 * subscription. Signals come on threads of the connection's executors; {@code publishOn} moves them elsewhere.
 */
@NullMarked
package amqp.reactor;

import org.jspecify.annotations.NullMarked;
