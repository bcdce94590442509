// SPDX-License-Identifier: MPL-2.0

/**
 * The synchronous API: each command returns when the broker has replied, or throws.
 *
 * <p>{@link amqp.blocking.BlockingConnection} and {@link amqp.blocking.BlockingChannel} hold no protocol state. They
 * pass each command to the {@link amqp.client.Connection} or {@link amqp.client.Channel} behind them and wait for its
 * stage. So they work over any adapter, are recovered with the connection, and can be mixed with asynchronous use of
 * the same objects ({@code connection()}, {@code channel()}). The failure of a stage is thrown as an exception with the
 * caller's stack trace.
 *
 * <p>A blocking call on the connection's I/O thread would wait for itself, so it throws {@link IllegalStateException}.
 * All other threads may wait, any number of them at once, including virtual threads: no monitor is held. An interrupted
 * thread gets a {@link amqp.client.CallInterruptedException}, which says what happens to the command.
 */
@NullMarked
package amqp.blocking;

import org.jspecify.annotations.NullMarked;
