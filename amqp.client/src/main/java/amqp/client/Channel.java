// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.client.driver.ConnectionDriver;
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
import java.util.OptionalInt;
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
    private final ChannelCore core;

    Channel(ChannelCore core) {
        this.core = core;
    }

    // ---- the channel itself ----

    /** The connection that it belongs to. */
    public Connection connection() {
        return core.connection().connection();
    }

    /** The channel number, from 1. */
    public int number() {
        return core.number();
    }

    /** Whether commands can be given: neither side has begun to close it or its connection. */
    public boolean isOpen() {
        return core.isOpen();
    }

    /** Completes when the channel is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return core.closed().minimalCompletionStage();
    }

    /** Hears once when the channel is closed, by whomever; the failure is always null. */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.closed().thenAccept(reason -> core.dispatch().replies().execute(() -> callback.completed(reason, null)));
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
        core.close(code, text);
        return closed();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.close(code, text);
        closed(callback);
    }

    // ---- publishing ----

    /**
     * Publishes a message and forgets it.
     *
     * @see #publish(BasicMethod.Publish, Message)
     */
    public void publish(String exchange, String routingKey, Message message) {
        publish(exchange, routingKey, false, message, null);
    }

    /**
     * Publishes a message and forgets it; a mandatory one that no queue takes comes back to the {@link #onReturn} listener.
     *
     * <p>Never blocks. What cannot be sent now is kept and sent later, in order: while more bytes than the high water mark
     * wait to be sent, the broker has blocked the connection, {@link ChannelOptions#publishWindow} is full, or the
     * connection is being recovered. What would exceed {@link ConnectionOptions#publishBuffer} is refused; {@link #tryPublish}
     * and {@link #writable} are for programs that slow down before it comes to that.
     *
     * @param message its body is copied before this returns
     * @throws PublishBlockedException when too much is kept already; nothing of this message is sent
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties are larger than frame-max;
     *     nothing is sent and the channel stays usable
     */
    public void publish(BasicMethod.Publish method, Message message) {
        publish(method.exchange(), method.routingKey(), method.mandatory(), message, null);
    }

    /**
     * Publishes a message in confirm mode; the stage completes with the one verdict that the message gets.
     *
     * @see #publishConfirmed(BasicMethod.Publish, Message)
     */
    public CompletionStage<Verdict> publishConfirmed(String exchange, String routingKey, Message message) {
        return publishConfirmed(exchange, routingKey, false, message);
    }

    /**
     * Publishes a message in confirm mode as {@link #publish(BasicMethod.Publish, Message)} does; the stage completes with
     * the one verdict that the message gets. It fails with {@link PublishBlockedException} when too much is kept already,
     * and with {@link ClosedException} when the channel or connection is closed; nothing is sent then.
     *
     * @throws IllegalStateException when the channel is not in confirm mode: {@link #confirmSelect} was not called
     *     before, or has not completed yet
     */
    public CompletionStage<Verdict> publishConfirmed(BasicMethod.Publish method, Message message) {
        return publishConfirmed(method.exchange(), method.routingKey(), method.mandatory(), message);
    }

    private CompletionStage<Verdict> publishConfirmed(
            String exchange, String routingKey, boolean mandatory, Message message) {
        PublishStage stage = new PublishStage();
        try {
            publish(exchange, routingKey, mandatory, message, stage);
        } catch (PublishBlockedException | ClosedException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Publishes a message in confirm mode with a callback, which may be one for many messages. It is called with
     * {@link Verdict#UNKNOWN} too when the channel is closed before the message leaves.
     *
     * @throws PublishBlockedException when too much is kept already; nothing of this message is sent
     * @throws ClosedException when the channel or connection is closed
     * @see #publishConfirmed(BasicMethod.Publish, Message)
     */
    public void publishConfirmed(BasicMethod.Publish method, Message message, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        publish(method.exchange(), method.routingKey(), method.mandatory(), message, callback);
    }

    /**
     * Publishes a message as {@link #publish(BasicMethod.Publish, Message)} does, but only when it can go out now.
     *
     * @return false when it would have to be kept or refused; nothing of it is sent then
     */
    public boolean tryPublish(BasicMethod.Publish method, Message message) {
        return tryPublish(method.exchange(), method.routingKey(), method.mandatory(), message, null);
    }

    /**
     * The same in confirm mode; see {@link #publishConfirmed(BasicMethod.Publish, Message, PublishCallback)}.
     */
    public boolean tryPublishConfirmed(BasicMethod.Publish method, Message message, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        return tryPublish(method.exchange(), method.routingKey(), method.mandatory(), message, callback);
    }

    /**
     * Completes when a publish is not held up any more: {@link #tryPublish} is likely to have room then, unless somebody
     * else takes it first, or the channel is closed and publishing fails. Whoever completes the stage, by cancelling it for
     * instance, waits no more.
     */
    public CompletionStage<Void> writable() {
        ReplyStage<Void> stage = new ReplyStage<>();
        Cancellable wait = whenWritable(stage);
        stage.whenComplete((writable, failure) -> wait.cancel());
        return stage;
    }

    /** @see #writable() */
    public void writable(ReplyCallback<? super Void> callback) {
        whenWritable(callback);
    }

    private Cancellable whenWritable(ReplyCallback<? super Void> callback) {
        Reply<Void> reply = core.reply(callback, none -> null);
        Outbox outbox = core.outbox();
        return core.connection().driver().whenever(() -> !outbox.isHeldUp(), () -> reply.completed(null));
    }

    /** Why there is no room for a publish now, in one sentence; empty when there is. */
    public String whyNotWritable() {
        return core.connection().driver().ask(engine -> core.outbox().whyHeldUp());
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
        ConfirmWait wait = new ConfirmWait(
                core.connection().driver(), core.outbox(), core.dispatch().verdicts(), timeout, callback);
        try {
            core.command(() -> core.outbox().await(wait));
        } catch (ClosedException e) {
            wait.failed(e);
        } catch (RuntimeException | Error e) {
            wait.abandon();
            throw e;
        }
    }

    /** Hears mandatory messages that had no queue to go to; replaces the listener before. */
    public void onReturn(Consumer<Returned> listener) {
        core.dispatch().onReturn(Objects.requireNonNull(listener, "listener"));
    }

    /** Whether the channel is in confirm mode: each publish from now on gets a verdict. */
    public boolean isConfirming() {
        return core.setup().isConfirming();
    }

    // ---- consuming ----

    /**
     * The prefetch that bounds each consumer made from now on, as {@link #basicQos} was granted last; empty when it never
     * was.
     */
    public OptionalInt prefetch() {
        BasicMethod.Qos granted = core.setup().prefetch();
        return granted == null ? OptionalInt.empty() : OptionalInt.of(granted.prefetchCount());
    }

    /** Consumes from a queue, with acknowledgements; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(String queue, DeliveryHandler handler) {
        return basicConsume(BasicMethod.Consume.of(queue), handler);
    }

    /** Consumes from a queue; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(BasicMethod.Consume method, DeliveryHandler handler) {
        return ReplyStage.of(callback -> basicConsume(method, handler, callback));
    }

    /** @see #basicConsume(BasicMethod.Consume, DeliveryHandler) */
    public void basicConsume(
            BasicMethod.Consume method, DeliveryHandler handler, ReplyCallback<? super String> callback) {
        core.consume(method, Objects.requireNonNull(handler, "handler"), callback);
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
        core.cancel(consumerTag, Objects.requireNonNull(callback, "callback"));
    }

    /** Fetches one message; completes with an empty one when the queue is empty. */
    public CompletionStage<Optional<Delivery>> basicGet(BasicMethod.Get method) {
        return ReplyStage.of(callback -> basicGet(method, callback));
    }

    /** @see #basicGet(BasicMethod.Get) */
    public void basicGet(BasicMethod.Get method, ReplyCallback<? super Optional<Delivery>> callback) {
        Reply<Optional<Delivery>> reply = core.reply(callback, empty -> Optional.empty());
        core.submit(method, current -> new GetCompletion(core, method, reply));
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
        core.command(() -> core.send(new BasicMethod.Ack(core.currentTag(deliveryTag), multiple)));
    }

    /** Says that messages have not been dealt with; see {@link #basicAck} and {@link Delivery#nack}. */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        core.command(() -> core.send(new BasicMethod.Nack(core.currentTag(deliveryTag), multiple, requeue)));
    }

    /** Says that a message has not been dealt with, without RabbitMQ's extension; see {@link Delivery#nack}. */
    public void basicReject(long deliveryTag, boolean requeue) {
        core.command(() -> core.send(new BasicMethod.Reject(core.currentTag(deliveryTag), requeue)));
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
        core.dispatch().execute(Objects.requireNonNull(task, "task"));
    }

    // ---- inside ----

    /** What it is inside. */
    ChannelCore core() {
        return core;
    }

    @Override
    <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback) {
        core.call(method, reply, callback);
    }

    private void publish(
            String exchange, String routingKey, boolean mandatory, Message message, PublishCallback callback) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            core.outbox().publish(exchange, routingKey, mandatory, message, callback);
        } finally {
            driver.endPublish();
        }
    }

    private boolean tryPublish(
            String exchange, String routingKey, boolean mandatory, Message message, PublishCallback callback) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            boolean room = !core.outbox().isHeldUp();
            if (room) {
                core.outbox().publish(exchange, routingKey, mandatory, message, callback);
            }
            return room;
        } finally {
            driver.endPublish();
        }
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
