// SPDX-License-Identifier: MPL-2.0

/**
 * The asynchronous API: connections and channels for applications, over any I/O adapter.
 *
 * <pre>{@code
 * Connection.open("amqp://localhost")
 *         .thenCompose(Connection::openChannel)
 *         .thenCompose(channel -> channel.confirmSelect()
 *                 .thenCompose(ok -> channel.queueDeclare("orders"))
 *                 .thenCompose(ok -> channel.basicConsume("orders", delivery -> {
 *                     System.out.println(delivery.message().text());
 *                     delivery.ack();
 *                 }))
 *                 .thenCompose(tag -> channel.publishConfirmed("", "orders", Message.of("hello").persistent())));
 * }</pre>
 *
 * <h2>Where to start</h2>
 *
 * {@link amqp.client.Connection#open(String)} opens a connection; {@link amqp.client.ConnectionOptions} has all
 * options. {@link amqp.client.Channel} has the commands. A {@link amqp.client.DeliveryHandler} is called with each
 * {@link amqp.client.Delivery}; a {@link amqp.client.DeliveryBuffer} keeps messages until they are taken. Programs that
 * wait for each result use the module {@code amqp.blocking}, which is built on this package. Remote calls are in {@code
 * amqp.rpc}, reactive streams in {@code amqp.flow}, and consumers that stay alive in {@code amqp.consumer}.
 *
 * <h2>Connections and channels</h2>
 *
 * A connection is one socket to a broker. It has channels; each runs its commands in order and has its own modes. A
 * command takes a record of the protocol's method, such as {@link amqp.codec.method.QueueMethod.Declare}, or the
 * arguments of a short form. It returns a stage that completes with the broker's reply, or takes a {@link
 * amqp.client.ReplyCallback}. A channel sends the next command when the reply to the previous one has arrived, unless
 * {@link amqp.client.ChannelOptions.Builder#pipelined} says otherwise; the application need not wait in either case.
 * Each command ends, with the reply or a failure, at the latest after {@link
 * amqp.client.ConnectionOptions.Builder#callTimeout}. When a command fails, the broker closes its channel; the
 * connection stays open.
 *
 * <h2>Threads</h2>
 *
 * Any thread may call any method, and no method blocks. Callbacks run on an executor, by default on virtual threads if
 * the JVM has them, otherwise on daemon threads. Stages complete on a second executor, with daemon threads. Quick
 * callbacks run on the thread that read the message, see
 * {@link amqp.client.ConnectionOptions.Builder#executor}. The deliveries of one channel arrive in order and one at a
 * time; so do its verdicts, and its replies, each kind independently of the others. So a handler that blocks delays
 * only the deliveries after it. With {@link amqp.client.Dispatch#IO_THREAD}, callbacks run on the adapter's I/O thread,
 * for code that never blocks. An exception of a callback is logged or passed to {@link
 * amqp.client.ConnectionOptions.Builder#onCallbackFailure}; it closes nothing.
 *
 * <h2>Publishing without blocking</h2>
 *
 * {@link amqp.client.Channel#publish(String, String, amqp.codec.Message)} encodes the message and returns. The client
 * keeps what it cannot send now, and sends it later, in order: while the network is slow, the broker has blocked the
 * connection, the {@linkplain amqp.client.ChannelOptions.Builder#publishWindow publish window} is full, or the
 * connection is being recovered. {@link amqp.client.ConnectionOptions.Builder#publishBuffer} limits what is kept;
 * beyond it a publish throws {@link amqp.client.PublishBlockedException} and nothing is sent. {@link
 * amqp.client.Channel#tryPublish} returns false instead of keeping a message, and {@link
 * amqp.client.Channel#writable()} completes when there is room.
 *
 * <p>In confirm mode each publish gets exactly one {@link amqp.connection.Verdict}, even if the connection is lost; see
 * {@link amqp.client.Channel#publishConfirmed(String, String, amqp.codec.Message)}.
 *
 * <h2>Limits for consumers</h2>
 *
 * {@link amqp.client.Channel#basicQos(int)} limits the unacknowledged messages of a consumer. Independently of that,
 * the connection stops reading while more than {@link amqp.client.ConnectionOptions.Builder#inboxBound} bytes wait for
 * the application. It still sends heartbeats, and does not treat the silence as a loss.
 *
 * <h2>Recovery</h2>
 *
 * By default, a lost connection is recovered, and stays the same object: the client declares exchanges, queues and
 * bindings again, then opens each channel with its modes and consumers. {@link amqp.client.RecoveryOptions} has the
 * delays and what happens to publishes; {@link amqp.client.RecoveryOptions#NONE} switches recovery off. {@link
 * amqp.client.ConnectionListener} is called with each step. Commands other than publishing fail with {@link
 * amqp.connection.ClosedException} until the connection is recovered.
 *
 * <h2>Errors</h2>
 *
 * Exceptions are unchecked and extend {@link amqp.codec.AmqpException}. A wrong argument throws {@link
 * IllegalArgumentException} or {@link IllegalStateException} before anything is sent, and the channel stays usable.
 */
@NullMarked
package amqp.client;

import org.jspecify.annotations.NullMarked;
