// SPDX-License-Identifier: MPL-2.0

/**
 * An I/O adapter that uses selector loops, for many connections on few threads; the default adapter.
 *
 * <p>{@link amqp.adapter.nio.NioAdapter} has one loop or several. A loop has a selector, a queue of tasks from other
 * threads, a heap of timers, and buffers that all of its connections share. In each turn it runs the tasks, then the
 * timers that are due, then waits for sockets. Each connection belongs to one loop for its whole life, and the thread
 * of the loop calls its handler. Another thread that needs something puts a task into the queue, and wakes the selector
 * only if the loop sleeps.
 *
 * <p>With {@link amqp.adapter.nio.NioAdapter#withCallerLoop} there is no thread: the application runs the loop, and
 * everything of the adapter happens in those calls.
 */
@NullMarked
package amqp.adapter.nio;

import org.jspecify.annotations.NullMarked;
