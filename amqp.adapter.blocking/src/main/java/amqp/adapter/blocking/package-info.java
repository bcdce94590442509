// SPDX-License-Identifier: MPL-2.0

/**
 * The adapter of plain blocking sockets, for few connections, or where selectors are not to be had.
 *
 * <p>A connection has two threads, so that a full socket delays no reading: one connects, shakes hands and reads, the other
 * writes. Two more threads of the {@link amqp.adapter.blocking.BlockingAdapter} run the timers of all connections. The
 * calls of a handler come from all of them; a lock keeps them from overlapping. Only reader and writer wait for it: the timer
 * leaves its call behind, and whoever holds the lock makes it.
 *
 * <p>A connection ends by its socket's being closed, upon which both threads end; the reader has the last word to the handler.
 */
@NullMarked
package amqp.adapter.blocking;

import org.jspecify.annotations.NullMarked;
