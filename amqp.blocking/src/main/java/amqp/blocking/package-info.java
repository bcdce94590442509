// SPDX-License-Identifier: MPL-2.0

/**
 * The synchronous API: each command returns when the broker has answered, or throws.
 *
 * <p>{@link amqp.blocking.BlockingConnection} and {@link amqp.blocking.BlockingChannel} hold no state of the protocol.
 * They give the command to the {@link amqp.client.Connection} or {@link amqp.client.Channel} behind them, and wait for the
 * stage that it returns. So they work over any adapter, recover as the connection does, and may be mixed with
 * asynchronous use of the same objects ({@code connection()}, {@code channel()}). What a stage fails with is thrown as an
 * exception that has the caller's stack.
 *
 * <p>Waiting on the connection's I/O thread would wait for itself; it is refused with an {@link IllegalStateException}.
 * All other threads may wait, any number of them at once, virtual threads too: no monitor is held meanwhile. A thread that
 * is interrupted gets a {@link amqp.client.CallInterruptedException}, which says what becomes of the command.
 */
@NullMarked
package amqp.blocking;

import org.jspecify.annotations.NullMarked;
