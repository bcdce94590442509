// SPDX-License-Identifier: MPL-2.0

/**
 * The contract of an I/O adapter: a transport of bytes with a timer, a wake-up and TLS. It knows no AMQP.
 *
 * <p>The contract has two sides. The <em>adapter</em> owns sockets, threads and the clock: an
 * {@link amqp.adapter.spi.AdapterProvider} is found by name and creates an {@link amqp.adapter.spi.Adapter}, which
 * connects to an {@link amqp.adapter.spi.Endpoint} and returns a {@link amqp.adapter.spi.Transport} for each
 * connection. The <em>handler</em> ({@link amqp.adapter.spi.TransportHandler}), which the client implements, receives
 * the bytes that were read and supplies the bytes to write.
 *
 * <pre>{@code
 *   any thread                         the transport's I/O thread
 *   flush, close, schedule ─wake-up─▶  connected · received · timeout · a task     (one at a time)
 *                                        then: transmit, until it puts nothing or the socket is full
 *                                        then: nanosUntilTimeout, and the timer is set if it became shorter
 *                                      closed                                      (once, last)
 * }</pre>
 *
 * <p>The principles:
 *
 * <ul>
 *   <li>Calls of one handler never overlap, whatever threads they are made on. So a handler needs no lock against
 *       itself.
 *   <li>The adapter pulls: it asks for bytes when the socket accepts some. So a full socket takes no memory here, and a
 *       handler that has much to send is asked often.
 *   <li>Methods of {@code Adapter} and {@code Transport} return at once, on any thread. So they may be called with
 *       locks held.
 *   <li>A timer that fires too early is harmless. So a busy connection sets few timers.
 *   <li>Each end has one sentence: the cause that is passed to {@code closed}, usually a
 *       {@link amqp.adapter.spi.TransportException}.
 * </ul>
 *
 * <p>{@code amqp.adapter.tck} tests the rules for adapters; most adapters are built from
 * {@link amqp.adapter.spi.toolkit}.
 */
@NullMarked
package amqp.adapter.spi;

import org.jspecify.annotations.NullMarked;
