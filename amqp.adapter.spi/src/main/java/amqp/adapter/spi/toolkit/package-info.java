// SPDX-License-Identifier: MPL-2.0

/**
 * Parts of I/O adapters. All are optional: an adapter only has to keep the contract of {@link amqp.adapter.spi}.
 *
 * <p>{@link amqp.adapter.spi.toolkit.TransportDriver} is the loop of one connection, for adapters whose threads never
 * wait for a socket: it does everything except I/O. These classes support it:
 *
 * <ul>
 *   <li>{@link amqp.adapter.spi.toolkit.AddressConnector} looks up a host and tries its addresses in turn;
 *       {@link amqp.adapter.spi.toolkit.SocketSetter} sets the options of its sockets;
 *   <li>{@link amqp.adapter.spi.toolkit.TimerQueue} and {@link amqp.adapter.spi.toolkit.TimerThreads} are the timers of
 *       a loop, or of an adapter without a loop;
 *   <li>{@link amqp.adapter.spi.toolkit.AdapterThreads} creates the threads, waits for their end, and runs tasks whose
 *       failures do not end a thread;
 *   <li>{@link amqp.adapter.spi.toolkit.BufferPool} has buffers that connections share;
 *       {@link amqp.adapter.spi.toolkit.ReadBuffer} is the read buffer of a connection whose reads hold a buffer while
 *       they wait;
 *   <li>{@link amqp.adapter.spi.toolkit.CallbackTurns} and {@link amqp.adapter.spi.toolkit.CallbackExecutor} run the
 *       application's quick callbacks on the I/O thread, and let another thread continue the I/O when one takes long;
 *   <li>{@link amqp.adapter.spi.toolkit.OpenTransports} closes the transports of an adapter.
 * </ul>
 *
 * <p>Adapters whose threads wait for their sockets do not use the driver, but its parts:
 * {@link amqp.adapter.spi.toolkit.SecuredStream}, the bytes between socket and handler, with TLS or without, and
 * {@link amqp.adapter.spi.toolkit.Alarm}, which decides when a timer has to be set.
 */
@NullMarked
package amqp.adapter.spi.toolkit;

import org.jspecify.annotations.NullMarked;
