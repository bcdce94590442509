// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import amqp.connection.DeliveryTagException;
import amqp.connection.Event;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a {@link Channel} is to its connection: the engine that carries it now, its consumers and modes, and how it ends or
 * comes back.
 *
 * <pre>
 *   open ── connection lost ──▶ away ── Replay ──▶ open
 *     └──── closed by either side, connection closed for good ──▶ over
 * </pre>
 */
final class ChannelState {
    private static final String CONSUMER = "the consumer";

    private final Channel channel;
    private final Connection connection;
    private final ChannelOptions options;
    private final Executor replies;
    private final Executor verdicts;
    private final Executor returns;
    private final Executor deliveries;
    private final Outbox outbox;

    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile Consumer<Returned> returnListener = returned -> {};

    // On the I/O thread.
    private final ChannelLedger ledger = new ChannelLedger(this);
    private long republished;

    /** Where what {@link Callbacks} has for this channel runs; made when first needed. */
    private Executor observers;

    // Guarded by the driver's lock.
    private ChannelEngine engine;
    private Replay replay;
    private boolean wasConfirming;

    /** Delivery tags begin anew with each engine; what the application sees goes on. Changed on the I/O thread. */
    private long tagsBefore;

    /** Set under the lock. */
    private volatile boolean closing;

    private volatile int number;
    private volatile boolean wasOpen;
    private volatile boolean over;
    private volatile CloseReason lossReason;

    ChannelState(Channel channel, Connection connection, ChannelOptions options) {
        this.channel = channel;
        this.connection = connection;
        this.options = options;
        this.number = options.number();
        this.replies = connection.lane(options.completionDispatch(), channel, "the callback of a command");
        this.verdicts = connection.lane(options.completionDispatch(), channel, "the callback of a publish or return");
        this.returns = options.dispatch() == options.completionDispatch()
                ? verdicts // so that a message that comes back is told before its verdict
                : connection.lane(options.dispatch(), channel, "the listener for returned messages");
        this.deliveries = connection.lane(options.dispatch(), channel, CONSUMER);
        this.outbox = new Outbox(this);
    }

    // ---- what it is ----

    Channel channel() {
        return channel;
    }

    Connection connection() {
        return connection;
    }

    int number() {
        return number;
    }

    boolean isOpen() {
        return connection.driver().ask(whole -> whole.isOpen() && engine.isOpen());
    }

    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    Outbox outbox() {
        return outbox;
    }

    /** On the I/O thread. */
    ChannelLedger ledger() {
        return ledger;
    }

    /** Where the callbacks of publishes are called. */
    Executor verdicts() {
        return verdicts;
    }

    void onReturn(Consumer<Returned> listener) {
        returnListener = listener;
    }

    /** Where stages complete. */
    Executor replies() {
        return replies;
    }

    /** Where consumers are called. */
    Executor deliveries() {
        return deliveries;
    }

    /** Runs a task of the application where consumers are called. */
    void execute(Runnable task) {
        Runnable reporting =
                () -> Lane.runHere(task, thrown -> connection.options().callbackFailed(channel, "a task", thrown));
        if (options.dispatch() == Dispatch.IO_THREAD) {
            connection.onIoThread(reporting);
        } else {
            deliveries.execute(reporting);
        }
    }

    /** Where callbacks of the registry are called. On the I/O thread. */
    Executor observers() {
        if (observers == null) {
            observers = connection.lane(options.dispatch(), channel, "a registered callback");
        }
        return observers;
    }

    /** Of the connection's present engine, or of the last one. Under the lock. */
    ChannelEngine engine() {
        return engine;
    }

    /** Whether publishes get verdicts. Under the lock. */
    boolean isConfirming() {
        return engine.isConfirming() || wasConfirming && isAway();
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
            throw new ClosedException(this + ", which is being recovered,", whyAway());
        }
    }

    private CloseReason whyAway() {
        CloseReason reason = lossReason;
        return reason == null ? new CloseReason.HandshakeRefused("the connection was lost") : reason;
    }

    /** Whether the application has asked for the end. */
    boolean isClosing() {
        return closing;
    }

    /** Whether the channel is closed for good. */
    boolean isOver() {
        return over;
    }

    // ---- commands; by any thread ----

    void close(int code, String text) {
        boolean away = connection.driver().command(unused -> {
            boolean gone = isAway() && !engine.isOpen();
            closeEngine(code, text);
            closing = true;
            return gone;
        });
        if (away) {
            connection.onIoThread(() -> closeWhileAway(code, text));
        }
    }

    /** There is nothing to be closed, unless it has come back just now. */
    private void closeWhileAway(int code, String text) {
        boolean back = connection.driver().command(unused -> {
            closeEngine(code, text);
            return replay != null;
        });
        if (!back) {
            ended(new CloseReason.ByApplication(code, text), false);
        }
    }

    /** Under the lock. */
    private void closeEngine(int code, String text) {
        engine.close(
                code,
                text,
                connection.options().closeTimeout(),
                connection.driver().now());
    }

    <R extends Method> void call(Method method, Class<R> reply, ReplyCallback<? super R> callback) {
        if (!connection.options().recovery().isOn()) {
            submit(method, reply(callback, reply::cast));
            return;
        }
        Method current = current(method);
        submit(current, reply(callback, done -> {
            connection.ledger().succeeded(number, current, done);
            ledger.succeeded(current);
            return reply.cast(done);
        }));
    }

    void cancel(String consumerTag, ReplyCallback<? super BasicMethod.CancelOk> callback) {
        Reply<BasicMethod.CancelOk> reply = reply(callback, ok -> {
            Subscription ended = ledger.ended(consumerTag); // now, as the tag may be taken anew
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

    /** Whether it is away and nothing is under way to bring it back. */
    boolean isLost() {
        return connection.driver().ask(unused -> isAway() && replay == null);
    }

    private boolean isGone() {
        return connection.driver().ask(unused -> isAway() && !engine.isOpen());
    }

    /** The method as it must go out now. */
    Method current(Method method) {
        return connection.ledger().current(number, method);
    }

    <T> Reply<T> reply(ReplyCallback<? super T> callback, Function<Method, T> result) {
        return new Reply<>(this, replies, result, Objects.requireNonNull(callback, "callback"));
    }

    void submit(Method method, Completion completion) {
        Duration timeout = connection.options().callTimeout();
        try {
            command(() -> {
                give(engine, method, completion, timeout, connection.driver().now());
                connection.router().asked();
            });
        } catch (ClosedException e) {
            completion.failed(e);
        }
    }

    /** Under the lock. A consumer's own completion takes its messages as well. */
    static void give(ChannelEngine engine, Method method, Completion completion, Duration timeout, long now) {
        if (method instanceof BasicMethod.Consume consume) {
            engine.consume(consume, completion, completion, timeout, now);
        } else {
            engine.call(method, completion, timeout, now);
        }
    }

    /** Under the lock. */
    void send(Method method) {
        engine.call(
                method,
                null,
                connection.options().callTimeout(),
                connection.driver().now());
    }

    /** Under the lock. */
    long currentTag(long deliveryTag) {
        if (deliveryTag > 0 && deliveryTag <= tagsBefore) {
            throw new DeliveryTagException(
                    "message " + deliveryTag + " of " + this + " came before the connection was"
                            + " lost; the broker has taken it back and delivers it again where its queue still is",
                    true);
        }
        return deliveryTag == 0 ? 0 : deliveryTag - tagsBefore;
    }

    void command(Runnable command) {
        connection.driver().command(unused -> {
            command.run();
            return null;
        });
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
        return channel;
    }

    /** The delivery tag as the application sees it. */
    long tagOf(long deliveryTag) {
        return tagsBefore + deliveryTag;
    }

    /** Under the lock. */
    ChannelEngine reopen(ConnectionEngine whole, Replay by, Duration timeout, long now) {
        engine = whole.isFree(number)
                ? whole.openChannelNumbered(number, this, by, timeout, now)
                : whole.openChannel(this, by, timeout, now); // taken meanwhile, or above what this broker allows
        number = engine.number();
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
            outbox.giveUp(); // one of them may be the reason
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
            wasConfirming = isConfirming();
            replay = null;
            return null;
        });
        ClosedException why = new ClosedException(toString(), reason);
        ledger.forEach(subscription -> subscription.interrupted(why));
    }

    void deliver(DeliveryHandler consumer, Delivery delivery) {
        if (options.dispatch() == Dispatch.IO_THREAD) {
            try {
                consumer.onDelivery(delivery);
            } catch (RuntimeException | Error e) {
                connection.options().callbackFailed(channel, CONSUMER, e);
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

    /** The broker has ended the consumer, or would not have it back. */
    void cancelled(String consumerTag) {
        Subscription ended = ledger.ended(consumerTag);
        if (ended != null) {
            ended.cancelled();
        }
    }

    /** Whether the broker owes an answer other than to a command. Under the driver's lock. */
    boolean isAwaiting() {
        return !engine.isOpen() || engine.unsettled() > 0;
    }

    void settled(PublishCallback callback, Verdict verdict) {
        if (options.completionDispatch() == Dispatch.IO_THREAD) {
            try {
                callback.settled(verdict);
            } catch (RuntimeException | Error e) {
                connection.options().callbackFailed(channel, "the callback of a publish", e);
            }
        } else {
            verdicts.execute(() -> callback.settled(verdict));
        }
    }

    /** The channel does not come back. */
    void endForGood(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        connection.driver().ask(unused -> replay = null);
        connection.remove(this);
        ClosedException why = new ClosedException(toString(), reason);
        outbox.close(why);
        replies.execute(() -> closed.complete(reason));
        ledger.endAll(subscription -> subscription.ended(why));
        if (wasOpen) {
            connection.forget(this, reason);
        }
    }

    void returned(Event.Returned event) {
        Consumer<Returned> listener = returnListener;
        Returned returned = Returned.of(event);
        Inbox inbox = connection.inbox();
        int octets = returned.body().length;
        inbox.arrived(octets);
        returns.execute(() -> {
            try {
                listener.accept(returned);
            } finally {
                inbox.taken(octets);
            }
        });
    }

    @Override
    public String toString() {
        return "channel " + number;
    }
}
