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
 * {@link amqp.client.Connection#open(String)} connects; {@link amqp.client.ConnectionOptions} has everything that can be
 * set. {@link amqp.client.Channel} has the commands; a {@link amqp.client.DeliveryHandler} is called with each
 * {@link amqp.client.Delivery}, and from a {@link amqp.client.DeliveryBuffer} messages are taken. Programs that wait for each result use the module {@code amqp.blocking}, which is built on this package; remote calls are in
 * {@code amqp.rpc}, reactive streams in {@code amqp.flow}, consumers that stay alive in {@code amqp.consumer}.
 *
 * <h2>Connections and channels</h2>
 *
 * A connection is one socket to a broker. It carries channels, each with its own order of commands and its own modes. A
 * command takes a record of the protocol's method, such as {@link amqp.codec.method.QueueMethod.Declare}, or the arguments
 * of a short form. It returns a stage that completes with the broker's reply, or takes a
 * {@link amqp.client.ReplyCallback}. A channel sends the next command when the reply to the one before has come, unless
 * {@link amqp.client.ChannelOptions.Builder#pipelined} says otherwise; commands may be given without waiting in any case.
 * Each command ends, with the reply or a failure, at the latest
 * after {@link amqp.client.ConnectionOptions.Builder#callTimeout}. An error of a command closes its channel, as AMQP has it, and leaves the connection open.
 *
 * <h2>Threads</h2>
 *
 * Everything may be called by any thread, and no call blocks. Callbacks and stages run on an executor, by default on
 * virtual threads where the JVM has them, on daemon threads otherwise. The deliveries of one channel come one at a time and
 * in order; so do its verdicts, and its replies, each kind independently of the others. So a handler that blocks delays
 * nothing but the deliveries behind it. {@link amqp.client.Dispatch#IO_THREAD} calls back on the adapter's I/O thread
 * instead, for code that never blocks. What a callback throws is logged or given to
 * {@link amqp.client.ConnectionOptions.Builder#onCallbackFailure}, and closes nothing.
 *
 * <h2>Publishing without blocking</h2>
 *
 * {@link amqp.client.Channel#publish(String, String, amqp.codec.Message)} encodes the message and returns. What cannot go
 * out now is kept and sent later, in order: while the network is slow, the broker has blocked the connection, the
 * {@linkplain amqp.client.ChannelOptions.Builder#publishWindow publish window} is full, or the connection is being
 * recovered. What is kept is bounded by {@link amqp.client.ConnectionOptions.Builder#publishBuffer}; beyond it a publish
 * fails with {@link amqp.client.PublishBlockedException} and nothing is sent. {@link amqp.client.Channel#tryPublish}
 * returns false instead of keeping a message, and {@link amqp.client.Channel#writable()} completes when there is room.
 *
 * <p>In confirm mode each publish gets exactly one {@link amqp.connection.Verdict}, however the connection ends; see
 * {@link amqp.client.Channel#publishConfirmed(String, String, amqp.codec.Message)}.
 *
 * <h2>Consuming within bounds</h2>
 *
 * {@link amqp.client.Channel#basicQos(int)} bounds the messages that a consumer may have unacknowledged. Independently of
 * it, reading from the socket stops while more than {@link amqp.client.ConnectionOptions.Builder#inboxBound} bytes wait for
 * the application. Heartbeats are sent meanwhile, and the broker's silence does not count.
 *
 * <h2>Recovery</h2>
 *
 * A lost connection comes back by default, and remains the same object: exchanges, queues and bindings are declared again,
 * then each channel is opened with its modes and consumers. {@link amqp.client.RecoveryOptions} has the delays, what
 * becomes of publishes, and {@link amqp.client.RecoveryOptions#NONE}. {@link amqp.client.ConnectionListener} follows it.
 * Commands other than publishing fail with {@link amqp.connection.ClosedException} until the connection is back.
 *
 * <h2>Errors</h2>
 *
 * Exceptions are unchecked, one tree under {@link amqp.codec.AmqpException}. A wrong argument is an
 * {@link IllegalArgumentException} or {@link IllegalStateException} before anything is sent, and the channel stays usable.
 */
@NullMarked
package amqp.client;

import org.jspecify.annotations.NullMarked;
