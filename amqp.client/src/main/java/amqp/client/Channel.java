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
 * A channel (specification §2.2.5): commands, publishes and consumers of one connection, in order. Safe to use from any
 * number of threads; what one thread gives to it is sent in that order, and the frames of a publish are never mixed
 * with others.
 *
 * <p>Every command takes the record of its method, made by {@code of} and changed by its withers; the everyday cases
 * have a short form. A command returns a stage that completes with the reply, or takes a callback instead. No call of
 * this class blocks.
 *
 * <p>A stage fails with {@link ClosedException} when the channel or connection is closed, is closed before the reply
 * comes (the exception has the broker's reply code and text), or is being recovered; and with
 * {@link CallTimeoutException} when the reply does not come within {@link ConnectionOptions.Builder#callTimeout},
 * counted from the call, the wait for earlier commands of the channel included. With no-wait the stage completes with
 * null when the command is on its way. A record that cannot be sent (a name longer than 255 bytes, arguments larger
 * than frame-max) is refused with {@link IllegalArgumentException} at once, and the channel stays usable.
 *
 * <p>Stages complete, and callbacks of commands and publishes run, where {@link ChannelOptions#completionDispatch}
 * says: on the completion executor by default. Delivery handlers run where {@link ChannelOptions#dispatch} says: on the
 * connection's executor by default.
 *
 * <p>When {@link RecoveryOptions} bring the connection back, the channel comes back with it: under its number, with its
 * modes, its prefetch and its consumers. What becomes of publishes then is said at {@link LostPublishes} and
 * {@link WhileDisconnected}.
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

    /** Returns the channel number, 1 to 65535. A recovery changes it only where the number is not free any more. */
    public int number() {
        return core.number();
    }

    /**
     * Returns whether commands can be given: neither side has begun to close the channel or its connection, and the
     * connection is not lost.
     */
    public boolean isOpen() {
        return core.isOpen();
    }

    /**
     * Returns a stage that completes with the reason when the channel is closed for good, by either side or with its
     * connection. It never fails.
     */
    public CompletionStage<CloseReason> closed() {
        return core.closed().minimalCompletionStage();
    }

    /**
     * Calls back once when the channel is closed for good, by either side or with its connection.
     *
     * @param callback called with the reason, at once if the channel is closed already; the failure is always null
     */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        core.closed().thenAccept(reason -> core.dispatch().replies().execute(() -> callback.completed(reason, null)));
    }

    /** Closes the channel with reply code 200 after what was given to it before; see {@link #close(int, String)}. */
    public CompletionStage<CloseReason> close() {
        return close(ReplyCode.REPLY_SUCCESS, "closed by the application");
    }

    /**
     * Closes the channel after what was given to it before (specification §1.5.2.5 channel.close). The stage completes
     * when the channel is closed, at the latest after {@link ConnectionOptions.Builder#closeTimeout}, and never fails;
     * its reason is another one when the channel was closed otherwise before. Messages without an acknowledgement go
     * back to their queues. Closing twice is harmless.
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
     * @param exchange name of the exchange; "" for the default one, whose routing keys are names of queues
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     * @throws PublishBlockedException when too much is kept already; nothing of this message is sent
     * @throws ClosedException when the channel or connection is closed
     */
    public void publish(String exchange, String routingKey, Message message) {
        publish(exchange, routingKey, false, message, null);
    }

    /**
     * Publishes a message (specification §1.8.3.7 basic.publish). There is no confirmation that the broker got it, see
     * {@link #publishConfirmed} for that; a mandatory message that no queue takes comes back to the {@link #onReturn}
     * listener. An exchange that does not exist closes the channel with 404, one that the user may not write to with
     * 403.
     *
     * <p>Never blocks. What cannot be sent now is kept and sent later, in order: while more bytes than the high water
     * mark wait to be sent, the broker has blocked the connection, {@link ChannelOptions#publishWindow} is full, or the
     * connection is being recovered. What would exceed {@link ConnectionOptions#publishBuffer} is refused; programs
     * that slow down before that use {@link #tryPublish} and {@link #writable}.
     *
     * @param method exchange, routing key and options; "immediate" is not known to RabbitMQ
     * @param message its body is copied before this returns
     * @throws PublishBlockedException when too much is kept already; nothing of this message is sent
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
     * @param exchange name of the exchange; "" for the default one, whose routing keys are names of queues
     * @param routingKey at most 255 bytes
     * @param message its body is copied before this returns
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public CompletionStage<Verdict> publishConfirmed(String exchange, String routingKey, Message message) {
        return publishConfirmed(exchange, routingKey, false, message);
    }

    /**
     * Publishes a message in confirm mode as {@link #publish(BasicMethod.Publish, Message)} does. The stage completes
     * with the broker's verdict: acknowledged, refused or returned, never {@link Verdict#UNKNOWN}. When the channel or
     * connection ends before there is one, the stage fails with {@link UnconfirmedException}, which says why; the
     * message may have arrived. It fails with {@link PublishBlockedException} when too much is kept already, and with
     * {@link ClosedException} when the channel or connection is closed; nothing is sent then.
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
        PublishStage stage = new PublishStage();
        try {
            publish(exchange, routingKey, mandatory, message, stage);
        } catch (PublishBlockedException | ClosedException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Publishes a message in confirm mode as {@link #publishConfirmed(BasicMethod.Publish, Message)} does, with a
     * callback instead of a stage.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @param callback called once for this message, where {@link ChannelOptions#completionDispatch} says; one object
     *     may serve many messages. Called with {@link Verdict#UNKNOWN} also when the channel is closed before the
     *     message is sent
     * @throws PublishBlockedException when too much is kept already; nothing of this message is sent and the callback
     *     is not called
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
     * not full, and nothing is kept that has to be sent before. While the connection is being recovered,
     * {@link WhileDisconnected} says whether there is room.
     *
     * @param method exchange, routing key and options
     * @param message its body is copied before this returns
     * @return whether the message was published; nothing of it is sent otherwise
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
     * @param callback called once with the verdict if the message is published, and never otherwise
     * @return whether the message was published; nothing of it is sent otherwise
     * @throws ClosedException when the channel or connection is closed
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public boolean tryPublishConfirmed(BasicMethod.Publish method, Message message, PublishCallback callback) {
        Objects.requireNonNull(callback, "callback");
        return tryPublish(method.exchange(), method.routingKey(), method.mandatory(), message, callback);
    }

    /**
     * Publishes messages with the same exchange and routing key, in order, as {@link #publish(BasicMethod.Publish,
     * Message)} does one by one, but with less work for each: the channel's lock is taken once for all, and
     * they are sent together. Other threads' publishes come before or after all of them. Good sizes are some tens to some
     * thousands of messages; meanwhile the connection sends and receives nothing.
     *
     * <p>It is all or nothing: whatever this throws, none of the messages was published. Whether there is room is asked once,
     * before the first message, so that {@link ConnectionOptions#publishBuffer} may be exceeded by as much as the batch holds;
     * {@link #tryPublishAll} asks before each.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns; none for no effect
     * @throws PublishBlockedException when too much is kept already; nothing is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the properties of one of the messages are
     *     larger than frame-max; nothing is sent and the channel stays usable
     */
    public void publishAll(BasicMethod.Publish method, List<Message> messages) {
        publishAll(method, messages, null);
    }

    /**
     * Publishes messages in confirm mode as {@link #publishAll} does, all or nothing. The stage completes when each has its
     * verdict, with how many got which; those without one, since the channel ended before, count as unknown. It fails with
     * {@link PublishBlockedException} when too much is kept already, and with {@link ClosedException} when the channel or
     * connection is closed; nothing is sent then.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns; none for a stage that is complete
     * @throws IllegalStateException when the channel is not in confirm mode
     * @throws IllegalArgumentException when one of the messages cannot be sent, as with {@code publishAll}
     */
    public CompletionStage<ConfirmCounts> publishAllConfirmed(BasicMethod.Publish method, List<Message> messages) {
        BatchStage stage = new BatchStage(messages.size());
        try {
            publishAll(method, messages, stage);
        } catch (PublishBlockedException | ClosedException e) {
            stage.completeExceptionally(e);
        }
        return stage;
    }

    /**
     * Publishes messages in confirm mode as {@link #publishAll} does, all or nothing, with a callback for their verdicts.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages their bodies are copied before this returns
     * @param callback called once for each message, in no certain order, where {@link ChannelOptions#completionDispatch}
     *     says
     * @throws PublishBlockedException when too much is kept already; nothing is sent and the callback is not called
     * @throws ClosedException when the channel or connection is closed; likewise
     * @throws IllegalStateException when the channel is not in confirm mode; likewise
     * @throws IllegalArgumentException when one of the messages cannot be sent; likewise
     */
    public void publishAllConfirmed(BasicMethod.Publish method, List<Message> messages, PublishCallback callback) {
        publishAll(method, messages, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Publishes messages as {@link #publishAll} does, from the first one on as long as there is room for each, as
     * {@link #tryPublish} defines it. What is left can be published when {@link #writable} says so:
     *
     * <pre>{@code
     * int published = channel.tryPublishAll(method, messages);
     * List<Message> left = messages.subList(published, messages.size());
     * }</pre>
     *
     * @param method exchange, routing key and options of all messages
     * @param messages the bodies of those that are published are copied before this returns
     * @return how many were published, 0 to all; nothing of the others is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalArgumentException when one of the messages cannot be sent, as with {@code publishAll}; nothing is sent
     */
    public int tryPublishAll(BasicMethod.Publish method, List<Message> messages) {
        return tryPublishAll(method, messages, null);
    }

    /**
     * Publishes messages in confirm mode, from the first one on as long as there is room for each; see
     * {@link #tryPublishAll} and {@link #publishAllConfirmed(BasicMethod.Publish, List, PublishCallback)}.
     *
     * @param method exchange, routing key and options of all messages
     * @param messages the bodies of those that are published are copied before this returns
     * @param callback called once with the verdict of each message that is published
     * @return how many were published, 0 to all; nothing of the others is sent
     * @throws ClosedException when the channel or connection is closed; nothing is sent
     * @throws IllegalStateException when the channel is not in confirm mode
     * @throws IllegalArgumentException when one of the messages cannot be sent; nothing is sent
     */
    public int tryPublishAllConfirmed(BasicMethod.Publish method, List<Message> messages, PublishCallback callback) {
        return tryPublishAll(method, messages, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Returns a stage that completes when there is room to publish: {@link #tryPublish} is likely to return true then,
     * unless another thread takes the room first. It also completes when the channel is closed, since publishing fails
     * then without waiting. Completing the stage, for instance by cancelling it, ends the wait.
     */
    public CompletionStage<@Nullable Void> writable() {
        ReplyStage<Void> stage = new ReplyStage<>();
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
     * Returns a stage that completes when every message published before has its verdict, with how many got which
     * verdict since the call before. It counts all publishes in confirm mode, also those whose verdict nobody asked
     * for, and completes after their callbacks were called. Verdicts of a channel that is closed are unknown. Completing
     * the stage, for instance by cancelling it, ends the wait as the timeout does.
     *
     * @param timeout after which the stage fails with {@link CallTimeoutException}, more than zero; verdicts that it
     *     has counted are not counted again
     * @throws IllegalArgumentException when the timeout is not more than zero
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<ConfirmCounts> allConfirmed(Duration timeout) {
        ReplyStage<ConfirmCounts> stage = new ReplyStage<>();
        ConfirmWait wait = awaitConfirms(timeout, stage);
        stage.whenComplete((counts, failure) -> wait.abandon());
        return stage;
    }

    /**
     * Calls back when every message published before has its verdict; see {@link #allConfirmed(Duration)}.
     *
     * @param timeout after which the callback gets a {@link CallTimeoutException}, more than zero
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
     * Sets the listener for mandatory messages that no queue took (specification §1.8.3.8 basic.return), in place of
     * the one before. Without one, they are dropped.
     *
     * @param listener called for one message at a time, on the I/O thread where {@link ChannelOptions#dispatch} says so
     *     and otherwise on the completion executor; for a message in confirm mode before the callback with its verdict,
     *     unless one of them runs on the I/O thread and the other does not
     */
    public void onReturn(Consumer<Returned> listener) {
        core.dispatch().onReturn(Objects.requireNonNull(listener, "listener"));
    }

    /** Returns whether the channel is in confirm mode: each publish from now on gets a verdict. */
    public boolean isConfirming() {
        return core.setup().isConfirming();
    }

    // ---- consuming ----

    /**
     * Returns the prefetch count that {@link #basicQos} was granted last and that bounds each consumer made from now
     * on; empty when it was never called.
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
     * unique on the channel; messages may come before. Without {@link #basicQos} before it, the broker sends all that
     * the queue has; the client holds up to {@link ConnectionOptions.Builder#inboxBound} bytes of it and then stops reading,
     * which delays the replies and confirms of the whole connection. So set a prefetch: there is no default.
     *
     * <p>The broker closes the channel with 404 when the queue does not exist, with 403 when the user may not read from
     * it or another consumer is exclusive, and with 405 when the queue is exclusive to another connection. A consumer
     * tag that is in use closes the connection with 530.
     *
     * @param method the queue, and a consumer tag or "" for one that the broker makes up
     * @param handler called with each message, one at a time, where {@link ChannelOptions#dispatch} says
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
     * @param method the queue, and a consumer tag or "" for one that the broker makes up
     * @param handler called with each message, one at a time, where {@link ChannelOptions#dispatch} says
     * @param callback called once with the consumer tag or the failure, where the stage would complete
     */
    public void basicConsume(
            BasicMethod.Consume method, DeliveryHandler handler, ReplyCallback<? super String> callback) {
        core.consume(core.subscription(method, handler), callback);
    }

    /**
     * Ends a consumer (specification §1.8.3.5 basic.cancel). The stage completes when the broker sends it no more
     * messages; the broker answers likewise when there is no such consumer. With {@link Dispatch#EXECUTOR}, messages
     * that came before may still be on their way to the handler. Messages without an acknowledgement stay with the
     * channel.
     *
     * @param consumerTag as {@code basicConsume} returned it
     */
    public CompletionStage<BasicMethod.CancelOk> basicCancel(String consumerTag) {
        return ReplyStage.of(callback -> basicCancel(consumerTag, callback));
    }

    /**
     * Ends a consumer as {@link #basicCancel(String)} does and calls back instead of returning a stage.
     *
     * @param consumerTag as {@code basicConsume} returned it
     * @param callback called once with the reply or the failure, where the stage would complete
     */
    public void basicCancel(String consumerTag, ReplyCallback<? super BasicMethod.CancelOk> callback) {
        core.cancel(consumerTag, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * Fetches one message, to be acknowledged; see {@link #basicGet(BasicMethod.Get)}.
     *
     * @param queue name of the queue
     */
    public CompletionStage<Optional<Delivery>> basicGet(String queue) {
        return basicGet(BasicMethod.Get.of(queue));
    }

    /**
     * Fetches one message (specification §1.8.3.10 basic.get). The stage completes with the message, or with an empty
     * value when the queue is empty; it fails with {@link MessageTooLargeException} when the message is larger than
     * {@link ConnectionOptions.Builder#maxMessageSize}. For more than single messages a consumer is much faster.
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
     * Acknowledges messages: the broker may forget them (specification §1.8.3.13 basic.ack). There is no reply; see
     * also {@link Delivery#ack}.
     *
     * <p>Where the connection or channel was lost since the message came, and comes back, nothing is sent and nothing
     * thrown: the broker has the message back and delivers it again, see {@link Delivery#isStale}.
     *
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all that await an acknowledgement
     * @param multiple whether all messages that came before it on this channel are acknowledged too
     * @throws ClosedException when the channel or connection is closed for good
     * @throws DeliveryTagException when no message with this tag awaits an acknowledgement on this channel: it came on
     *     another one, or has been acknowledged, rejected or recovered. Nothing is sent then, and the channel stays
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
     * @param deliveryTag the tag of the message; 0 with {@code multiple} for all that await an acknowledgement
     * @param multiple whether all messages that came before it on this channel are rejected too
     * @param requeue whether they go back to the queue; otherwise they are dropped, or dead-lettered where the queue
     *     says so
     * @throws ClosedException when the channel or connection is closed
     * @throws DeliveryTagException when no message with this tag awaits an acknowledgement, see {@link #basicAck}
     */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        int messages = core.acknowledge(deliveryTag, multiple, tag -> new BasicMethod.Nack(tag, multiple, requeue));
        tellRejected(deliveryTag, multiple, requeue, messages);
    }

    /**
     * Rejects one message (specification §1.8.3.14 basic.reject). There is no reply; see also {@link Delivery#nack}.
     *
     * @param deliveryTag the tag of the message
     * @param requeue whether it goes back to the queue; otherwise it is dropped, or dead-lettered where the queue says
     *     so
     * @throws ClosedException when the channel or connection is closed
     * @throws DeliveryTagException when no message with this tag awaits an acknowledgement, see {@link #basicAck}
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
     * Says when a message on this channel is awaited, for code that waits for messages as others do for replies: while the
     * condition holds, the connection goes on reading a little although its inbox is full, see
     * {@link ConnectionOptions.Builder#inboxBound}. Otherwise a consumer of another channel could wait for ever for a
     * message that nobody reads.
     *
     * @param condition asked ten times a second while the inbox is full, on a thread of the adapter: it must be quick and
     *     must not block; it replaces the one before
     */
    public void keepReadingWhile(BooleanSupplier condition) {
        core.keepReadingWhile(Objects.requireNonNull(condition, "condition"));
    }

    /**
     * Returns a stage that completes when no message that came on this channel awaits an acknowledgement any more: each was
     * acknowledged or rejected, or the channel is closed or lost, so that the broker has them back. Not for sure before the
     * channel's end where {@link #basicRecover} or a transaction was used. Completing the stage, for instance by cancelling
     * it, ends the wait.
     */
    public CompletionStage<@Nullable Void> acknowledged() {
        ReplyStage<Void> stage = new ReplyStage<>();
        Reply<Void> reply = core.reply(stage, none -> null);
        Cancellable wait = core.connection()
                .driver()
                .whenever(() -> !core.engine().isOpen() || core.engine().isAcknowledged(), () -> reply.completed(null));
        stage.whenComplete((over, failure) -> wait.cancel());
        return stage;
    }

    // ---- tasks ----

    /**
     * Runs a task where {@link ChannelOptions#dispatch} says, in turn with this channel's deliveries: after those that
     * came before, and never at the same time as one. So state that consumers share with other threads needs no lock.
     * Returns at once, also where such a task calls it. Tasks run in the order in which one thread gives them, also
     * after the channel is closed.
     *
     * @param task what it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing
     */
    public void execute(Runnable task) {
        core.dispatch().execute(Objects.requireNonNull(task, "task"));
    }

    /**
     * Runs a task once after a delay, as {@link #execute} runs one now. Once the connection is closed for good, no task
     * runs any more.
     *
     * @param delay any; a negative one counts as zero, and the resolution is about a millisecond
     * @param task what it throws is reported to {@link ConnectionOptions.Builder#onCallbackFailure}, and closes nothing
     * @return removes the task unless it has begun
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
