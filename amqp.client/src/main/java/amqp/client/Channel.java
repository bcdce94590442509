// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.client.driver.Completion;
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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A channel (specification §2.2.5): runs the commands, publishes and consumers of one connection in order. Safe to use
 * from any number of threads. The channel sends the calls of one thread in the order of the calls, and never mixes the
 * frames of a publish with others.
 *
 * <p>Each command takes the record of its method, made by {@code of} and changed by methods named after the arguments.
 * The common cases have short forms. A command returns a stage that completes with the reply, or takes a callback
 * instead. No method of this class blocks.
 *
 * <p>A stage fails with {@link ClosedException} when the channel or connection is closed, or being recovered, at the
 * time of the call or before the reply arrives; if the broker closed it, the exception has the broker's reply code and
 * text. It fails with {@link CallTimeoutException} when no reply arrives within
 * {@link ConnectionOptions.Builder#callTimeout}, counted from the call and including the wait for earlier commands of
 * the channel. With no-wait, the stage completes with null when the command is sent. A record that cannot be sent (a
 * name longer than 255 bytes, arguments larger than frame-max) throws {@link IllegalArgumentException} at once, and the
 * channel stays usable.
 *
 * <p>Stages complete, and callbacks of commands and publishes run, where {@link ChannelOptions#completionDispatch}
 * says: by default on the completion executor. Delivery handlers run where {@link ChannelOptions#dispatch} says: by
 * default on the connection's executor.
 *
 * <p>When {@link RecoveryOptions} recover the connection, the channel is recovered with its number, modes, prefetch and
 * consumers. {@link LostPublishes} and {@link WhileDisconnected} say what happens to publishes.
 */
public final class Channel extends ChannelCommands {
    /** Messages of a batch that are observed before it is known whether there is room for them. */
    private static final int OBSERVED_AT_ONCE = 64;

    private final ChannelCore core;

    Channel(ChannelCore core) {
        this.core = core;
    }

    // ---- the channel itself ----

    /** Returns the connection that the channel belongs to. */
    public Connection connection() {
        return core.connection().connection();
    }

    /** Returns the channel number, 1 to 65535. A recovery changes it only if the number is no longer free. */
    public int number() {
        return core.number();
    }

    /**
     * Returns whether the channel accepts commands: neither side has started to close the channel or its connection,
     * and the connection is not lost.
     */
    public boolean isOpen() {
        return core.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the channel is closed for good, by either side or with its
     * connection. The stage never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return core.closed().copy();
    }

    /**
     * Calls back once when the channel is closed for good, by either side or with its connection.
     *
     * @param callback called with the reason, immediately if the channel is closed already; the failure is always null
     */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.closed().thenAccept(reason -> core.dispatch().replies().execute(() -> callback.completed(reason, null)));
    }

    /** Closes the channel with reply code 200, after the commands given before; see {@link #close(int, String)}. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the channel after the commands given before (specification §1.5.2.5 channel.close). The stage completes
     * when the channel is closed, at the latest after {@link ConnectionOptions.Builder#closeTimeout}, and never fails.
     * If the channel was closed in another way before, the stage has the reason of that. Unacknowledged messages go
     * back to their queues. A second close has no effect.
     *
     * @param code the reply code for the broker, see {@link ReplyCode}
     * @param text the reply text for the broker's log, at most 255 bytes
     * @throws IllegalArgumentException when the text is longer
     */
    public CompletionStage<CloseReason> close(int code, String text) {
        core.close(code, text);
        return closed();
    }

    /**
     * Closes the channel as {@link #close(int, String)} does and calls back instead of returning a stage.
     *
     * @param code the reply code for the broker
     * @param text the reply text, at most 255 bytes
     * @param callback called once with the reason when the channel is closed; the failure is always null
     * @throws IllegalArgumentException when the text is longer
     */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.close(code, text);
        closed(callback);
    }

    // ---- publishing ----

    /**
     * Publishes a message; see {@link #publish(BasicMethod.Publish, Message)}.
     *
     * @param exchange name of the exchange; "" for the default one, whose routing keys are queue names
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     * @throws PublishBlockedException when the publish buffer is full; the message is not sent
     * @throws ClosedException when the channel or connection is closed
     */
    public void publish(String exchange, String routingKey, Message message) {
        publish(exchange, routingKey, false, message, null);
    }

    /**
     * Publishes a message (specification §1.8.3.7 basic.publish) without a confirm; {@link #publishConfirmed} gets one.
     * The {@link #onReturn} listener gets a mandatory message that no queue accepts. The broker closes the channel with
     * 404 when the exchange does not exist, and with 403 when the user may not write to it.
     *
     * <p>This method never blocks. The client keeps a message that cannot be sent now and sends it later, in order:
     * while more bytes than the high water mark wait to be sent, the broker has blocked the connection,
     * {@link ChannelOptions#publishWindow} is full, or the connection is being recovered.
     * {@link ConnectionOptions#publishBuffer} limits what is kept. To slow down before that limit, use
     * {@link #tryPublish} and {@link #writable}.
     *
     * @param method exchange, routing key and options; RabbitMQ does not support "immediate"
     * @param message its body is copied before this returns
     * @throws PublishBlockedException when the publish buffer is full; the message is not sent
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties are larger than
     *     frame-max; nothing is sent and the channel stays usable
     */
    public void publish(BasicMethod.Publish method, Message message) {
        publish(method.exchange(), method.routingKey(), method.mandatory(), message, null);
    }

    /**
     * Publishes a message in confirm mode; see {@link #publishConfirmed(BasicMethod.Publish, Message)}.
     *
     * @param exchange name of the exchange; "" for the default one, whose routing keys are queue names
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public CompletionStage<Verdict> publishConfirmed(String exchange, String routingKey, Message message) {
        return publishConfirmed(exchange, routingKey, false, message);
    }

    /**
     * Publishes a message in confirm mode, as {@link #publish(BasicMethod.Publish, Message)} does. The stage completes
     * with the broker's verdict: acknowledged, refused or returned, never {@link Verdict#UNKNOWN}. It fails with
     * {@link UnconfirmedException} when the channel or connection ends before the verdict arrives; the exception says
     * why, and the message may have arrived. It fails with {@link PublishBlockedException} when the publish buffer is
     * full, and with {@link ClosedException} when the channel or connection is closed already; then the message is not
     * sent.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @throws IllegalStateException when the channel is not in confirm mode: {@link #confirmSelect} was not called
     *     before, or has not completed yet
     * @throws IllegalArgumentException when the message cannot be sent, as with {@code publish}
     */
    public CompletionStage<Verdict> publishConfirmed(BasicMethod.Publish method, Message message) {
        return publishConfirmed(method.exchange(), method.routingKey(), method.mandatory(), message);
    }

    private CompletionStage<Verdict> publishConfirmed(
            String exchange, String routingKey, boolean mandatory, Message message) {
        PublishStage stage = new PublishStage(core.connection());
        try {
            publish(exchange, routingKey, mandatory, message, stage);
        } catch (PublishBlockedException | ClosedException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Publishes a message in confirm mode, as {@link #publishConfirmed(BasicMethod.Publish, Message)} does, with a
     * callback instead of a stage.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @param callback called once for this message, where {@link ChannelOptions#completionDispatch} says; one object
     *     may serve many messages. It gets {@link Verdict#UNKNOWN} also when the channel is closed before the message
     *     is sent
     * @throws PublishBlockedException when the publish buffer is full; the message is not sent and the callback is not
     *     called
     * @throws ClosedException when the channel or connection is closed; likewise
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public void publishConfirmed(BasicMethod.Publish method, Message message, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        publish(method.exchange(), method.routingKey(), method.mandatory(), message, callback);
    }

    /**
     * Publishes a message as {@link #publish(BasicMethod.Publish, Message)} does, if there is room for it now: fewer
     * bytes than the high water mark wait to be sent, the broker has not blocked the connection, the publish window is
     * not full, and no earlier message waits. While the connection is being recovered, {@link WhileDisconnected} says
     * whether there is room.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @return true if the message was published; false if there is no room, and nothing of it is sent
     * @throws ClosedException when the channel or connection is closed
     */
    public boolean tryPublish(BasicMethod.Publish method, Message message) {
        return tryPublish(method.exchange(), method.routingKey(), method.mandatory(), message, null);
    }

    /**
     * Publishes a message in confirm mode, if there is room for it now; see {@link #tryPublish} and
     * {@link #publishConfirmed(BasicMethod.Publish, Message, PublishCallback)}.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @param callback called once with the verdict if the message is published, otherwise never
     * @return true if the message was published; false if there is no room, and nothing of it is sent
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public boolean tryPublishConfirmed(BasicMethod.Publish method, Message message, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        return tryPublish(method.exchange(), method.routingKey(), method.mandatory(), message, callback);
    }

    /**
     * Publishes messages with the same exchange and routing key, in order. This is faster than
     * {@link #publish(BasicMethod.Publish, Message)} for each of them: it takes the channel's lock once and sends the
     * messages together. Publishes of other threads come before or after all of them. The connection sends and receives
     * nothing during the call, so use some tens to some thousands of messages.
     *
     * <p>Either all messages are published, or, when this throws, none. The client checks once, before the first
     * message, whether there is room, so {@link ConnectionOptions#publishBuffer} may be exceeded by the size of the
     * batch; {@link #tryPublishAll} checks before each message.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns; an empty list has no effect
     * @throws PublishBlockedException when the publish buffer is full; nothing is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties of one of the messages
     *     are larger than frame-max; nothing is sent and the channel stays usable
     */
    public void publishAll(BasicMethod.Publish method, List<Message> messages) {
        publishAll(method, messages, null);
    }

    /**
     * Publishes messages in confirm mode, all or none, as {@link #publishAll} does. The stage completes when each
     * message has its verdict, and counts the verdicts; a message counts as unknown when the channel ends before its
     * verdict arrives. The stage fails with {@link PublishBlockedException} when the publish buffer is full, and with
     * {@link ClosedException} when the channel or connection is closed; then nothing is sent.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns; an empty list returns a completed stage
     * @throws IllegalStateException when the channel is not in confirm mode
     * @throws IllegalArgumentException when one of the messages cannot be sent, as with {@code publishAll}
     */
    public CompletionStage<ConfirmCounts> publishAllConfirmed(BasicMethod.Publish method, List<Message> messages) {
        BatchStage stage = new BatchStage(core.connection(), messages.size());
        try {
            publishAll(method, messages, stage);
        } catch (PublishBlockedException | ClosedException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Publishes messages in confirm mode, all or none, as {@link #publishAll} does, with a callback for their verdicts.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns
     * @param callback called once for each message, in no particular order, where
     *     {@link ChannelOptions#completionDispatch} says
     * @throws PublishBlockedException when the publish buffer is full; nothing is sent and the callback is not called
     * @throws ClosedException when the channel or connection is closed; likewise
     * @throws IllegalStateException when the channel is not in confirm mode; likewise
     * @throws IllegalArgumentException when one of the messages cannot be sent; likewise
     */
    public void publishAllConfirmed(BasicMethod.Publish method, List<Message> messages, PublishCallback callback) {
        publishAll(method, messages, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Publishes messages as {@link #publishAll} does, starting with the first, as long as there is room as defined by
     * {@link #tryPublish}. Publish the rest when {@link #writable} completes:
     *
     * <pre>{@code
     * int published = channel.tryPublishAll(method, messages);
     * List<Message> left = messages.subList(published, messages.size());
     * }</pre>
     *
     * @param method exchange, routing key and options of all messages
     * @param messages the bodies of those that are published are copied before this returns
     * @return the number of messages that were published, 0 to all; nothing of the others is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalArgumentException when one of the messages cannot be sent, as with {@code publishAll}; nothing is
     *     sent
     */
    public int tryPublishAll(BasicMethod.Publish method, List<Message> messages) {
        return tryPublishAll(method, messages, null);
    }

    /**
     * Publishes messages in confirm mode, starting with the first, as long as there is room; see {@link #tryPublishAll}
     * and {@link #publishAllConfirmed(BasicMethod.Publish, List, PublishCallback)}.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages the bodies of those that are published are copied before this returns
     * @param callback called once with the verdict of each message that is published
     * @return the number of messages that were published, 0 to all; nothing of the others is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalStateException when the channel is not in confirm mode
     * @throws IllegalArgumentException when one of the messages cannot be sent; nothing is sent
     */
    public int tryPublishAllConfirmed(BasicMethod.Publish method, List<Message> messages, PublishCallback callback) {
        return tryPublishAll(method, messages, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Returns a stage that completes when there is room to publish. {@link #tryPublish} then returns true, unless
     * another thread takes the room first. The stage also completes when the channel is closed, since a publish then
     * fails without waiting. Complete or cancel the stage to end the wait.
     */
    public CompletionStage<@Nullable Void> writable() {
        ReplyStage<Void> stage = new ReplyStage<>(core.connection());
        Cancellable wait = whenWritable(stage);
        stage.whenComplete((writable, failure) -> wait.cancel());
        return stage;
    }

    /**
     * Calls back once when there is room to publish; see {@link #writable()}.
     *
     * @param callback called with null for both arguments, where {@link ChannelOptions#completionDispatch} says
     */
    public void writable(ReplyCallback<? super Void> callback) {
        whenWritable(callback);
    }

    private Cancellable whenWritable(ReplyCallback<? super Void> callback) {
        Reply<Void> reply = core.reply(callback, none -> null);
        ConnectionCore connection = core.connection();
        if (!connection.isObserved() || whyNotWritable().isEmpty()) {
            return core.outbox().whenWritable(() -> reply.completed(null));
        }
        long since = connection.driver().now();
        AtomicBoolean over = new AtomicBoolean();
        Runnable tell = () -> {
            if (over.compareAndSet(false, true)) {
                Duration time = Duration.ofNanos(connection.driver().now() - since);
                connection.tellObserver(this, observer -> observer.heldUp(this, time));
            }
        };
        Cancellable wait = core.outbox().whenWritable(() -> {
            tell.run();
            reply.completed(null);
        });
        return () -> {
            wait.cancel();
            tell.run();
        };
    }

    /** Returns why there is no room to publish now, as one sentence for a log; empty when there is room. */
    public String whyNotWritable() {
        return core.connection().driver().ask(engine -> core.outbox().whyHeldUp());
    }

    /**
     * Returns a stage that completes when every message published before has its verdict. It counts the verdicts since
     * the last such call, for all publishes in confirm mode, with or without a callback, and completes after their
     * callbacks were called. When the channel is closed, missing verdicts count as unknown. Complete or cancel the
     * stage to end the wait as the timeout does.
     *
     * @param timeout more than zero; after it the stage fails with {@link CallTimeoutException}, and verdicts counted
     *     so far are not counted again
     * @throws IllegalArgumentException when the timeout is not more than zero
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<ConfirmCounts> allConfirmed(Duration timeout) {
        ReplyStage<ConfirmCounts> stage = new ReplyStage<>(core.connection());
        ConfirmWait wait = awaitConfirms(timeout, stage);
        stage.whenComplete((counts, failure) -> wait.abandon());
        return stage;
    }

    /**
     * Calls back when every message published before has its verdict; see {@link #allConfirmed(Duration)}.
     *
     * @param timeout more than zero; after it the callback gets a {@link CallTimeoutException}
     * @param callback called once with the counts or the failure, where the stage would complete
     * @throws IllegalArgumentException when the timeout is not more than zero
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public void allConfirmed(Duration timeout, ReplyCallback<? super ConfirmCounts> callback) {
        Objects.requireNonNull(callback, "callback");
        awaitConfirms(timeout, callback);
    }

    private ConfirmWait awaitConfirms(Duration timeout, ReplyCallback<? super ConfirmCounts> callback) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a wait for confirms is more than zero, not " + timeout);
        }
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
        return wait;
    }

    /**
     * Sets the listener for mandatory messages that no queue accepted (specification §1.8.3.8 basic.return). It
     * replaces the previous listener. Without a listener, they are dropped.
     *
     * @param listener called for one message at a time: on the I/O thread if {@link ChannelOptions#dispatch} says so,
     *     otherwise on the completion executor. For a message in confirm mode it is called before the callback with the
     *     verdict, unless only one of the two runs on the I/O thread
     */
    public void onReturn(Consumer<Returned> listener) {
        core.dispatch().onReturn(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns whether the channel is in confirm mode, in which each publish gets a verdict. */
    public boolean isConfirming() {
        return core.setup().isConfirming();
    }

    // ---- consuming ----

    /**
     * Returns the prefetch count that the broker granted last after {@link #basicQos}, which limits each consumer
     * started from now on; empty if it was never called.
     */
    public OptionalInt prefetch() {
        BasicMethod.Qos granted = core.setup().prefetch();
        return granted == null ? OptionalInt.empty() : OptionalInt.of(granted.prefetchCount());
    }

    /**
     * Starts a consumer whose messages need acknowledgements; see {@link #basicConsume(BasicMethod.Consume,
     * DeliveryHandler)}.
     *
     * @param queue name of the queue
     * @param handler called with each message, where {@link ChannelOptions#dispatch} says
     */
    public CompletionStage<String> basicConsume(String queue, DeliveryHandler handler) {
        return basicConsume(BasicMethod.Consume.of(queue), handler);
    }

    /**
     * Starts a consumer (specification §1.8.3.3 basic.consume). The stage completes with the consumer tag, which is
     * unique on the channel; messages may arrive before. Set a prefetch with {@link #basicQos} first, since there is no
     * default. Without it, the broker sends all messages of the queue; the client keeps up to
     * {@link ConnectionOptions.Builder#inboxBound} bytes of them and then stops reading, which delays the replies and
     * confirms of the whole connection.
     *
     * <p>The broker closes the channel with 404 when the queue does not exist, with 403 when the user may not read from
     * it or another consumer is exclusive, and with 405 when the queue is exclusive to another connection.
     *
     * @param method the queue, and a consumer tag or "" for a tag made by the broker
     * @param handler called with each message, one at a time, where {@link ChannelOptions#dispatch} says
     * @throws IllegalArgumentException when the consumer tag is in use on the channel, or is empty with no-wait;
     *     nothing is sent
     */
    public CompletionStage<String> basicConsume(BasicMethod.Consume method, DeliveryHandler handler) {
        Subscription subscription = core.subscription(method, handler);
        return ReplyStage.owning(
                core.connection(), callback -> core.consume(subscription, callback), tag -> core.abandon(subscription));
    }

    /**
     * Starts a consumer as {@link #basicConsume(BasicMethod.Consume, DeliveryHandler)} does and calls back instead of
     * returning a stage.
     *
     * @param method the queue, and a consumer tag or "" for a tag made by the broker
     * @param handler called with each message, one at a time, where {@link ChannelOptions#dispatch} says
     * @param callback called once with the consumer tag or the failure, where the stage would complete
     * @throws IllegalArgumentException when the consumer tag is in use on the channel, or is empty with no-wait;
     *     nothing is sent
     */
    public void basicConsume(
            BasicMethod.Consume method, DeliveryHandler handler, ReplyCallback<? super String> callback) {
        core.consume(core.subscription(method, handler), callback);
    }

    /**
     * Cancels a consumer (specification §1.8.3.5 basic.cancel). The stage completes when the broker sends it no more
     * messages, or when there is no such consumer. With {@link Dispatch#EXECUTOR}, messages that arrived before may
     * still reach the handler afterwards. Unacknowledged messages stay with the channel.
     *
     * @param consumerTag the tag that {@code basicConsume} returned
     */
    public CompletionStage<BasicMethod.CancelOk> basicCancel(String consumerTag) {
        return stage(callback -> basicCancel(consumerTag, callback));
    }

    /**
     * Cancels a consumer as {@link #basicCancel(String)} does and calls back instead of returning a stage.
     *
     * @param consumerTag the tag that {@code basicConsume} returned
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public void basicCancel(String consumerTag, ReplyCallback<? super BasicMethod.CancelOk> callback) {
        core.cancel(consumerTag, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Fetches one message that needs an acknowledgement; see {@link #basicGet(BasicMethod.Get)}.
     *
     * @param queue name of the queue
     */
    public CompletionStage<Optional<Delivery>> basicGet(String queue) {
        return basicGet(BasicMethod.Get.of(queue));
    }

    /**
     * Fetches one message (specification §1.8.3.10 basic.get). The stage completes with the message, or with an empty
     * value when the queue is empty. It fails with {@link MessageTooLargeException} when the message is larger than
     * {@link ConnectionOptions.Builder#maxMessageSize}. For more than a few messages, a consumer is much faster.
     *
     * <p>The broker closes the channel with 404 when the queue does not exist, with 403 when the user may not read from
     * it, and with 405 when it is exclusive to another connection.
     *
     * @param method the queue, and whether the message needs no acknowledgement
     */
    public CompletionStage<Optional<Delivery>> basicGet(BasicMethod.Get method) {
        return ReplyStage.owning(core.connection(), callback -> get(method, callback), Channel::giveBack);
    }

    /**
     * Fetches one message as {@link #basicGet(BasicMethod.Get)} does and calls back instead of returning a stage.
     *
     * @param method the queue, and whether the message needs no acknowledgement
     * @param callback called once with the message, an empty value or the failure, where the stage would complete
     */
    public void basicGet(BasicMethod.Get method, ReplyCallback<? super Optional<Delivery>> callback) {
        get(method, callback);
    }

    private Completion get(BasicMethod.Get method, ReplyCallback<? super Optional<Delivery>> callback) {
        Completion completion = new GetCompletion(core, method, core.reply(callback, empty -> Optional.empty()));
        core.submit(method, current -> completion);
        return completion;
    }

    private static void giveBack(Optional<Delivery> untaken) {
        untaken.ifPresent(Delivery::giveBack);
    }

    /**
     * Acknowledges messages, so that the broker may forget them (specification §1.8.3.13 basic.ack). There is no reply;
     * see also {@link Delivery#ack}.
     *
     * <p>If the connection or channel was lost after the message arrived, and is recovered, this sends nothing and
     * throws nothing: the broker delivers the message again, see {@link Delivery#isStale}.
     *
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all unacknowledged messages
     * @param multiple whether to acknowledge all earlier messages of this channel, too
     * @throws ClosedException when the channel or connection is closed for good
     * @throws DeliveryTagException when no unacknowledged message on this channel has this tag: it arrived on another
     *     channel, or was acknowledged, rejected or recovered before. Nothing is sent then, and the channel stays
     *     usable. Not checked on a channel with transactions
     */
    public void basicAck(long deliveryTag, boolean multiple) {
        int messages = core.acknowledge(deliveryTag, multiple, tag -> new BasicMethod.Ack(tag, multiple));
        ObserverCalls observer = core.observer();
        if (observer != null && messages > 0) {
            observer.tell(this, one -> one.acknowledged(this, deliveryTag, multiple, messages));
        }
    }

    /**
     * Rejects messages (basic.nack, an extension of RabbitMQ). There is no reply; see also {@link Delivery#nack}.
     *
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all unacknowledged messages
     * @param multiple whether to reject all earlier messages of this channel, too
     * @param requeue whether they go back to the queue; otherwise they are dropped, or dead-lettered if the queue is
     *     configured so
     * @throws ClosedException when the channel or connection is closed
     * @throws DeliveryTagException when no unacknowledged message has this tag, see {@link #basicAck}
     */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        int messages = core.acknowledge(deliveryTag, multiple, tag -> new BasicMethod.Nack(tag, multiple, requeue));
        tellRejected(deliveryTag, multiple, requeue, messages);
    }

    /**
     * Rejects one message (specification §1.8.3.14 basic.reject). There is no reply; see also {@link Delivery#nack}.
     *
     * @param deliveryTag the tag of the message
     * @param requeue whether it goes back to the queue; otherwise it is dropped, or dead-lettered if the queue is
     *     configured so
     * @throws ClosedException when the channel or connection is closed
     * @throws DeliveryTagException when no unacknowledged message has this tag, see {@link #basicAck}
     */
    public void basicReject(long deliveryTag, boolean requeue) {
        int messages = core.acknowledge(deliveryTag, false, tag -> new BasicMethod.Reject(tag, requeue));
        tellRejected(deliveryTag, false, requeue, messages);
    }

    private void tellRejected(long deliveryTag, boolean multiple, boolean requeue, int messages) {
        ObserverCalls observer = core.observer();
        if (observer != null && messages > 0) {
            observer.tell(this, one -> one.rejected(this, deliveryTag, multiple, requeue, messages));
        }
    }

    /**
     * Sets a condition under which the connection goes on reading a little although its inbox is full, see
     * {@link ConnectionOptions.Builder#inboxBound}. It is for code that waits for messages on this channel as other
     * code waits for replies. Without it, a consumer of another channel could wait for ever for a message that is not
     * read.
     *
     * @param condition called ten times a second while the inbox is full, on a thread of the adapter: it must be quick
     *     and must not block; it replaces the previous condition
     */
    public void keepReadingWhile(BooleanSupplier condition) {
        core.keepReadingWhile(Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Returns a stage that completes when the channel has no unacknowledged messages: each was acknowledged or
     * rejected, or the channel is closed or lost, so that the broker requeues them. After {@link #basicRecover} or a
     * transaction, it may complete only at the end of the channel. Complete or cancel the stage to end the wait.
     */
    public CompletionStage<@Nullable Void> acknowledged() {
        ReplyStage<Void> stage = new ReplyStage<>(core.connection());
        Reply<Void> reply = core.reply(stage, none -> null);
        Cancellable wait = core.connection()
                .driver()
                .whenever(() -> !core.engine().isOpen() || core.engine().isAcknowledged(), () -> reply.completed(null));
        stage.whenComplete((over, failure) -> wait.cancel());
        return stage;
    }

    // ---- tasks ----

    /**
     * Runs a task where {@link ChannelOptions#dispatch} says, in order with this channel's deliveries: after those that
     * arrived before, and never at the same time as one. So state that consumers share with other threads needs no
     * lock. This method returns at once, even when such a task calls it. The tasks of one thread run in the order of
     * its calls, also after the channel is closed.
     *
     * @param task if it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed
     */
    public void execute(Runnable task) {
        core.dispatch().execute(Objects.requireNonNull(task, "task"));
    }

    /**
     * Runs a task once after a delay, as {@link #execute} runs one now. After the connection is closed for good, no
     * task runs.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param task if it throws, {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed
     * @return removes the task unless it has started
     */
    public Cancellable schedule(Duration delay, Runnable task) {
        Objects.requireNonNull(task, "task");
        return core.connection().tasks().schedule(delay, task, core.dispatch()::execute);
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

    @Override
    <T extends @Nullable Object> CompletionStage<T> stage(Consumer<ReplyCallback<T>> command) {
        return ReplyStage.of(core.connection(), command);
    }

    private void publish(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback) {
        check(exchange, routingKey, message);
        ObserverCalls observer = core.observer();
        ObservedPublish observed =
                observer == null ? null : observer.publishing(core, exchange, routingKey, message, callback);
        if (observed == null) {
            give(exchange, routingKey, mandatory, message, callback, null);
            return;
        }
        try {
            give(exchange, routingKey, mandatory, observed.message(), callback, observed);
        } catch (RuntimeException refused) {
            observed.refused(refused);
            throw refused;
        }
        observed.sent();
    }

    private void give(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            core.outbox().publish(exchange, routingKey, mandatory, message, callback, observed);
        } finally {
            driver.endPublish();
        }
    }

    private boolean tryPublish(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback) {
        check(exchange, routingKey, message);
        ObserverCalls observer = core.observer();
        ObservedPublish observed =
                observer == null ? null : observer.publishing(core, exchange, routingKey, message, callback);
        if (observed == null) {
            return tryGive(exchange, routingKey, mandatory, message, callback, null);
        }
        boolean published;
        try {
            published = tryGive(exchange, routingKey, mandatory, observed.message(), callback, observed);
        } catch (RuntimeException refused) {
            observed.refused(refused);
            throw refused;
        }
        observed.tried(published);
        return published;
    }

    private boolean tryGive(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            return core.outbox().tryPublish(exchange, routingKey, mandatory, message, callback, observed);
        } finally {
            driver.endPublish();
        }
    }

    private void publishAll(BasicMethod.Publish method, List<Message> messages, @Nullable PublishCallback callback) {
        List<Message> all = checked(method, messages);
        ObserverCalls observer = core.observer();
        if (observer == null) {
            giveAll(method, all, callback, null);
            return;
        }
        ObservedBatch batch = ObservedBatch.of(observer, core, method, all, callback);
        batch.publish(() -> {
            giveAll(method, batch.messages(), callback, batch.observed());
            return all.size();
        });
    }

    private void giveAll(
            BasicMethod.Publish method,
            List<Message> all,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish @Nullable [] observed) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            core.outbox()
                    .publishAll(method.exchange(), method.routingKey(), method.mandatory(), all, callback, observed);
        } finally {
            driver.endPublish();
        }
    }

    private int tryPublishAll(BasicMethod.Publish method, List<Message> messages, @Nullable PublishCallback callback) {
        List<Message> all = checked(method, messages);
        ObserverCalls observer = core.observer();
        return observer == null
                ? tryGiveAll(method, all, all, callback, null)
                : tryPublishAll(observer, method, all, callback);
    }

    /** In small batches, as those that find no room would be observed for nothing. */
    private int tryPublishAll(
            ObserverCalls observer, BasicMethod.Publish method, List<Message> all, @Nullable PublishCallback callback) {
        int published = 0;
        int end = 0;
        while (published == end && end < all.size()) {
            end = Math.min(all.size(), published + OBSERVED_AT_ONCE);
            ObservedBatch batch = ObservedBatch.of(observer, core, method, all.subList(published, end), callback);
            List<Message> toFit = published == 0 ? all : List.of();
            published += batch.publish(() -> tryGiveAll(method, toFit, batch.messages(), callback, batch.observed()));
        }
        return published;
    }

    /**
     * @param toFit what nothing is published of unless all of it can be sent
     */
    private int tryGiveAll(
            BasicMethod.Publish method,
            List<Message> toFit,
            List<Message> messages,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish @Nullable [] observed) {
        ConnectionDriver driver = core.connection().driver();
        driver.beginPublish();
        try {
            return core.outbox()
                    .tryPublishAll(
                            method.exchange(),
                            method.routingKey(),
                            method.mandatory(),
                            toFit,
                            messages,
                            callback,
                            observed);
        } finally {
            driver.endPublish();
        }
    }

    /** Before the lock is taken, and before anything is encoded. */
    private static void check(String exchange, String routingKey, Message message) {
        check(exchange, routingKey);
        Objects.requireNonNull(message, "message");
    }

    private static void check(String exchange, String routingKey) {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(routingKey, "routingKey");
    }

    /** The messages, none of them null, in a list that nobody changes meanwhile. */
    private static List<Message> checked(BasicMethod.Publish method, List<Message> messages) {
        check(method.exchange(), method.routingKey());
        return List.copyOf(messages);
    }

    @Override
    public String toString() {
        return core.toString();
    }
}
