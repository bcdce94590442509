// SPDX-License-Identifier: MPL-2.0

/**
 * The adapter of selector loops, for many connections on few threads; preferred where nothing else is chosen.
 *
 * <p>{@link amqp.adapter.nio.NioAdapter} has one loop or some. A loop is a selector, a queue of tasks from other threads, a
 * heap of timers, and the buffers that all of its connections share. One turn of it runs the tasks, then the timers that
 * are due, then waits for sockets. Each connection belongs to one loop for its whole life, so that its handler is always
 * called on one thread. Another thread that wants something puts a task into the queue, and wakes the selector only when
 * the loop sleeps.
 *
 * <p>With {@link amqp.adapter.nio.NioAdapter#withCallerLoop} there is no thread: the application runs the loop, and everything
 * of the adapter happens within those calls.
 */
@NullMarked
package amqp.adapter.nio;

import org.jspecify.annotations.NullMarked;
