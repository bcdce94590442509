// SPDX-License-Identifier: MPL-2.0

/**
 * Consumers that stay alive: {@link amqp.consumer.QueueConsumer} passes the messages of a queue to a handler, several
 * at once if wanted, retries failures, and restarts after each kind of loss.
 *
 * <pre>
 *   queue ──▶ Session (one channel) ──▶ Lanes ──▶ Handling ──▶ your handler
 *               │ lost, cancelled         n at once,   │ success: ack
 *               ▼                         one per key  │ failure: retry after a delay; after the last retry
 *             the next Session                         ▼          requeue, reject or publish
 * </pre>
 *
 * <p>A session is one channel with its consumer. The work of a channel with its deliveries, including batches, runs on
 * its dispatch, in order. When the broker closes the channel or cancels the consumer, the next session starts after a
 * delay; a cancelled one keeps its channel until its messages are finished, so that their acknowledgements arrive. A
 * lost connection recovers its channels, and so the session: messages that arrived before and were not passed to a
 * handler are dropped, since the broker delivers them again.
 *
 * <p>Handlers run on the consumer's own threads, or on a given executor. {@code Lanes} decides which messages they work
 * on: no more than the concurrency at once, and no two with the same key.
 */
@NullMarked
package amqp.consumer;

import org.jspecify.annotations.NullMarked;
