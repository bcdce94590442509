// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.EngineClosedException;
import amqp.connection.Event;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A channel (specification §2.2.5). Safe to use from any number of threads; what one thread gives to it goes out in
 * that order, and each publish stands as a whole on the wire.
 *
 * <p>Every command takes the method's own record, made by its {@code of} and changed by its withers; the everyday cases
 * have a short form. A command gives a stage that completes with the reply. It fails with {@link ClosedException} when
 * the channel or connection is or becomes closed and with {@link CallTimeoutException} when the reply does not come
 * within {@link ConnectionOptions.Builder#callLimit}; the wait for the command's turn counts. With no-wait the stage
 * completes with null when the command is on its way. A record that cannot be sent (a name too long, arguments larger
 * than frame-max) is an {@link IllegalArgumentException} at once, and the channel stays usable. Stages complete where
 * the channel's {@link Dispatch} says.
 */
public final class Channel {
    private final Connection connection;
    private final Dispatch dispatch;
    private final Executor replies;
    private final Executor verdicts;
    private final Executor deliveries;
    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private Publication lastPublication;
    private volatile java.util.function.Consumer<Returned> returnListener = returned -> {};

    /** Set once, before the channel is handed out. */
    private ChannelEngine engine;

    Channel(Connection connection, Dispatch dispatch, Executor executor) {
        this.connection = connection;
        this.dispatch = dispatch;
        this.replies = lane(dispatch, executor);
        this.verdicts = lane(dispatch, executor);
        this.deliveries = lane(dispatch, executor);
    }

    private static Executor lane(Dispatch dispatch, Executor executor) {
        return dispatch == Dispatch.IO_THREAD ? Lane::runHere : new Lane(executor);
    }

    // ---- the channel itself ----

    /** The connection that it belongs to. */
    public Connection connection() {
        return connection;
    }

    /** The channel number, from 1. */
    public int number() {
        return engine.number();
    }

    /** Whether commands can be given: neither side has begun to close it or its connection. */
    public boolean isOpen() {
        return connection.driver().ask(whole -> whole.isOpen() && engine.isOpen());
    }

    /** Completes when the channel is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    /** Closes the channel after what was given to it before; completes when it is closed, however that came about. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the channel, telling the broker why.
     *
     * @param code reply code
     * @param text at most 255 octets
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        connection.driver().command(unused -> {
            engine.close(code, text, connection.options().closeLimit(), System.nanoTime());
            return null;
        });
        return closed();
    }

    // ---- exchanges ----

    public CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(ExchangeMethod.Declare method) {
        return call(method, ExchangeMethod.DeclareOk.class);
    }

    /** Declares a durable exchange. */
    public CompletionStage<ExchangeMethod.DeclareOk> exchangeDeclare(String exchange, String type) {
        return exchangeDeclare(ExchangeMethod.Declare.of(exchange, type).durable(true));
    }

    public CompletionStage<ExchangeMethod.DeleteOk> exchangeDelete(ExchangeMethod.Delete method) {
        return call(method, ExchangeMethod.DeleteOk.class);
    }

    public CompletionStage<ExchangeMethod.BindOk> exchangeBind(ExchangeMethod.Bind method) {
        return call(method, ExchangeMethod.BindOk.class);
    }

    public CompletionStage<ExchangeMethod.UnbindOk> exchangeUnbind(ExchangeMethod.Unbind method) {
        return call(method, ExchangeMethod.UnbindOk.class);
    }

    // ---- queues ----

    public CompletionStage<QueueMethod.DeclareOk> queueDeclare(QueueMethod.Declare method) {
        return call(method, QueueMethod.DeclareOk.class);
    }

    /** Declares a durable queue. */
    public CompletionStage<QueueMethod.DeclareOk> queueDeclare(String queue) {
        return queueDeclare(QueueMethod.Declare.of(queue).durable(true));
    }

    /** Declares a queue named by the broker, exclusive to the connection and deleted with its last consumer. */
    public CompletionStage<QueueMethod.DeclareOk> queueDeclare() {
        return queueDeclare(QueueMethod.Declare.of("").exclusive(true).autoDelete(true));
    }

    public CompletionStage<QueueMethod.BindOk> queueBind(QueueMethod.Bind method) {
        return call(method, QueueMethod.BindOk.class);
    }

    public CompletionStage<QueueMethod.UnbindOk> queueUnbind(QueueMethod.Unbind method) {
        return call(method, QueueMethod.UnbindOk.class);
    }

    public CompletionStage<QueueMethod.PurgeOk> queuePurge(QueueMethod.Purge method) {
        return call(method, QueueMethod.PurgeOk.class);
    }

    public CompletionStage<QueueMethod.DeleteOk> queueDelete(QueueMethod.Delete method) {
        return call(method, QueueMethod.DeleteOk.class);
    }

    // ---- publishing ----

    /**
     * Puts the channel into confirm mode: each publish after it gets a {@link Verdict}.
     */
    public CompletionStage<ConfirmMethod.SelectOk> confirmSelect() {
        return call(new ConfirmMethod.Select(false), ConfirmMethod.SelectOk.class);
    }

    /**
     * Publishes a message and forgets it.
     *
     * @see #basicPublish(BasicMethod.Publish, BasicProperties, byte[])
     */
    public void basicPublish(String exchange, String routingKey, BasicProperties properties, byte[] body) {
        publish(exchange, routingKey, false, properties, body, null);
    }

    /**
     * Publishes a message and forgets it; a mandatory one that has no queue comes back to the {@link #onReturn}
     * listener. Where the outbound octets have reached the high water mark, this waits for room, at most
     * {@link ConnectionOptions.Builder#publishLimit}; in a callback on the I/O thread it never waits.
     *
     * @param body copied before this returns
     * @throws PublishBlockedException when there was no room in time; nothing was sent
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalArgumentException when a name is longer than 255 octets or the properties are larger than
     *     frame-max; nothing was sent and the channel stays usable
     */
    public void basicPublish(BasicMethod.Publish method, BasicProperties properties, byte[] body) {
        publish(method.exchange(), method.routingKey(), method.mandatory(), properties, body, null);
    }

    /**
     * Publishes a message in confirm mode; the stage completes with the one verdict that the message gets.
     *
     * @throws IllegalStateException when the channel is not in confirm mode: {@link #confirmSelect} was not called
     *     before, or has not completed yet
     * @see #basicPublish(BasicMethod.Publish, BasicProperties, byte[])
     */
    public CompletionStage<Verdict> publishConfirmed(
            BasicMethod.Publish method, BasicProperties properties, byte[] body) {
        PublishStage stage = new PublishStage();
        publishConfirmed(method, properties, body, stage);
        return stage;
    }

    /**
     * The same with a callback, which may be one for many messages. It hears {@link Verdict#UNKNOWN} too when the
     * channel was closed before the message left.
     */
    public void publishConfirmed(
            BasicMethod.Publish method, BasicProperties properties, byte[] body, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        publish(method.exchange(), method.routingKey(), method.mandatory(), properties, body, callback);
    }

    /** Hears mandatory messages that had no queue to go to; replaces the listener before. */
    public void onReturn(java.util.function.Consumer<Returned> listener) {
        returnListener = Objects.requireNonNull(listener, "listener");
    }

    // ---- consuming ----

    /**
     * Bounds what may be unacknowledged.
     *
     * @param prefetchCount messages for each consumer that is made afterwards, 0 for no bound
     */
    public CompletionStage<BasicMethod.QosOk> basicQos(int prefetchCount) {
        return basicQos(BasicMethod.Qos.of(prefetchCount));
    }

    public CompletionStage<BasicMethod.QosOk> basicQos(BasicMethod.Qos method) {
        return call(method, BasicMethod.QosOk.class);
    }

    /** Consumes from a queue, with acknowledgements; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(String queue, Consumer consumer) {
        return basicConsume(BasicMethod.Consume.of(queue), consumer);
    }

    /** Consumes from a queue; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(BasicMethod.Consume method, Consumer consumer) {
        Subscription subscription = new Subscription(this, method, Objects.requireNonNull(consumer, "consumer"));
        submit(method, subscription);
        return subscription.reply();
    }

    /**
     * Ends a consumer; completes when the broker sends no more messages to it. With {@link Dispatch#EXECUTOR} those that
     * came before may still be on their way to the consumer.
     */
    public CompletionStage<BasicMethod.CancelOk> basicCancel(String consumerTag) {
        Reply<BasicMethod.CancelOk> reply = new Reply<>(this, replies, ok -> {
            Subscription ended = subscriptions.remove(consumerTag); // now, as the tag may be taken anew
            if (ended != null) {
                ended.cancelledHere(consumerTag);
            }
            return (BasicMethod.CancelOk) ok;
        });
        submit(BasicMethod.Cancel.of(consumerTag), reply);
        return reply;
    }

    /** Fetches one message; completes with an empty one when the queue is empty. */
    public CompletionStage<Optional<Delivery>> basicGet(BasicMethod.Get method) {
        Reply<Optional<Delivery>> reply = new Reply<>(this, replies, empty -> Optional.empty());
        submit(method, new GetCompletion(this, method, reply));
        return reply;
    }

    /**
     * Acknowledges.
     *
     * @param deliveryTag of the message; 0 with {@code multiple} for all that are unacknowledged
     * @param multiple whether all before it on this channel are meant too
     * @throws ClosedException when the channel or connection is closed
     */
    public void basicAck(long deliveryTag, boolean multiple) {
        send(new BasicMethod.Ack(deliveryTag, multiple));
    }

    /** Says that messages have not been dealt with; see {@link #basicAck} and {@link Delivery#nack}. */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        send(new BasicMethod.Nack(deliveryTag, multiple, requeue));
    }

    /** Says that a message has not been dealt with, without RabbitMQ's extension; see {@link Delivery#nack}. */
    public void basicReject(long deliveryTag, boolean requeue) {
        send(new BasicMethod.Reject(deliveryTag, requeue));
    }

    /** Asks for all that is unacknowledged once more. */
    public CompletionStage<BasicMethod.RecoverOk> basicRecover(boolean requeue) {
        return call(new BasicMethod.Recover(requeue), BasicMethod.RecoverOk.class);
    }

    // ---- transactions ----

    public CompletionStage<TxMethod.SelectOk> txSelect() {
        return call(new TxMethod.Select(), TxMethod.SelectOk.class);
    }

    public CompletionStage<TxMethod.CommitOk> txCommit() {
        return call(new TxMethod.Commit(), TxMethod.CommitOk.class);
    }

    public CompletionStage<TxMethod.RollbackOk> txRollback() {
        return call(new TxMethod.Rollback(), TxMethod.RollbackOk.class);
    }

    // ---- from the connection ----

    /** Where stages complete. */
    Executor replies() {
        return replies;
    }

    /** Where consumers are called. */
    Executor deliveries() {
        return deliveries;
    }

    void opened(ChannelEngine number) {
        engine = number;
    }

    void subscribed(String consumerTag, Subscription subscription) {
        subscriptions.put(consumerTag, subscription);
    }

    void deliver(Consumer consumer, Delivery delivery) {
        if (dispatch == Dispatch.IO_THREAD) {
            try {
                consumer.onDelivery(delivery);
            } catch (RuntimeException | Error e) {
                Lane.failed(e);
            }
            return;
        }
        Inbox inbox = connection.inbox();
        int octets = delivery.body().length;
        inbox.arrived(octets);
        deliveries.execute(() -> {
            try {
                consumer.onDelivery(delivery);
            } finally {
                inbox.taken(octets);
            }
        });
    }

    void receive(Event event) {
        if (event instanceof Event.Returned returned) {
            returned(returned);
        } else if (event instanceof Event.ConsumerCancelled cancelled) {
            subscriptions.remove(cancelled.consumerTag());
            ((Subscription) cancelled.consumer()).cancelled(cancelled.consumerTag());
        } else if (event instanceof Event.ChannelClosed isClosed) {
            closed(isClosed.reason());
        }
    }

    /** Whether the broker owes an answer other than to a command. Under the driver's lock. */
    boolean isAwaiting() {
        return !engine.isOpen() || engine.unsettled() > 0;
    }

    void settled(PublishCallback callback, Verdict verdict) {
        if (dispatch == Dispatch.IO_THREAD) {
            try {
                callback.settled(verdict);
            } catch (RuntimeException | Error e) {
                Lane.failed(e);
            }
        } else {
            verdicts.execute(() -> callback.settled(verdict));
        }
    }

    private void closed(CloseReason reason) {
        replies.execute(() -> closed.complete(reason));
        ClosedException why = new ClosedException(toString(), reason);
        subscriptions.values().forEach(subscription -> subscription.ended(why));
        subscriptions.clear();
    }

    private void returned(Event.Returned event) {
        BasicMethod.Return method = event.method();
        java.util.function.Consumer<Returned> listener = returnListener;
        Returned returned = new Returned(
                method.replyCode(),
                method.replyText(),
                method.exchange(),
                method.routingKey(),
                event.properties(),
                event.body());
        Inbox inbox = connection.inbox();
        int octets = returned.body().length;
        inbox.arrived(octets);
        verdicts.execute(() -> {
            try {
                listener.accept(returned);
            } finally {
                inbox.taken(octets);
            }
        });
    }

    // ---- inside ----

    private <R extends Method> Reply<R> call(Method method, Class<R> reply) {
        Reply<R> result = new Reply<>(this, replies, reply::cast);
        submit(method, result);
        return result;
    }

    private void submit(Method method, Completion completion) {
        Duration limit = connection.options().callLimit();
        try {
            command(() -> {
                engine.call(method, completion, limit, System.nanoTime());
                connection.asked();
            });
        } catch (ClosedException e) {
            completion.failed(e);
        }
    }

    private void send(Method method) {
        Duration limit = connection.options().callLimit();
        command(() -> engine.call(method, null, limit, System.nanoTime()));
    }

    private void command(Runnable command) {
        try {
            connection.driver().command(unused -> {
                command.run();
                return null;
            });
        } catch (EngineClosedException e) {
            throw closedException(e);
        }
    }

    private void publish(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            PublishCallback callback) {
        ConnectionDriver driver = connection.driver();
        driver.beginPublish(engine, connection.options().publishLimit());
        try {
            if (callback != null && !engine.isConfirming()) {
                throw new IllegalStateException(
                        "channel " + number() + " is not in confirm mode: call confirmSelect first, and wait for it");
            }
            Publication publication = callback == null ? null : publication(callback);
            engine.publish(exchange, routingKey, mandatory, properties, body, 0, body.length, publication);
        } catch (EngineClosedException e) {
            throw closedException(e);
        } finally {
            driver.endPublish();
        }
    }

    /** Under the lock. Where one callback serves many messages, one object does. */
    private Publication publication(PublishCallback callback) {
        if (lastPublication == null || lastPublication.callback() != callback) {
            lastPublication = new Publication(this, callback);
        }
        return lastPublication;
    }

    private ClosedException closedException(EngineClosedException e) {
        return new ClosedException(toString(), e.reason());
    }

    @Override
    public String toString() {
        return "channel " + number();
    }
}
