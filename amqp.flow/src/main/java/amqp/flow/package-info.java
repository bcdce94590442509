// SPDX-License-Identifier: MPL-2.0

/**
 * Queues as reactive streams: {@link amqp.flow.DeliveryPublisher} is a {@link java.util.concurrent.Flow.Publisher} of
 * deliveries that keeps the rules of the Reactive Streams specification.
 *
 * <p>Each subscription has a channel of its own. All of its signals and its state stand on that channel's dispatch: the
 * messages come there anyway, and {@code request} and {@code cancel}, which may be called from any thread, are handed
 * over by {@link amqp.client.Channel#execute}. So signals are serial (§1.3) and never nest (§3.3), without a lock.
 *
 * <p>The prefetch is that of the consumer and stays as it is: a running consumer's can't be changed, and the one of a
 * whole channel is refused by quorum queues, streams and RabbitMQ 4. What the broker sends beyond the demand, at most a
 * prefetch of it, waits in the subscription and goes back to the queue when it is cancelled.
 */
@NullMarked
package amqp.flow;

import org.jspecify.annotations.NullMarked;
