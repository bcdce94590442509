// SPDX-License-Identifier: MPL-2.0

/**
 * The adapter of the JDK's asynchronous channels.
 *
 * <p>Reads and writes of an {@link amqp.adapter.aio.AioAdapter} end on the threads of a channel group; timers and wake-ups
 * come from two more threads. What happens to one connection takes turns on them without a lock: a queue and a counter, and
 * whoever raises the counter from zero works the queue off. Bytes to write are copied into a second buffer while the first
 * is under way, so that a socket that takes them at once costs no wait.
 */
@NullMarked
package amqp.adapter.aio;

import org.jspecify.annotations.NullMarked;
