// SPDX-License-Identifier: MPL-2.0

/**
 * An I/O adapter that uses plain blocking sockets, for few connections, or if selectors are not available.
 *
 * <p>A connection has two threads, so that a full socket does not delay reading: one connects, does the TLS handshake
 * and reads, the other writes. Two more threads of the {@link amqp.adapter.blocking.BlockingAdapter} run the timers of
 * all connections. All of them call the handler; a lock prevents overlapping calls. Only reader and writer wait for the
 * lock: a timer leaves its call behind, and the thread with the lock makes it.
 *
 * <p>A connection ends when its socket is closed, which ends both threads; the reader makes the last call of the
 * handler.
 */
@NullMarked
package amqp.adapter.blocking;

import org.jspecify.annotations.NullMarked;
