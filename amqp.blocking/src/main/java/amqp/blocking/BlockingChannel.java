// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.ChannelOptions;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.client.Dispatch;
import amqp.client.PublishBlockedException;
import amqp.client.Returned;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A channel for programs that wait: each command returns when the broker has answered. What {@link Channel} says of
 * failures holds here for exceptions, which carry the stack of the caller. With no-wait a command returns at once, with
 * null where it has a result. Safe to use from any number of threads.
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
     * The same channel for asynchronous use. Its stages complete on the I/O thread, where nothing may block: dependent
     * stages that do more than a little belong on an executor.
     */
    public Channel channel() {
        return channel;
    }

    /** Whether commands can be given: not once either side closes the channel, or its connection. */
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Closes the channel; harmless when it is closed already. */
    @Override
    public void close() {
        await(() -> channel.close());
    }

    // ---- exchanges ----

    /** Declares a durable exchange. */
    public void exchangeDeclare(String exchange, String type) {
        await(() -> channel.exchangeDeclare(exchange, type));
    }

    /** See {@link Channel#exchangeDeclare(ExchangeMethod.Declare)}. */
    public void exchangeDeclare(ExchangeMethod.Declare method) {
        await(() -> channel.exchangeDeclare(method));
    }

    /** See {@link Channel#exchangeDelete}. */
    public void exchangeDelete(ExchangeMethod.Delete method) {
        await(() -> channel.exchangeDelete(method));
    }

    /** See {@link Channel#exchangeBind}. */
    public void exchangeBind(ExchangeMethod.Bind method) {
        await(() -> channel.exchangeBind(method));
    }

    /** See {@link Channel#exchangeUnbind}. */
    public void exchangeUnbind(ExchangeMethod.Unbind method) {
        await(() -> channel.exchangeUnbind(method));
    }

    // ---- queues ----

    /** Declares a durable queue. */
    public QueueMethod.DeclareOk queueDeclare(String queue) {
        return await(() -> channel.queueDeclare(queue));
    }

    /** Declares a queue named by the broker, exclusive to the connection and deleted with its last consumer. */
    public QueueMethod.DeclareOk queueDeclare() {
        return await(() -> channel.queueDeclare());
    }

    /** Declares a queue; the reply has its name, and how many messages and consumers it has. */
    public QueueMethod.DeclareOk queueDeclare(QueueMethod.Declare method) {
        return await(() -> channel.queueDeclare(method));
    }

    /** See {@link Channel#queueBind}. */
    public void queueBind(QueueMethod.Bind method) {
        await(() -> channel.queueBind(method));
    }

    /** See {@link Channel#queueUnbind}. */
    public void queueUnbind(QueueMethod.Unbind method) {
        await(() -> channel.queueUnbind(method));
    }

    /** Drops the messages that are ready; the reply says how many there were. */
    public QueueMethod.PurgeOk queuePurge(QueueMethod.Purge method) {
        return await(() -> channel.queuePurge(method));
    }

    /** Deletes a queue; the reply says how many messages went with it. */
    public QueueMethod.DeleteOk queueDelete(QueueMethod.Delete method) {
        return await(() -> channel.queueDelete(method));
    }

    // ---- publishing ----

    /** From now on a publish returns once the broker has taken responsibility for the message. */
    public ConfirmMethod.SelectOk confirmSelect() {
        return await(() -> channel.confirmSelect());
    }

    /** Whether the channel is in confirm mode, so that a publish waits for the broker's verdict. */
    public boolean isConfirming() {
        return channel.isConfirming();
    }

    /**
     * Publishes a message.
     *
     * @see #publish(BasicMethod.Publish, Message)
     */
    public void publish(String exchange, String routingKey, Message message) {
        publish(BasicMethod.Publish.of(exchange, routingKey), message);
    }

    /**
     * Publishes a message; in confirm mode, waits for the broker's verdict. Waits for room first, at most for the
     * {@linkplain amqp.client.ConnectionOptions.Builder#publishTimeout publish timeout}: while too much waits to be sent,
     * the broker has blocked the connection, the publish window is full, or too much is kept for a connection that is being
     * recovered.
     *
     * @throws PublishFailedException in confirm mode, when the verdict is another than acked
     * @throws CallTimeoutException in confirm mode, when there is no verdict within the call timeout; the message may have
     *     arrived
     * @throws PublishBlockedException when there was no room in time; nothing was sent
     * @throws amqp.connection.ClosedException when the channel or connection is closed
     */
    public void publish(BasicMethod.Publish method, Message message) {
        if (channel.isConfirming()) {
            publishAndWait(method, message);
        } else if (!channel.tryPublish(method, message)) {
            whenThereIsRoom(() -> channel.tryPublish(method, message));
        }
    }

    private void publishAndWait(BasicMethod.Publish method, Message message) {
        Waiting.expectOtherThread(channel.connection());
        CompletableFuture<Verdict> future = new CompletableFuture<>();
        whenThereIsRoom(() -> channel.tryPublishConfirmed(method, message, future::complete));
        Verdict verdict = Waiting.forVerdict(channel.connection(), future);
        if (verdict != Verdict.ACKED) {
            throw new PublishFailedException(method.exchange(), method.routingKey(), verdict);
        }
    }

    /**
     * Publishes a message in confirm mode without waiting for its verdict, but for room as {@link #publish} does. The stage
     * completes with the verdict.
     *
     * @throws PublishBlockedException when there was no room in time; nothing was sent
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<Verdict> publishConfirmed(BasicMethod.Publish method, Message message) {
        CompletableFuture<Verdict> future = new CompletableFuture<>();
        whenThereIsRoom(() -> channel.tryPublishConfirmed(method, message, future::complete));
        return future.minimalCompletionStage();
    }

    /**
     * Publishes a message if there is room now; does not wait for a verdict.
     *
     * @return false when there is none; nothing of the message is sent then
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
     * Has mandatory messages that no queue takes given to a listener, which replaces the one before and runs on the
     * connection's executor.
     */
    public void onReturn(Consumer<Returned> listener) {
        channel.onReturn(listener);
    }

    /**
     * Waits for the verdicts of everything published before that nobody waited for, which is what publishing many
     * messages with {@link #publishConfirmed} or {@link #tryPublish} and one wait for all is for; see {@link Channel#waitForConfirms}.
     *
     * @return how many got which verdict since the call before
     * @throws CallTimeoutException when verdicts are missing after so long
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public ConfirmCounts waitForConfirms(Duration timeout) {
        return await(() -> channel.allConfirmed(timeout));
    }

    // ---- consuming ----

    /** Bounds what each consumer made afterwards may have unacknowledged; 0 for no bound. */
    public void basicQos(int prefetchCount) {
        basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    /** See {@link Channel#basicQos(BasicMethod.Qos)}. */
    public void basicQos(BasicMethod.Qos method) {
        await(() -> channel.basicQos(method));
    }

    /**
     * Consumes from a queue, with acknowledgements.
     *
     * @param idle an iteration ends when no message has come for so long
     */
    public Deliveries consume(String queue, Duration idle) {
        return consume(BasicMethod.Consume.of(queue), idle);
    }

    /**
     * Consumes from a queue; without {@link #basicQos} before it, at most 256 messages are on their way at a time.
     *
     * @param idle an iteration ends when no message has come for so long
     */
    public Deliveries consume(BasicMethod.Consume method, Duration idle) {
        if (channel.prefetch().isEmpty() && !method.noAck()) {
            basicQos(DEFAULT_PREFETCH);
        }
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String consumerTag = await(() -> channel.basicConsume(method, buffer));
        return new Deliveries(this, consumerTag, method.noAck(), buffer, idle);
    }

    /** See {@link Channel#basicCancel}. */
    public void basicCancel(String consumerTag) {
        await(() -> channel.basicCancel(consumerTag));
    }

    /** Fetches one message, to be acknowledged; an empty one when the queue is empty. */
    public Optional<Delivery> basicGet(String queue) {
        return basicGet(BasicMethod.Get.of(queue));
    }

    /** Fetches one message; an empty one when the queue is empty. */
    public Optional<Delivery> basicGet(BasicMethod.Get method) {
        return await(() -> channel.basicGet(method));
    }

    /** Acknowledges; there is no answer to wait for. See {@link Channel#basicAck}. */
    public void basicAck(long deliveryTag, boolean multiple) {
        channel.basicAck(deliveryTag, multiple);
    }

    /** See {@link Channel#basicNack}. */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        channel.basicNack(deliveryTag, multiple, requeue);
    }

    /** See {@link Channel#basicReject}. */
    public void basicReject(long deliveryTag, boolean requeue) {
        channel.basicReject(deliveryTag, requeue);
    }

    /** Asks for all that is unacknowledged once more. */
    public void basicRecover(boolean requeue) {
        await(() -> channel.basicRecover(requeue));
    }

    // ---- transactions ----

    /** From now on publishes and acknowledgements count once they are committed. */
    public void txSelect() {
        await(() -> channel.txSelect());
    }

    /** Lets all since the last commit or rollback count, and begins anew. */
    public void txCommit() {
        await(() -> channel.txCommit());
    }

    /** Drops all since the last commit or rollback, and begins anew; nothing is delivered again by that. */
    public void txRollback() {
        await(() -> channel.txRollback());
    }

    <T> T await(Supplier<CompletionStage<T>> command) {
        return Waiting.forReply(channel.connection(), command);
    }
}
