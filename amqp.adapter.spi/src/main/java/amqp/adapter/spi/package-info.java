// SPDX-License-Identifier: MPL-2.0

/**
 * The contract of an I/O adapter: a transport of bytes with a timer, a wake-up and TLS. Nothing here knows AMQP.
 *
 * <p>Two sides meet. The <em>adapter</em> owns sockets, threads and the clock: an {@link amqp.adapter.spi.AdapterProvider}
 * is found by name and makes an {@link amqp.adapter.spi.Adapter}, which connects to an {@link amqp.adapter.spi.Endpoint}
 * and gives a {@link amqp.adapter.spi.Transport} for each connection. The <em>handler</em>
 * ({@link amqp.adapter.spi.TransportHandler}), which the client implements, takes what was read and gives what is to be
 * written.
 *
 * <pre>{@code
 *   any thread                         the transport's I/O thread
 *   flush, close, schedule ─wake-up─▶  connected · received · timeout · a task     (one at a time)
 *                                        then: transmit, until it puts nothing or the socket is full
 *                                        then: nanosUntilTimeout, and the timer is set if it became shorter
 *                                      closed                                      (once, last)
 * }</pre>
 *
 * <p>What this is built on:
 *
 * <ul>
 *   <li>Calls of one handler never overlap, whatever threads they are made on. So a handler needs no lock against itself.
 *   <li>The adapter pulls: it asks for bytes when the socket takes some. So a full socket costs no memory here, and a
 *       handler that has much to send is asked often.
 *   <li>Methods of {@code Adapter} and {@code Transport} return at once, on any thread. So they may be called with locks
 *       held.
 *   <li>A timer that rings too early is harmless. So a busy connection sets hardly any.
 *   <li>Every end has one sentence: the cause given to {@code closed}, most often a
 *       {@link amqp.adapter.spi.TransportException}.
 * </ul>
 *
 * <p>What each adapter has to keep is tested by {@code amqp.adapter.tck}; {@link amqp.adapter.spi.toolkit} is what most are
 * built from.
 */
@NullMarked
package amqp.adapter.spi;

import org.jspecify.annotations.NullMarked;
