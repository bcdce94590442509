// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallInterruptedException;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.client.DeliveryHandler;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.client.Returned;
import amqp.client.UnconfirmedException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A channel with blocking calls: each command returns when the broker has replied. Safe to use from any number of
 * threads except the connection's I/O thread.
 *
 * <p>The descriptions of the commands in {@link Channel}, and of what the broker refuses, apply here, too. A failed
 * command throws the exception that the stage of {@code Channel} would fail with, with the stack trace of the caller:
 * {@link amqp.connection.ClosedException} when the channel or connection is closed before or during the call, for
 * instance because the broker refused the command (the exception has its reply code); {@link CallTimeoutException} when
 * no reply arrives within the call timeout; {@link CallInterruptedException} when the thread is interrupted while it
 * waits; and {@link IllegalArgumentException} or {@link IllegalStateException} when the command cannot be sent. With
 * no-wait a command returns at once, with null if it has a result.
 *
 * <p>Delivery handlers run on the connection's executor and the listener for returned messages on the completion
 * executor; both may block, unless the channel was opened with another {@link ChannelOptions#dispatch}.
 */
public final class BlockingChannel implements AutoCloseable {
    /** What a consumer may have unacknowledged when the program has not called {@link #basicQos}. */
    private static final int DEFAULT_PREFETCH = 256;

    private final Channel channel;

    private BlockingChannel(Channel channel) {
        this.channel = channel;
    }

    static BlockingChannel open(Connection connection, ChannelOptions how) {
        // What completes is waited for here: that never blocks the I/O thread, and saves a hand-over between threads.
        ChannelOptions waiting =
                how.toBuilder().completionDispatch(Dispatch.IO_THREAD).build();
        return new BlockingChannel(Waiting.forReply(connection, () -> connection.openChannel(waiting)));
    }

    /**
     * Returns the same channel for asynchronous use. Its stages complete on the I/O thread, where nothing may block:
     * run dependent stages that do more than a little on an executor, with the methods whose names end with Async.
     */
    public Channel channel() {
        return channel;
    }

    /** Returns the channel number, 1 to 65535. */
    public int number() {
        return channel.number();
    }

    /**
     * Returns whether the channel accepts commands: neither side has started to close the channel or its connection,
     * and the connection is not lost.
     */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the channel is closed for good, by either side or with its
     * connection. It completes on the I/O thread and never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return channel.closed();
    }

    /**
     * Closes the channel with reply code 200; see {@link #close(int, String)}. A try-with-resources statement closes a
     * channel and then its connection, each within the close timeout.
     */
    @Override
    public void close() {
        await(() -> channel.close());
    }

    /**
     * Closes the channel and waits until it is closed, at most for
     * {@link amqp.client.ConnectionOptions.Builder#closeTimeout}, even when the network does not respond. While the
     * connection is being recovered, this returns at once. It has no effect when the channel is closed already.
     *
     * @param code the reply code for the broker, see {@link amqp.codec.ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws CallInterruptedException when interrupted; the channel is closed in any case
     */
    public void close(int code, String text) {
        await(() -> channel.close(code, text));
    }

    // ---- exchanges ----

    /**
     * Declares a durable exchange; see {@link Channel#exchangeDeclare(ExchangeMethod.Declare)}.
     *
     * @param exchange name, at most 255 bytes
     * @param type "direct", "fanout", "topic", "headers" or one of a plugin
     */
    public void exchangeDeclare(String exchange, String type) {
        await(() -> channel.exchangeDeclare(exchange, type));
    }

    /**
     * Declares an exchange; see {@link Channel#exchangeDeclare(ExchangeMethod.Declare)}.
     *
     * @param method the name, the type and the options
     */
    public void exchangeDeclare(ExchangeMethod.Declare method) {
        await(() -> channel.exchangeDeclare(method));
    }

    /**
     * Deletes an exchange, with or without bindings; see {@link Channel#exchangeDelete(ExchangeMethod.Delete)}.
     *
     * @param exchange name
     */
    public void exchangeDelete(String exchange) {
        await(() -> channel.exchangeDelete(exchange));
    }

    /**
     * Deletes an exchange and its bindings; see {@link Channel#exchangeDelete(ExchangeMethod.Delete)}.
     *
     * @param method the name, and whether to delete only an exchange without bindings
     */
    public void exchangeDelete(ExchangeMethod.Delete method) {
        await(() -> channel.exchangeDelete(method));
    }

    /**
     * Binds an exchange to another by a routing key; see {@link Channel#exchangeBind(ExchangeMethod.Bind)}.
     *
     * @param destination the exchange that gets the messages
     * @param source the exchange that routes them there
     * @param routingKey at most 255 bytes; a pattern if the source is a topic exchange
     */
    public void exchangeBind(String destination, String source, String routingKey) {
        await(() -> channel.exchangeBind(destination, source, routingKey));
    }

    /**
     * Binds an exchange to another; see {@link Channel#exchangeBind(ExchangeMethod.Bind)}.
     *
     * @param method destination, source, routing key and arguments
     */
    public void exchangeBind(ExchangeMethod.Bind method) {
        await(() -> channel.exchangeBind(method));
    }

    /**
     * Removes a binding without arguments between two exchanges; see
     * {@link Channel#exchangeUnbind(ExchangeMethod.Unbind)}.
     *
     * @param destination the exchange that gets the messages
     * @param source the exchange that routes them there
     * @param routingKey the routing key of the binding
     */
    public void exchangeUnbind(String destination, String source, String routingKey) {
        await(() -> channel.exchangeUnbind(destination, source, routingKey));
    }

    /**
     * Removes a binding between two exchanges; see {@link Channel#exchangeUnbind(ExchangeMethod.Unbind)}.
     *
     * @param method destination, source, routing key and arguments of the binding
     */
    public void exchangeUnbind(ExchangeMethod.Unbind method) {
        await(() -> channel.exchangeUnbind(method));
    }

    // ---- queues ----

    /**
     * Declares a durable queue; see {@link Channel#queueDeclare(QueueMethod.Declare)}.
     *
     * @param queue name, at most 255 bytes
     * @return the name, the number of ready messages and the number of consumers
     */
    public QueueMethod.DeclareOk queueDeclare(String queue) {
        return await(() -> channel.queueDeclare(queue));
    }

    /**
     * Declares a queue with a name made by the broker, exclusive to the connection and deleted with its last consumer;
     * see {@link Channel#queueDeclare()}.
     *
     * @return the name, and counts of 0
     */
    public QueueMethod.DeclareOk queueDeclare() {
        return await(() -> channel.queueDeclare());
    }

    /**
     * Declares a queue; see {@link Channel#queueDeclare(QueueMethod.Declare)}.
     *
     * @param method the name, "" for a name made by the broker, and the options
     * @return the name, the number of ready messages and the number of consumers; null with no-wait
     */
    public QueueMethod.@Nullable DeclareOk queueDeclare(QueueMethod.Declare method) {
        return await(() -> channel.queueDeclare(method));
    }

    /**
     * Binds a queue to an exchange by a routing key; see {@link Channel#queueBind(QueueMethod.Bind)}.
     *
     * @param queue name of the queue
     * @param exchange name of the exchange
     * @param routingKey at most 255 bytes; a pattern for a topic exchange, ignored by a fanout exchange
     */
    public void queueBind(String queue, String exchange, String routingKey) {
        await(() -> channel.queueBind(queue, exchange, routingKey));
    }

    /**
     * Binds a queue to an exchange; see {@link Channel#queueBind(QueueMethod.Bind)}.
     *
     * @param method queue, exchange, routing key and arguments
     */
    public void queueBind(QueueMethod.Bind method) {
        await(() -> channel.queueBind(method));
    }

    /**
     * Removes a binding without arguments of a queue; see {@link Channel#queueUnbind(QueueMethod.Unbind)}.
     *
     * @param queue name of the queue
     * @param exchange name of the exchange
     * @param routingKey the routing key of the binding
     */
    public void queueUnbind(String queue, String exchange, String routingKey) {
        await(() -> channel.queueUnbind(queue, exchange, routingKey));
    }

    /**
     * Removes a binding of a queue; see {@link Channel#queueUnbind(QueueMethod.Unbind)}.
     *
     * @param method queue, exchange, routing key and arguments of the binding
     */
    public void queueUnbind(QueueMethod.Unbind method) {
        await(() -> channel.queueUnbind(method));
    }

    /**
     * Deletes the ready messages of a queue; see {@link Channel#queuePurge(QueueMethod.Purge)}.
     *
     * @param queue name
     * @return the number of deleted messages
     */
    public QueueMethod.PurgeOk queuePurge(String queue) {
        return await(() -> channel.queuePurge(queue));
    }

    /**
     * Deletes the ready messages of a queue; see {@link Channel#queuePurge(QueueMethod.Purge)}.
     *
     * @param method the name of the queue
     * @return the number of deleted messages; null with no-wait
     */
    public QueueMethod.@Nullable PurgeOk queuePurge(QueueMethod.Purge method) {
        return await(() -> channel.queuePurge(method));
    }

    /**
     * Deletes a queue, with or without consumers and messages; see {@link Channel#queueDelete(QueueMethod.Delete)}.
     *
     * @param queue name
     * @return the number of deleted messages
     */
    public QueueMethod.DeleteOk queueDelete(String queue) {
        return await(() -> channel.queueDelete(queue));
    }

    /**
     * Deletes a queue; see {@link Channel#queueDelete(QueueMethod.Delete)}.
     *
     * @param method the name, and whether to delete only a queue without consumers, or without messages
     * @return the number of deleted messages; null with no-wait
     */
    public QueueMethod.@Nullable DeleteOk queueDelete(QueueMethod.Delete method) {
        return await(() -> channel.queueDelete(method));
    }

    // ---- publishing ----

    /**
     * Puts the channel into confirm mode, in which {@link #publish} waits for the broker's verdict; see
     * {@link Channel#confirmSelect()}.
     */
    public ConfirmMethod.SelectOk confirmSelect() {
        return await(() -> channel.confirmSelect());
    }

    /** Returns whether the channel is in confirm mode, so that {@link #publish} waits for the broker's verdict. */
    public boolean isConfirming() {
        return channel.isConfirming();
    }

    /**
     * Publishes a message; see {@link #publish(BasicMethod.Publish, Message)}.
     *
     * @param exchange name of the exchange; "" for the default one, whose routing keys are queue names
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     */
    public void publish(String exchange, String routingKey, Message message) {
        publish(BasicMethod.Publish.of(exchange, routingKey), message);
    }

    /**
     * Publishes a message (specification §1.8.3.7 basic.publish). In confirm mode it waits for the broker's verdict.
     *
     * <p>Before that, it waits for room, at most for the
     * {@linkplain amqp.client.ConnectionOptions.Builder#publishTimeout publish timeout}: while too many bytes wait to
     * be sent, the broker has blocked the connection, the publish window is full, or the publish buffer is full during
     * a recovery.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @throws PublishFailedException in confirm mode, when the message is not acknowledged but refused, returned or
     *     without a verdict
     * @throws CallTimeoutException in confirm mode, when no verdict arrives within the call timeout, or, while the
     *     connection is being recovered, within the publish timeout; the message may have arrived
     * @throws PublishBlockedException when there was no room in time, or the thread was interrupted while it waited for
     *     room; nothing was sent
     * @throws CallInterruptedException in confirm mode, when interrupted while waiting for the verdict; the message may
     *     have arrived
     * @throws amqp.connection.ClosedException when the channel or connection is closed
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties are larger than frame-max
     */
    public void publish(BasicMethod.Publish method, Message message) {
        if (channel.isConfirming()) {
            Waiting.expectOtherThread(channel.connection());
            AwaitedVerdict awaited = new AwaitedVerdict(1);
            whenThereIsRoom(() -> channel.tryPublishConfirmed(method, message, awaited));
            expectAcked(method, 1, awaited);
        } else if (!channel.tryPublish(method, message)) {
            whenThereIsRoom(() -> channel.tryPublish(method, message));
        }
    }

    /**
     * Publishes messages with the same exchange and routing key, in order. This is faster than
     * {@link #publish(BasicMethod.Publish, Message)} for each of them; see {@link Channel#publishAll}. If there is no
     * room for all of them, it waits for room in between, each time at most for the
     * {@linkplain amqp.client.ConnectionOptions.Builder#publishTimeout publish timeout}. In confirm mode it waits for
     * all verdicts when all are published.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns; an empty list has no effect
     * @throws PublishFailedException in confirm mode, when one or more of them are not acknowledged
     * @throws CallTimeoutException in confirm mode, when a verdict is missing after the call timeout
     * @throws PublishBlockedException when there was no room in time, or the thread was interrupted while it waited for
     *     room; the exception's message says how many were published, and the others were not
     * @throws amqp.connection.ClosedException when the channel or connection is closed, before or during a wait for
     *     room; then the first messages may have been published, and the others were not
     * @throws CallInterruptedException in confirm mode, when the thread was interrupted while it waited for verdicts
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties of one of the messages
     *     are larger than frame-max; nothing is sent
     */
    public void publishAll(BasicMethod.Publish method, List<Message> messages) {
        if (!channel.isConfirming()) {
            publishInTurn(messages, left -> channel.tryPublishAll(method, left));
        } else if (!messages.isEmpty()) {
            Waiting.expectOtherThread(channel.connection());
            AwaitedVerdict awaited = new AwaitedVerdict(messages.size());
            publishInTurn(messages, left -> channel.tryPublishAllConfirmed(method, left, awaited));
            expectAcked(method, messages.size(), awaited);
        }
    }

    /**
     * @param attempt publishes as many of the messages as there is room for, and says how many these were
     */
    private void publishInTurn(List<Message> messages, ToIntFunction<List<Message>> attempt) {
        List<Message> all = List.copyOf(messages);
        for (int published = attempt.applyAsInt(all); published < all.size(); ) {
            List<Message> left = all.subList(published, all.size());
            int[] more = {0};
            try {
                whenThereIsRoom(() -> {
                    more[0] = attempt.applyAsInt(left);
                    return more[0] > 0;
                });
            } catch (PublishBlockedException e) {
                throw published == 0
                        ? e
                        : new PublishBlockedException(
                                e.getMessage() + "; " + published + " of " + all.size() + " messages were published");
            }
            published += more[0];
        }
    }

    private void expectAcked(BasicMethod.Publish method, int messages, AwaitedVerdict awaited) {
        Verdict verdict;
        try {
            verdict = Waiting.forVerdict(channel.connection(), awaited);
        } catch (UnconfirmedException e) {
            throw new PublishFailedException(method.exchange(), method.routingKey(), messages, e.why());
        }
        if (verdict != Verdict.ACKED) {
            throw new PublishFailedException(method.exchange(), method.routingKey(), messages, verdict);
        }
    }

    /**
     * Publishes a message in confirm mode without waiting for its verdict; see
     * {@link #publishConfirmed(BasicMethod.Publish, Message)}.
     *
     * @param exchange name of the exchange; "" for the default one, whose routing keys are queue names
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     */
    public CompletionStage<Verdict> publishConfirmed(String exchange, String routingKey, Message message) {
        return publishConfirmed(BasicMethod.Publish.of(exchange, routingKey), message);
    }

    /**
     * Publishes a message in confirm mode. It waits for room as {@link #publish} does, but not for the verdict.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @return completes with the broker's verdict, never {@link Verdict#UNKNOWN}, or fails with
     *     {@link UnconfirmedException}, which says why there is none. It completes on the I/O thread, where dependent
     *     stages must not block: use the methods whose names end with Async for those that do
     * @throws PublishBlockedException when there was no room in time; nothing was sent
     * @throws amqp.connection.ClosedException when the channel or connection is closed
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<Verdict> publishConfirmed(BasicMethod.Publish method, Message message) {
        AwaitedVerdict awaited = new AwaitedVerdict(1);
        whenThereIsRoom(() -> channel.tryPublishConfirmed(method, message, awaited));
        return awaited.minimalCompletionStage();
    }

    /**
     * Publishes a message if there is room for it now, without waiting for room or for a verdict; see
     * {@link Channel#tryPublish}.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @return true if the message was published; false if there is no room, and nothing of it is sent
     * @throws amqp.connection.ClosedException when the channel or connection is closed
     */
    public boolean tryPublish(BasicMethod.Publish method, Message message) {
        return channel.tryPublish(method, message);
    }

    private void whenThereIsRoom(BooleanSupplier attempt) {
        if (attempt.getAsBoolean()) {
            return;
        }
        long end = System.nanoTime()
                + TimeUnit.NANOSECONDS.convert(channel.connection().options().publishTimeout());
        do {
            Waiting.forRoom(channel, end - System.nanoTime());
        } while (!attempt.getAsBoolean());
    }

    /**
     * Sets the listener for mandatory messages that no queue accepted (specification §1.8.3.8 basic.return). It
     * replaces the previous listener.
     *
     * @param listener called for one message at a time, where {@link Channel#onReturn} says: by default on the
     *     completion executor, where it may block and use this channel. In confirm mode, {@link #publish} may throw for
     *     the message before
     */
    public void onReturn(Consumer<Returned> listener) {
        channel.onReturn(listener);
    }

    /**
     * Waits until every message published before has its verdict. Use it to publish many messages with
     * {@link #publishConfirmed}, {@link #tryPublish} or the asynchronous channel, and wait for all of them once; see
     * {@link Channel#allConfirmed}.
     *
     * @param timeout more than zero
     * @return the number of each verdict since the last call
     * @throws CallTimeoutException when verdicts are missing after the timeout
     * @throws IllegalArgumentException when the timeout is not more than zero
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public ConfirmCounts waitForConfirms(Duration timeout) {
        return await(() -> channel.allConfirmed(timeout));
    }

    // ---- consuming ----

    /**
     * Returns the prefetch count that the broker granted last after {@link #basicQos}, which limits each consumer
     * started from now on; empty if it was never called.
     */
    public OptionalInt prefetch() {
        return channel.prefetch();
    }

    /**
     * Sets how many unacknowledged messages each consumer started afterwards may have; see
     * {@link Channel#basicQos(BasicMethod.Qos)}.
     *
     * @param prefetchCount 0 to 65535 messages; 0 for no limit
     */
    public void basicQos(int prefetchCount) {
        basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    /**
     * Sets the prefetch: how many unacknowledged messages the broker may send; see
     * {@link Channel#basicQos(BasicMethod.Qos)}.
     *
     * @param method the count, 0 to 65535 messages, where 0 means no limit, and whether it is global
     */
    public void basicQos(BasicMethod.Qos method) {
        await(() -> channel.basicQos(method));
    }

    /**
     * Starts a consumer whose messages need acknowledgements and are read in a loop; see
     * {@link #consume(BasicMethod.Consume, Duration)}.
     *
     * @param queue name of the queue
     * @param idle an iteration ends when no message has arrived for that long
     */
    public Deliveries consume(String queue, Duration idle) {
        return consume(BasicMethod.Consume.of(queue), idle);
    }

    /**
     * Starts a consumer whose messages are read in a loop. If {@link #basicQos} was not called before, this sets a
     * prefetch of 256 messages, unless the consumer needs no acknowledgements. See {@link Channel#basicConsume} for
     * what the broker refuses.
     *
     * @param method the queue, and a consumer tag or "" for a tag made by the broker
     * @param idle an iteration ends when no message has arrived for that long
     * @return close it to cancel the consumer
     */
    public Deliveries consume(BasicMethod.Consume method, Duration idle) {
        Objects.requireNonNull(idle, "idle");
        if (channel.prefetch().isEmpty() && !method.noAck()) {
            basicQos(DEFAULT_PREFETCH);
        }
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String consumerTag = await(() -> channel.basicConsume(method, buffer));
        return new Deliveries(this, consumerTag, method.noAck(), buffer, idle);
    }

    /**
     * Starts a consumer whose messages need acknowledgements and are passed to a handler; see
     * {@link #basicConsume(BasicMethod.Consume, DeliveryHandler)}.
     *
     * @param queue name of the queue
     * @param handler called on the connection's executor, for one message at a time
     * @return the consumer tag
     */
    public String basicConsume(String queue, DeliveryHandler handler) {
        return await(() -> channel.basicConsume(queue, handler));
    }

    /**
     * Starts a consumer whose messages are passed to a handler; see {@link Channel#basicConsume}. Set a prefetch with
     * {@link #basicQos} first, since there is no default. Without it, the broker sends all messages of the queue, and
     * the client keeps up to {@link amqp.client.ConnectionOptions.Builder#inboxBound} bytes of them and then stops
     * reading.
     *
     * @param method the queue, and a consumer tag or "" for a tag made by the broker
     * @param handler called on the connection's executor, for one message at a time; it may block and use this channel
     * @return the consumer tag
     * @throws IllegalArgumentException when the consumer tag is in use on the channel, or is empty with no-wait;
     *     nothing is sent
     */
    public String basicConsume(BasicMethod.Consume method, DeliveryHandler handler) {
        return await(() -> channel.basicConsume(method, handler));
    }

    /**
     * Cancels a consumer; see {@link Channel#basicCancel(String)}. Its handler may still be called with messages that
     * arrived before.
     *
     * @param consumerTag the tag that {@code basicConsume} returned
     */
    public void basicCancel(String consumerTag) {
        await(() -> channel.basicCancel(consumerTag));
    }

    /**
     * Fetches one message that needs an acknowledgement; see {@link Channel#basicGet(BasicMethod.Get)}.
     *
     * @param queue name of the queue
     * @return empty when the queue is empty
     * @throws amqp.client.MessageTooLargeException when the message is larger than the connection accepts
     */
    public Optional<Delivery> basicGet(String queue) {
        return basicGet(BasicMethod.Get.of(queue));
    }

    /**
     * Fetches one message; see {@link Channel#basicGet(BasicMethod.Get)}.
     *
     * @param method the queue, and whether the message needs no acknowledgement
     * @return empty when the queue is empty
     * @throws amqp.client.MessageTooLargeException when the message is larger than the connection accepts
     */
    public Optional<Delivery> basicGet(BasicMethod.Get method) {
        return await(() -> channel.basicGet(method));
    }

    /**
     * Acknowledges messages; there is no reply to wait for. See {@link Channel#basicAck}.
     *
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all unacknowledged messages
     * @param multiple whether to acknowledge all earlier messages of this channel, too
     * @throws amqp.connection.DeliveryTagException when no unacknowledged message has this tag
     */
    public void basicAck(long deliveryTag, boolean multiple) {
        channel.basicAck(deliveryTag, multiple);
    }

    /**
     * Rejects messages; there is no reply to wait for. See {@link Channel#basicNack}.
     *
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all unacknowledged messages
     * @param multiple whether to reject all earlier messages of this channel, too
     * @param requeue whether they go back to the queue; otherwise they are dropped, or dead-lettered if the queue is
     *     configured so
     * @throws amqp.connection.DeliveryTagException when no unacknowledged message has this tag
     */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        channel.basicNack(deliveryTag, multiple, requeue);
    }

    /**
     * Rejects one message; there is no reply to wait for. See {@link Channel#basicReject}.
     *
     * @param deliveryTag the tag of the message
     * @param requeue whether it goes back to the queue; otherwise it is dropped, or dead-lettered if the queue is
     *     configured so
     * @throws amqp.connection.DeliveryTagException when no unacknowledged message has this tag
     */
    public void basicReject(long deliveryTag, boolean requeue) {
        channel.basicReject(deliveryTag, requeue);
    }

    /**
     * Asks the broker to redeliver all unacknowledged messages of the channel; see
     * {@link Channel#basicRecover(boolean)}.
     *
     * @param requeue true to put them back into their queues; RabbitMQ does not support false
     */
    public void basicRecover(boolean requeue) {
        await(() -> channel.basicRecover(requeue));
    }

    // ---- transactions ----

    /**
     * Puts the channel into transactional mode: publishes and acknowledgements take effect when they are committed; see
     * {@link Channel#txSelect()}.
     */
    public void txSelect() {
        await(() -> channel.txSelect());
    }

    /**
     * Commits the publishes and acknowledgements since the last commit or rollback, and starts a new transaction; see
     * {@link Channel#txCommit()}.
     */
    public void txCommit() {
        await(() -> channel.txCommit());
    }

    /**
     * Undoes the publishes and acknowledgements since the last commit or rollback, and starts a new transaction; see
     * {@link Channel#txRollback()}. No message is redelivered.
     */
    public void txRollback() {
        await(() -> channel.txRollback());
    }

    /** Returns a short name for logs: with the number of the channel. */
    @Override
    public String toString() {
        return channel.toString();
    }

    <T> T await(Supplier<CompletionStage<T>> command) {
        return Waiting.forReply(channel.connection(), command);
    }
}
