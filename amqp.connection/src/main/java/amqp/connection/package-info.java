// SPDX-License-Identifier: MPL-2.0

/**
 * The engine: the state of one AMQP 0-9-1 connection over one transport, without I/O, threads or a clock.
 *
 * <p>{@link amqp.connection.ConnectionEngine} is the connection, {@link amqp.connection.ChannelEngine} one channel of it.
 * Whoever owns a socket drives them: the client of this SDK does, and so can any loop of a program's own.
 *
 * <pre>
 *   transport ──▶ receive ──▶ [ frames ▶ channels ▶ contents ] ──▶ pollEvent ──▶ application
 *   transport ◀── transmit ◀── [ outbound bytes ] ◀─────────────── commands ◀── application
 * </pre>
 *
 * <h2>In and out</h2>
 *
 * Four things go in: bytes from the transport, commands of the application, the end of the transport, and the news that
 * time has passed. Three come out: bytes to send, {@linkplain amqp.connection.Event events}, and the delay until the engine
 * has to be called with the time again. Nothing else happens: the engine never calls user code, so nothing re-enters it, and
 * given the same input it always does the same. Time is a parameter, {@code now} in nanoseconds of any steady clock.
 *
 * <h2>Commands and their end</h2>
 *
 * A command is given with an attachment, an object of the caller's own, and ends with exactly one event that carries it
 * back: {@code Replied}, {@code Got}, {@code Oversized}, {@code TimedOut} or {@code Failed} for a method with a reply, {@code
 * Sent} or {@code Failed} for one without, {@code Settled} or {@code Failed} for a publish in confirm mode. Without an
 * attachment it ends unseen. A command may be given before the channel is
 * open or while another one has no reply: the engine keeps the order of the program, publishes and acknowledgements
 * included, and sends each when its turn has come. When a channel or a connection ends, what has no end yet gets it, then
 * {@code ChannelClosed} or {@code ConnectionClosed} follows; each is reported once.
 *
 * <h2>Whose fault</h2>
 *
 * What the peer does wrong becomes events and a close with the reply code of the specification; {@link
 * amqp.connection.CloseReason} says who ended it and why. What the caller does wrong is an exception at once, and changes
 * nothing.
 *
 * <h2>Bounds</h2>
 *
 * An inbound message above the limit of {@link amqp.connection.EngineOptions} is skipped without taking memory, and what all
 * messages take that have not come whole yet is bounded. {@link amqp.connection.ConnectionEngine#wantsInput} bounds what a
 * peer makes the engine send. Other outbound bytes are not bounded here: {@link amqp.connection.Event.Backpressure} and {@link
 * amqp.connection.ConnectionEngine#isOverWaterMark} tell when to stop, and {@link
 * amqp.connection.ChannelEngine#isWindowFull} when too many publishes have no verdict.
 *
 * <h2>Threads</h2>
 *
 * An engine has one owner at a time and no locks. Several threads may use one under a lock of the caller's; the client does
 * so and holds it only while bytes are encoded, decoded or copied.
 */
@NullMarked
package amqp.connection;

import org.jspecify.annotations.NullMarked;
