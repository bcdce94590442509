// SPDX-License-Identifier: MPL-2.0

/**
 * The engine: the state of one AMQP 0-9-1 connection over one transport, without I/O, threads or a clock.
 *
 * <p>{@link amqp.connection.ConnectionEngine} is the connection, {@link amqp.connection.ChannelEngine} one channel of
 * it. The owner of a socket drives them: the client of this SDK, or any loop of your own.
 *
 * <pre>
 *   transport ──▶ receive ──▶ [ frames ▶ channels ▶ contents ] ──▶ pollEvent ──▶ application
 *   transport ◀── transmit ◀── [ outbound bytes ] ◀─────────────── commands ◀── application
 * </pre>
 *
 * <h2>Inputs and outputs</h2>
 *
 * There are four inputs: bytes from the transport, commands of the application, the end of the transport, and the time.
 * There are three outputs: bytes to send, {@linkplain amqp.connection.Event events}, and the delay until the engine
 * must be called with the time again. The engine never calls user code, so nothing re-enters it, and the same inputs
 * always give the same outputs. The time is a parameter, {@code now} in nanoseconds of any steady clock.
 *
 * <h2>How commands end</h2>
 *
 * A command may have an attachment, an object of the caller. It then ends with exactly one event that returns the
 * attachment: {@code Replied}, {@code Got}, {@code Oversized}, {@code TimedOut} or {@code Failed} for a method with a
 * reply, {@code Sent} or {@code Failed} for one without, {@code Settled} or {@code Failed} for a publish in confirm
 * mode. Without an attachment there is no event. A command may be given before the channel is open or while another one
 * waits for its reply: the engine keeps the order, including publishes and acknowledgements, and sends each command in
 * its turn. When a channel or a connection ends, all its commands end first, then {@code ChannelClosed} or
 * {@code ConnectionClosed} follows; each is reported once.
 *
 * <h2>Errors</h2>
 *
 * When the peer breaks the protocol, the engine reports events and closes with the reply code of the specification;
 * {@link amqp.connection.CloseReason} says who ended it and why. When the caller makes a mistake, the engine throws at
 * once and changes nothing.
 *
 * <h2>Limits</h2>
 *
 * An inbound message above the limit of {@link amqp.connection.EngineOptions} is skipped without using memory, and the
 * memory of all incomplete messages is limited. {@link amqp.connection.ConnectionEngine#wantsInput} limits what a peer
 * makes the engine send. Other outbound bytes are not limited here: {@link amqp.connection.Event.Backpressure} and
 * {@link amqp.connection.ConnectionEngine#isOverWaterMark} say when to stop, and
 * {@link amqp.connection.ChannelEngine#isWindowFull} when too many publishes have no verdict.
 *
 * <h2>Threads</h2>
 *
 * An engine has one owner at a time and no locks. Several threads may use one under a lock of the caller; the client
 * does so and holds it only while bytes are encoded, decoded or copied.
 */
@NullMarked
package amqp.connection;

import org.jspecify.annotations.NullMarked;
