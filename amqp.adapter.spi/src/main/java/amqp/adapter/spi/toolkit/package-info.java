// SPDX-License-Identifier: MPL-2.0

/**
 * Parts that I/O adapters are built from. All are optional: an adapter has to keep the contract of
 * {@link amqp.adapter.spi}, no more.
 *
 * <p>{@link amqp.adapter.spi.toolkit.TransportDriver} is the loop of one connection, for adapters whose threads never wait
 * for a socket: it does everything but I/O itself. Around it stand
 *
 * <ul>
 *   <li>{@link amqp.adapter.spi.toolkit.AddressConnector}: looks a host up and tries its addresses in turn;
 *       {@link amqp.adapter.spi.toolkit.SocketSetter} sets the options of its sockets;
 *   <li>{@link amqp.adapter.spi.toolkit.TimerQueue} and {@link amqp.adapter.spi.toolkit.TimerThreads}: the timers of a loop,
 *       or of an adapter that has none;
 *   <li>{@link amqp.adapter.spi.toolkit.AdapterThreads}: makes the threads, waits for their end, and runs tasks whose failures end nothing;
 *   <li>{@link amqp.adapter.spi.toolkit.BufferPool} and {@link amqp.adapter.spi.toolkit.ReadBuffer}: buffers that connections
 *       share, and what a connection reads into whose reads hold a buffer while they wait;
 *   <li>{@link amqp.adapter.spi.toolkit.CallbackTurns} and {@link amqp.adapter.spi.toolkit.CallbackExecutor}: let the
 *       application's quick callbacks run on the I/O thread, and another thread go on with the I/O when one takes long;
 *   <li>{@link amqp.adapter.spi.toolkit.OpenTransports}: what closing an adapter takes.
 * </ul>
 *
 * <p>Adapters whose threads wait for their sockets do without the driver, and share what it is made of:
 * {@link amqp.adapter.spi.toolkit.SecuredStream}, the bytes between socket and handler, with TLS or without, and
 * {@link amqp.adapter.spi.toolkit.Alarm}, which decides when a timer has to be set.
 */
@NullMarked
package amqp.adapter.spi.toolkit;

import org.jspecify.annotations.NullMarked;
