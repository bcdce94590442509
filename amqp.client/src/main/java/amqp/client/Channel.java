// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.DeliveryTagException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A channel (specification §2.2.5). Safe to use from any number of threads; what one thread gives to it goes out in
 * that order, and each publish stands as a whole on the wire.
 *
 * <p>Every command takes the method's own record, made by its {@code of} and changed by its withers; the everyday cases
 * have a short form. A command gives a stage that completes with the reply, or takes a callback for it instead. It fails
 * with {@link ClosedException} when the channel or connection is or becomes closed, also when it is to come back, and
 * with {@link CallTimeoutException} when the reply does not come within {@link ConnectionOptions.Builder#callTimeout}; the wait for the command's turn counts. With no-wait the stage
 * completes with null when the command is on its way. A record that cannot be sent (a name too long, arguments larger
 * than frame-max) is an {@link IllegalArgumentException} at once, and the channel stays usable. Stages complete and
 * callbacks run where the channel's {@link Dispatch} says.
 *
 * <p>Where {@link RecoveryOptions} bring the connection back, the channel comes back with it: under its number, with its
 * modes and consumers. What becomes of publishes then is said there.
 */
public final class Channel extends ChannelCommands {
    private final Connection connection;
    private final ChannelState state;

    Channel(Connection connection, ChannelOptions options) {
        this.connection = connection;
        this.state = new ChannelState(this, connection, options);
    }

    // ---- the channel itself ----

    /** The connection that it belongs to. */
    public Connection connection() {
        return connection;
    }

    /** The channel number, from 1. */
    public int number() {
        return state.number();
    }

    /** Whether commands can be given: neither side has begun to close it or its connection. */
    public boolean isOpen() {
        return state.isOpen();
    }

    /** Completes when the channel is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return state.closed().minimalCompletionStage();
    }

    /** Hears once when the channel is closed, by whomever; the failure is always null. */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        state.closed().thenAccept(reason -> state.replies().execute(() -> callback.completed(reason, null)));
    }

    /** Closes the channel after what was given to it before; completes when it is closed, however that came about. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the channel, telling the broker why.
     *
     * @param code reply code
     * @param text at most 255 bytes
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        state.close(code, text);
        return closed();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        state.close(code, text);
        closed(callback);
    }

    // ---- publishing ----

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
     * listener. While the outbound bytes are over the high water mark, the broker has blocked the connection, or
     * {@link ChannelOptions#publishWindow} is full, this waits for room, at most
     * {@link ConnectionOptions.Builder#publishTimeout}; on the I/O thread it never waits.
     *
     * @param body copied before this returns
     * @throws PublishBlockedException when there was no room in time; nothing was sent
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties are larger than
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

    /**
     * Publishes a message as {@link #basicPublish(BasicMethod.Publish, BasicProperties, byte[])} does, but never waits.
     *
     * @return false when it would have to wait: the outbound bytes have reached the high water mark, the broker has
     *     blocked the connection, or the publish window is full; nothing was sent then
     */
    public boolean tryPublish(BasicMethod.Publish method, BasicProperties properties, byte[] body) {
        return tryPublish(method, properties, body, null);
    }

    /**
     * The same in confirm mode; see {@link #publishConfirmed(BasicMethod.Publish, BasicProperties, byte[],
     * PublishCallback)}.
     */
    public boolean tryPublishConfirmed(
            BasicMethod.Publish method, BasicProperties properties, byte[] body, PublishCallback callback) {
        return tryPublish(method, properties, body, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Completes when a publish would not have to wait: {@link #tryPublish} is likely to have room then, unless somebody
     * else takes it first. Fails with {@link ClosedException} when the channel is closed and does not come back.
     */
    public CompletionStage<Void> writable() {
        return ReplyStage.of(this::writable);
    }

    /** @see #writable() */
    public void writable(ReplyCallback<? super Void> callback) {
        Reply<Void> reply = state.reply(callback, none -> null);
        connection.driver().whenWritable(state.outbox(), () -> {
            if (isOpen()) {
                reply.completed(null);
            } else {
                state.closed().thenAccept(reply::closed);
            }
        });
    }

    /**
     * Completes when every publish given before has its verdict, whether anybody heard of it or not, and tells how many
     * got which since the call before. Verdicts of a channel that closes are unknown. Completes after the callbacks of
     * those publishes.
     *
     * @param timeout after which it fails with {@link CallTimeoutException}; the publishes it counted are not counted again
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<ConfirmCounts> allConfirmed(Duration timeout) {
        return ReplyStage.of(callback -> allConfirmed(timeout, callback));
    }

    /** @see #allConfirmed(Duration) */
    public void allConfirmed(Duration timeout, ReplyCallback<? super ConfirmCounts> callback) {
        Objects.requireNonNull(callback, "callback");
        ConfirmWait wait = new ConfirmWait(connection.driver(), state.outbox(), state.verdicts(), timeout, callback);
        try {
            state.command(() -> state.outbox().await(wait));
        } catch (ClosedException e) {
            wait.failed(e);
        } catch (RuntimeException | Error e) {
            wait.abandon();
            throw e;
        }
    }

    /** Hears mandatory messages that had no queue to go to; replaces the listener before. */
    public void onReturn(Consumer<Returned> listener) {
        state.onReturn(Objects.requireNonNull(listener, "listener"));
    }

    // ---- consuming ----

    /** Consumes from a queue, with acknowledgements; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(String queue, DeliveryHandler consumer) {
        return basicConsume(BasicMethod.Consume.of(queue), consumer);
    }

    /** Consumes from a queue; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(BasicMethod.Consume method, DeliveryHandler consumer) {
        return ReplyStage.of(callback -> basicConsume(method, consumer, callback));
    }

    /** @see #basicConsume(BasicMethod.Consume, DeliveryHandler) */
    public void basicConsume(
            BasicMethod.Consume method, DeliveryHandler consumer, ReplyCallback<? super String> callback) {
        Objects.requireNonNull(consumer, "consumer");
        state.submit(
                state.current(method),
                new Subscription(state, method, consumer, Objects.requireNonNull(callback, "callback")));
    }

    /**
     * Ends a consumer; completes when the broker sends no more messages to it. With {@link Dispatch#EXECUTOR} those that
     * came before may still be on their way to the consumer.
     */
    public CompletionStage<BasicMethod.CancelOk> basicCancel(String consumerTag) {
        return ReplyStage.of(callback -> basicCancel(consumerTag, callback));
    }

    /** @see #basicCancel(String) */
    public void basicCancel(String consumerTag, ReplyCallback<? super BasicMethod.CancelOk> callback) {
        state.cancel(consumerTag, Objects.requireNonNull(callback, "callback"));
    }

    /** Fetches one message; completes with an empty one when the queue is empty. */
    public CompletionStage<Optional<Delivery>> basicGet(BasicMethod.Get method) {
        return ReplyStage.of(callback -> basicGet(method, callback));
    }

    /** @see #basicGet(BasicMethod.Get) */
    public void basicGet(BasicMethod.Get method, ReplyCallback<? super Optional<Delivery>> callback) {
        state.submit(
                state.current(method),
                new GetCompletion(state, method, state.reply(callback, empty -> Optional.empty())));
    }

    /**
     * Acknowledges.
     *
     * @param deliveryTag of the message; 0 with {@code multiple} for all that are unacknowledged
     * @param multiple whether all before it on this channel are meant too
     * @throws ClosedException when the channel or connection is closed
     * @throws DeliveryTagException when no message with this tag awaits an acknowledgement on this channel:
     *     it came on another one, or has been acknowledged, rejected or recovered; nothing is sent then, and the channel
     *     stays usable. Not checked on a channel with transactions. Or the message came before the connection was lost,
     *     see {@link DeliveryTagException#isStale}.
     */
    public void basicAck(long deliveryTag, boolean multiple) {
        state.command(() -> state.send(new BasicMethod.Ack(state.currentTag(deliveryTag), multiple)));
    }

    /** Says that messages have not been dealt with; see {@link #basicAck} and {@link Delivery#nack}. */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        state.command(() -> state.send(new BasicMethod.Nack(state.currentTag(deliveryTag), multiple, requeue)));
    }

    /** Says that a message has not been dealt with, without RabbitMQ's extension; see {@link Delivery#nack}. */
    public void basicReject(long deliveryTag, boolean requeue) {
        state.command(() -> state.send(new BasicMethod.Reject(state.currentTag(deliveryTag), requeue)));
    }

    // ---- tasks ----

    /**
     * Runs a task where this channel's deliveries are handed to consumers, see {@link ChannelOptions#dispatch}: after
     * those that came before, and never at the same time as one, so that state that consumers share with other threads
     * needs no lock. Returns at once, also where it is called by such a task. Tasks run in the order in which one thread
     * gives them, also after the channel is closed. What one throws is reported to
     * {@link ConnectionOptions.Builder#onCallbackFailure}, and ends nothing.
     */
    public void execute(Runnable task) {
        state.execute(Objects.requireNonNull(task, "task"));
    }

    // ---- inside ----

    /** What it is to its connection. */
    ChannelState state() {
        return state;
    }

    @Override
    <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback) {
        state.call(method, reply, Objects.requireNonNull(callback, "callback"));
    }

    private void publish(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            PublishCallback callback) {
        connection.driver().beginPublish(state.outbox(), connection.options().publishTimeout());
        publishNow(exchange, routingKey, mandatory, properties, body, callback);
    }

    private boolean tryPublish(
            BasicMethod.Publish method, BasicProperties properties, byte[] body, PublishCallback callback) {
        boolean room = connection.driver().tryBeginPublish(state.outbox());
        if (room) {
            publishNow(method.exchange(), method.routingKey(), method.mandatory(), properties, body, callback);
        }
        return room;
    }

    /** Under the lock, which it releases. */
    private void publishNow(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            PublishCallback callback) {
        try {
            state.outbox().publish(exchange, routingKey, mandatory, Message.of(properties, body), callback);
        } finally {
            connection.driver().endPublish();
        }
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
