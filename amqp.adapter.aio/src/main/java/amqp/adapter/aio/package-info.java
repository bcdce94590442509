// SPDX-License-Identifier: MPL-2.0

/**
 * An I/O adapter that uses the JDK's asynchronous channels.
 *
 * <p>The reads and writes of an {@link amqp.adapter.aio.AioAdapter} complete on the threads of a channel group; timers
 * and wake-ups come from two more threads. The events of one connection run one at a time without a lock: they go into
 * a queue, and the thread that raises its counter from zero processes it. Outbound bytes are copied into a second
 * buffer while the first is being written, so that a socket that accepts them at once causes no wait.
 */
@NullMarked
package amqp.adapter.aio;

import org.jspecify.annotations.NullMarked;
