// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.topology.Ledger;
import amqp.codec.BasicProperties;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConfirmCounts;
import amqp.connection.ConnectionEngine;
import amqp.connection.EngineClosedException;
import amqp.connection.Event;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A channel (specification §2.2.5). Safe to use from any number of threads; what one thread gives to it goes out in
 * that order, and each publish stands as a whole on the wire.
 *
 * <p>Every command takes the method's own record, made by its {@code of} and changed by its withers; the everyday cases
 * have a short form. A command gives a stage that completes with the reply, or takes a callback for it instead. It fails with {@link ClosedException} when
 * the channel or connection is or becomes closed and with {@link CallTimeoutException} when the reply does not come
 * within {@link ConnectionOptions.Builder#callLimit}; the wait for the command's turn counts. With no-wait the stage
 * completes with null when the command is on its way. A record that cannot be sent (a name too long, arguments larger
 * than frame-max) is an {@link IllegalArgumentException} at once, and the channel stays usable. Stages complete and
 * callbacks run where the channel's {@link Dispatch} says.
 */
public final class Channel extends ChannelCommands {
    private static final String CONSUMER = "the consumer";

    private final Connection connection;
    private final ChannelOptions options;
    private final Executor replies;
    private final Executor verdicts;
    private final Executor deliveries;
    private final Outbox outbox;

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile java.util.function.Consumer<Returned> returnListener = returned -> {};

    // On the I/O thread.
    private final ChannelModes modes = new ChannelModes();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private long republished;

    /** Where what {@link Callbacks} has for this channel runs; made when first needed. */
    private Executor observers;

    // Guarded by the driver's lock.
    private ChannelEngine engine;
    private Replay replay;
    private boolean closing;

    /** Delivery tags begin anew with each engine; what the application sees goes on. Changed on the I/O thread. */
    private long tagsBefore;

    private volatile int number;
    private volatile boolean wasOpen;
    private volatile boolean over;
    private volatile CloseReason lossReason;

    Channel(Connection connection, ChannelOptions options) {
        this.connection = connection;
        this.options = options;
        this.number = options.number();
        this.replies = connection.lane(options.dispatch(), this, "the callback of a command");
        this.verdicts = connection.lane(options.dispatch(), this, "the callback of a publish or return");
        this.deliveries = connection.lane(options.dispatch(), this, CONSUMER);
        this.outbox = new Outbox(this);
    }

    // ---- the channel itself ----

    /** The connection that it belongs to. */
    public Connection connection() {
        return connection;
    }

    /** The channel number, from 1. */
    public int number() {
        return number;
    }

    /** Whether commands can be given: neither side has begun to close it or its connection. */
    public boolean isOpen() {
        return connection.driver().ask(whole -> whole.isOpen() && engine.isOpen());
    }

    /** Completes when the channel is closed, by whomever, with the reason. */
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    /** Hears once when the channel is closed, by whomever; the failure is always null. */
    public void closed(ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        closed.thenAccept(reason -> replies.execute(() -> callback.completed(reason, null)));
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
        beginClose(code, text);
        return closed();
    }

    /** @see #close(int, String) */
    public void close(int code, String text, ReplyCallback<? super CloseReason> callback) {
        Objects.requireNonNull(callback, "callback");
        beginClose(code, text);
        closed(callback);
    }

    private void beginClose(int code, String text) {
        boolean away = connection.driver().command(unused -> {
            boolean gone = isAway() && !engine.isOpen();
            engine.close(
                    code,
                    text,
                    connection.options().closeLimit(),
                    connection.driver().now());
            closing = true;
            return gone;
        });
        if (away) {
            CloseReason reason = new CloseReason.ByApplication(code, text);
            connection.onIoThread(() -> ended(reason, false));
        }
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
     * listener. While the outbound octets are over the high water mark, the broker has blocked the connection, or
     * {@link ChannelOptions#publishWindow} is full, this waits for room, at most
     * {@link ConnectionOptions.Builder#publishLimit}; on the I/O thread it never waits.
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

    /**
     * Publishes a message as {@link #basicPublish(BasicMethod.Publish, BasicProperties, byte[])} does, but never waits.
     *
     * @return false when it would have to wait: the outbound octets have reached the high water mark, the broker has
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
     * Completes when every publish given before has its verdict, whether anybody heard of it or not, and tells how many
     * got which since the call before. Verdicts of a channel that closes are unknown. Completes after the callbacks of
     * those publishes.
     *
     * @param limit after which it fails with {@link CallTimeoutException}; the publishes it counted are not counted again
     * @throws IllegalStateException when the channel is not in confirm mode: call {@link #confirmSelect} first
     */
    public CompletionStage<ConfirmCounts> waitForConfirms(Duration limit) {
        return ReplyStage.of(callback -> waitForConfirms(limit, callback));
    }

    /** @see #waitForConfirms(Duration) */
    public void waitForConfirms(Duration limit, ReplyCallback<? super ConfirmCounts> callback) {
        Objects.requireNonNull(callback, "callback");
        ConfirmWait wait = new ConfirmWait(connection.driver(), outbox, verdicts, limit, callback);
        try {
            command(() -> outbox.await(wait));
        } catch (ClosedException e) {
            wait.failed(e);
        } catch (RuntimeException | Error e) {
            wait.abandon();
            throw e;
        }
    }

    /** Hears mandatory messages that had no queue to go to; replaces the listener before. */
    public void onReturn(java.util.function.Consumer<Returned> listener) {
        returnListener = Objects.requireNonNull(listener, "listener");
    }

    // ---- consuming ----

    /** Consumes from a queue, with acknowledgements; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(String queue, Consumer consumer) {
        return basicConsume(BasicMethod.Consume.of(queue), consumer);
    }

    /** Consumes from a queue; completes with the consumer tag. */
    public CompletionStage<String> basicConsume(BasicMethod.Consume method, Consumer consumer) {
        return ReplyStage.of(callback -> basicConsume(method, consumer, callback));
    }

    /** @see #basicConsume(BasicMethod.Consume, Consumer) */
    public void basicConsume(BasicMethod.Consume method, Consumer consumer, ReplyCallback<? super String> callback) {
        Objects.requireNonNull(consumer, "consumer");
        Method current = connection.ledger().current(number, method);
        submit(current, new Subscription(this, method, consumer, Objects.requireNonNull(callback, "callback")));
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
        Reply<BasicMethod.CancelOk> reply = reply(callback, ok -> {
            Subscription ended = unsubscribe(consumerTag); // now, as the tag may be taken anew
            if (ended != null) {
                ended.cancelledHere();
            }
            return (BasicMethod.CancelOk) ok;
        });
        if (isGone()) {
            connection.onIoThread(() -> cancelWhileGone(consumerTag, reply));
        } else {
            submit(BasicMethod.Cancel.of(consumerTag), reply);
        }
    }

    /** The broker has no consumer of a channel that is gone; it just must not come back. */
    private void cancelWhileGone(String consumerTag, Reply<BasicMethod.CancelOk> reply) {
        if (isGone()) {
            reply.replied(new BasicMethod.CancelOk(consumerTag));
        } else {
            submit(BasicMethod.Cancel.of(consumerTag), reply);
        }
    }

    private boolean isGone() {
        return connection.driver().ask(unused -> isAway() && !engine.isOpen());
    }

    /** Fetches one message; completes with an empty one when the queue is empty. */
    public CompletionStage<Optional<Delivery>> basicGet(BasicMethod.Get method) {
        return ReplyStage.of(callback -> basicGet(method, callback));
    }

    /** @see #basicGet(BasicMethod.Get) */
    public void basicGet(BasicMethod.Get method, ReplyCallback<? super Optional<Delivery>> callback) {
        Method current = connection.ledger().current(number, method);
        submit(current, new GetCompletion(this, method, reply(callback, empty -> Optional.empty())));
    }

    /**
     * Acknowledges.
     *
     * @param deliveryTag of the message; 0 with {@code multiple} for all that are unacknowledged
     * @param multiple whether all before it on this channel are meant too
     * @throws ClosedException when the channel or connection is closed
     * @throws amqp.connection.DeliveryTagException when no message with this tag awaits an acknowledgement on this channel:
     *     it came on another one, or has been acknowledged, rejected or recovered; nothing is sent then, and the channel
     *     stays usable. Not checked on a channel with transactions.
     * @throws StaleDeliveryException when the message came before the connection was lost; nothing is sent
     */
    public void basicAck(long deliveryTag, boolean multiple) {
        command(() -> send(new BasicMethod.Ack(currentTag(deliveryTag), multiple)));
    }

    /** Says that messages have not been dealt with; see {@link #basicAck} and {@link Delivery#nack}. */
    public void basicNack(long deliveryTag, boolean multiple, boolean requeue) {
        command(() -> send(new BasicMethod.Nack(currentTag(deliveryTag), multiple, requeue)));
    }

    /** Says that a message has not been dealt with, without RabbitMQ's extension; see {@link Delivery#nack}. */
    public void basicReject(long deliveryTag, boolean requeue) {
        command(() -> send(new BasicMethod.Reject(currentTag(deliveryTag), requeue)));
    }

    // ---- for the module ----

    /** Where stages complete. */
    Executor replies() {
        return replies;
    }

    /** Where consumers are called. */
    Executor deliveries() {
        return deliveries;
    }

    /** Where callbacks of the registry are called. On the I/O thread. */
    Executor observers() {
        if (observers == null) {
            observers = connection.lane(options.dispatch(), this, "a registered callback");
        }
        return observers;
    }

    /** Of the connection's present engine, or of the last one. Under the lock. */
    ChannelEngine engine() {
        return engine;
    }

    /** Whether publishes get verdicts. Under the lock. */
    boolean isConfirming() {
        return engine.isConfirming();
    }

    /** Whether the channel was lost with its connection and is on its way back. Under the lock. */
    boolean isAway() {
        return replay != null || !engine.isOpen() && comesBack();
    }

    private boolean comesBack() {
        return wasOpen && !closing && !over && connection.reconnection().isKeptUp();
    }

    /**
     * Publishing while the channel is away is to be kept, not refused.
     *
     * @throws ClosedException when it is to be refused
     */
    void expectComingBack() {
        if (connection.options().recovery().whileDisconnected() == WhileDisconnected.FAIL) {
            throw new ClosedException(this + ", which is being recovered,", engineReason());
        }
    }

    private CloseReason engineReason() {
        CloseReason reason = lossReason;
        return reason == null ? new CloseReason.HandshakeRefused("the connection was lost") : reason;
    }

    /** Whether the channel is closed for good. */
    boolean isOver() {
        return over;
    }

    // ---- from the router and the recovery; on the I/O thread ----

    /** Under the lock. */
    void opening(ChannelEngine opened) {
        engine = opened;
        number = opened.number();
        configure();
    }

    private void configure() {
        engine.pipelined(options.pipelined());
        if (options.publishWindow() > 0) {
            engine.publishWindow(options.publishWindow());
        }
    }

    Channel opened() {
        wasOpen = true;
        return this;
    }

    void subscribed(Subscription subscription) {
        Ledger ledger = connection.ledger();
        String queue = ledger.queueOf(number, subscription.requestedQueue());
        subscription.began(modes.ofConsumers(), queue);
        subscriptions.put(subscription.consumerTag(), subscription);
        ledger.consumerBegan(queue);
    }

    private Subscription unsubscribe(String consumerTag) {
        Subscription ended = subscriptions.remove(consumerTag);
        if (ended != null) {
            connection.ledger().consumerEnded(ended.queue());
        }
        return ended;
    }

    /** The delivery tag as the application sees it. */
    long tagOf(long deliveryTag) {
        return tagsBefore + deliveryTag;
    }

    /** The commands that bring the channel to where it was. */
    List<ReplayItem> replay(Predicate<Method> wanted) {
        List<ReplayItem> items = new ArrayList<>();
        modes.first().forEach(method -> items.add(ReplayItem.of(number, method, reply -> {})));
        BasicMethod.Qos bound = null;
        for (Subscription subscription : subscriptions.values()) {
            items.addAll(subscription.replay(bound));
            bound = subscription.bound();
        }
        if (modes.ofConsumers() != null && !modes.ofConsumers().equals(bound)) {
            items.add(ReplayItem.of(number, modes.ofConsumers(), reply -> {}));
        }
        items.removeIf(item -> !wanted.test(item.method()));
        return items;
    }

    /** Under the lock. */
    ChannelEngine reopen(ConnectionEngine whole, Replay by, Duration limit, long now) {
        engine = whole.openChannelNumbered(number, this, by, limit, now);
        replay = by;
        return engine;
    }

    /** All commands were given again: publishing goes on. */
    void restored() {
        List<Publication.Kept> failed = new ArrayList<>(0);
        List<Publication.Kept> done = new ArrayList<>(0);
        republished += connection.driver().command(unused -> {
            replay = null;
            configure();
            return outbox.resend(failed, done);
        });
        failed.forEach(kept -> outbox.tell(kept, Verdict.UNKNOWN));
        done.forEach(outbox::release);
        connection.driver().wakePublishers();
        lossReason = null;
    }

    /** The channel can't be brought back. */
    void notRestored(CloseReason reason) {
        replay = null;
        endForGood(reason);
    }

    /** Since it was asked last. */
    long takeRepublished() {
        long count = republished;
        republished = 0;
        return count;
    }

    /** The engine says that the channel is closed; or there is none any more, and will be none. */
    void ended(CloseReason reason, boolean withConnection) {
        Replay underWay = replay;
        if (withConnection && wasOpen && !closing && connection.reconnection().survives(reason)) {
            if (underWay != null) {
                underWay.abandon();
            }
            interrupted(reason);
        } else if (underWay != null && !withConnection) {
            interrupted(reason);
            underWay.channelClosed(reason);
        } else if (!withConnection && isToReopen(reason)) {
            interrupted(reason);
            connection.reopen(this);
        } else {
            endForGood(reason);
        }
    }

    private boolean isToReopen(CloseReason reason) {
        return reason instanceof CloseReason.ByPeer
                && connection.options().recovery().reopenChannels()
                && comesBack();
    }

    private void interrupted(CloseReason reason) {
        lossReason = reason;
        connection.driver().command(unused -> {
            outbox.lost(engine);
            tagsBefore += engine.lastDeliveryTag();
            replay = null;
            return null;
        });
        ClosedException why = new ClosedException(toString(), reason);
        subscriptions.values().forEach(subscription -> subscription.interrupted(why));
    }

    void deliver(Consumer consumer, Delivery delivery) {
        if (options.dispatch() == Dispatch.IO_THREAD) {
            try {
                consumer.onDelivery(delivery);
            } catch (RuntimeException | Error e) {
                connection.options().callbackFailed(this, CONSUMER, e);
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

    void cancelled(Event.ConsumerCancelled event) {
        cancelled(event.consumerTag());
    }

    /** The broker has ended the consumer, or would not have it back. */
    void cancelled(String consumerTag) {
        Subscription ended = unsubscribe(consumerTag);
        if (ended != null) {
            ended.cancelled();
        }
    }

    /** Whether the broker owes an answer other than to a command. Under the driver's lock. */
    boolean isAwaiting() {
        return !engine.isOpen() || engine.unsettled() > 0;
    }

    void settled(PublishCallback callback, Verdict verdict) {
        if (options.dispatch() == Dispatch.IO_THREAD) {
            try {
                callback.settled(verdict);
            } catch (RuntimeException | Error e) {
                connection.options().callbackFailed(this, "the callback of a publish", e);
            }
        } else {
            verdicts.execute(() -> callback.settled(verdict));
        }
    }

    private void endForGood(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        connection.remove(this);
        ClosedException why = new ClosedException(toString(), reason);
        outbox.close(why);
        replies.execute(() -> closed.complete(reason));
        subscriptions.values().forEach(subscription -> {
            connection.ledger().consumerEnded(subscription.queue());
            subscription.ended(why);
        });
        subscriptions.clear();
        connection.forget(this, reason);
    }

    void returned(Event.Returned event) {
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

    @Override
    <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback) {
        if (!connection.options().recovery().isOn()) {
            submit(method, reply(callback, reply::cast));
            return;
        }
        Method current = connection.ledger().current(number, method);
        submit(current, reply(callback, done -> {
            connection.ledger().succeeded(number, current, done);
            modes.succeeded(current);
            return reply.cast(done);
        }));
    }

    private <T> Reply<T> reply(ReplyCallback<? super T> callback, Function<Method, T> result) {
        return new Reply<>(this, replies, result, Objects.requireNonNull(callback, "callback"));
    }

    private void submit(Method method, Completion completion) {
        Duration limit = connection.options().callLimit();
        try {
            command(() -> {
                engine.call(method, completion, limit, connection.driver().now());
                connection.router().asked();
            });
        } catch (ClosedException e) {
            completion.failed(e);
        }
    }

    /** Under the lock. */
    private void send(Method method) {
        engine.call(
                method,
                null,
                connection.options().callLimit(),
                connection.driver().now());
    }

    /** Under the lock. */
    private long currentTag(long deliveryTag) {
        if (deliveryTag > 0 && deliveryTag <= tagsBefore) {
            throw new StaleDeliveryException(
                    "message " + deliveryTag + " of " + this + " came before the connection was"
                            + " lost; the broker has taken it back and delivers it again where its queue still is");
        }
        return deliveryTag == 0 ? 0 : deliveryTag - tagsBefore;
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
        connection.driver().beginPublish(outbox, connection.options().publishLimit());
        publishNow(exchange, routingKey, mandatory, properties, body, callback);
    }

    private boolean tryPublish(
            BasicMethod.Publish method, BasicProperties properties, byte[] body, PublishCallback callback) {
        boolean room = connection.driver().tryBeginPublish(outbox);
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
            outbox.publish(exchange, routingKey, mandatory, properties, body, callback);
        } catch (EngineClosedException e) {
            throw closedException(e);
        } finally {
            connection.driver().endPublish();
        }
    }

    private ClosedException closedException(EngineClosedException e) {
        return new ClosedException(toString(), e.reason());
    }

    @Override
    public String toString() {
        return "channel " + number;
    }
}
