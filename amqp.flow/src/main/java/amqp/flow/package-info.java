// SPDX-License-Identifier: MPL-2.0

/**
 * Queues as reactive streams: {@link amqp.flow.DeliveryPublisher} is a {@link java.util.concurrent.Flow.Publisher} of
 * deliveries that follows the Reactive Streams specification.
 *
 * <p>Each subscription has its own channel. All of its signals and its state are on that channel's dispatch: messages
 * arrive there, and {@link amqp.client.Channel#execute} moves {@code request} and {@code cancel} there, which any
 * thread may call. So signals are serial (§1.3) and never nest (§3.3), without a lock.
 *
 * <p>The prefetch is set per consumer and does not change: a running consumer keeps its prefetch, and quorum queues and
 * streams refuse the prefetch of a whole channel. Messages beyond the demand, at most as many as the prefetch, wait in
 * the subscription and are requeued when it is cancelled.
 */
@NullMarked
package amqp.flow;

import org.jspecify.annotations.NullMarked;
