// SPDX-License-Identifier: MPL-2.0

/**
 * The asynchronous API: connections and channels that are safe to use from any thread, over any I/O adapter.
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
 *                 .thenCompose(tag -> channel.publishConfirmed("", "orders", Message.of("hello"))));
 * }</pre>
 *
 * <h2>Commands</h2>
 *
 * {@link amqp.client.Connection} and {@link amqp.client.Channel} are what programs call. No call blocks. A command returns a
 * stage that completes with the broker's reply, or takes a {@link amqp.client.ReplyCallback} instead; each one ends, with
 * the reply or with an {@link amqp.codec.AmqpException}, at the latest after a timeout of
 * {@link amqp.client.ConnectionOptions}. What cannot be sent is refused with {@link IllegalArgumentException}, and what is
 * not allowed now with {@link IllegalStateException}, before anything is sent.
 *
 * <h2>Publishing</h2>
 *
 * {@link amqp.client.Channel#publish} sends a message, or keeps it within a bound while it cannot be sent, or refuses it.
 * {@link amqp.client.Channel#tryPublish} and {@link amqp.client.Channel#writable} let a program slow down before that. On a
 * channel in confirm mode, {@link amqp.client.Channel#publishConfirmed} gives each message one
 * {@link amqp.connection.Verdict}.
 *
 * <h2>Consuming</h2>
 *
 * A {@link amqp.client.DeliveryHandler} is called with each {@link amqp.client.Delivery}, one at a time;
 * {@link amqp.client.DeliveryBuffer} is one that messages are taken from. Messages that the program is slow to take are
 * bounded by the prefetch and by {@link amqp.client.ConnectionOptions#inboxBound}.
 *
 * <h2>Threads</h2>
 *
 * Callbacks run on the connection's executor, each kind of a channel one at a time and in order, and may block; or, with
 * {@link amqp.client.Dispatch#IO_THREAD}, on the I/O thread, where nothing may block.
 *
 * <h2>Recovery</h2>
 *
 * A connection that is lost comes back by itself, with its channels, what they had declared, and their consumers;
 * {@link amqp.client.RecoveryOptions} say how, and {@link amqp.client.ConnectionListener} is called with what happens.
 *
 * <p>The modules amqp.blocking, amqp.rpc and amqp.flow build a synchronous API, remote calls and reactive streams on this
 * package.
 */
package amqp.client;
