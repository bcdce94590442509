// SPDX-License-Identifier: MPL-2.0

/**
 * Consumers that stay alive: {@link amqp.consumer.QueueConsumer} hands the messages of a queue to a handler, several at
 * once if wished, retries what fails, and starts again whatever ended it.
 *
 * <pre>
 *   queue ──▶ Session (one channel) ──▶ Lanes ──▶ Handling ──▶ your handler
 *               │ lost, cancelled         n at once,   │ done: ack
 *               ▼                         one per key  │ failed: again after a delay, in the end requeued,
 *             the next Session                         ▼         rejected or published as failed
 * </pre>
 *
 * <p>A session is one channel with its consumer. What a channel has to do with its deliveries, batches included, runs on
 * its dispatch, in order. When the broker closes the channel or cancels the consumer, the next session begins after a
 * delay; a cancelled one keeps its channel until its messages are done, so that their acknowledgements arrive. A lost
 * connection brings its channels back by itself, and the session with it: messages that came before and were not handed
 * out yet are dropped, since the broker delivers them again.
 *
 * <p>Handlers run on the consumer's own threads, or the executor that it was given. Lanes decide which messages these
 * work on: no more than the concurrency at once, and no two with the same key.
 */
@NullMarked
package amqp.consumer;

import org.jspecify.annotations.NullMarked;
