// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.driver.Completion;
import amqp.client.recovery.ChannelReplay;
import amqp.client.recovery.ChannelSetup;
import amqp.client.recovery.RecoveryRun;
import amqp.client.recovery.ReplayableChannel;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Channel} is inside: the engine that carries it now, its consumers and modes, and how it ends or comes back.
 *
 * <pre>
 *   open ── connection lost ──▶ away ── ChannelReplay ──▶ open
 *     └──── closed by either side, connection closed for good ──▶ over
 * </pre>
 */
final class ChannelCore implements ReplayableChannel {
    private final Channel channel = new Channel(this);
    private final ConnectionCore connection;
    private final long ordinal;
    private final ChannelOptions options;
    private final ChannelDispatch dispatch;
    private final Outbox outbox;

    private final CompletableFuture<CloseReason> closed;

    // Owned by the strand.
    private final ChannelSetup<Subscription> setup;
    private long republished;
    private @Nullable ClosedException lastEnd;

    // Guarded by the driver's lock.
    private @Nullable ChannelEngine engine;
    private @Nullable ChannelReplay replay;

    /** Delivery tags begin anew with each engine; what the application sees goes on. Changed in the strand and under the lock. */
    private volatile long tagsBefore;

    /** Set under the lock. */
    private volatile boolean closing;

    // Changed in the strand, or before anybody else has the channel.
    private volatile int number;
    private volatile BooleanSupplier readingWanted = () -> false;
    private volatile boolean wasOpen;
    private volatile boolean over;
    private volatile @Nullable CloseReason lossReason;

    ChannelCore(ConnectionCore connection, ChannelOptions options) {
        this.connection = connection;
        this.closed = new ConnectionStage<>(connection);
        this.ordinal = connection.nextOrdinal();
        this.options = options;
        this.number = options.number();
        this.dispatch = new ChannelDispatch(channel, connection, options);
        this.setup = new ChannelSetup<>(connection.strand(), connection.ledger(), this::number);
        // On the I/O thread callbacks run at once, so that none waits for its turn.
        boolean called = options.completionDispatch() == Dispatch.IO_THREAD;
        this.outbox = new Outbox(this, called ? 0 : options.publishWindow());
    }

    // ---- what it is ----

    Channel channel() {
        return channel;
    }

    ConnectionCore connection() {
        return connection;
    }

    int number() {
        return number;
    }

    /** Which channel of its connection it is, from 1; unlike {@link #number} it stays. */
    long ordinal() {
        return ordinal;
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

    /** Null where nobody observes the connection now. */
    @Nullable
    ObserverCalls observer() {
        return connection.observer();
    }

    /** Where its callbacks run. */
    ChannelDispatch dispatch() {
        return dispatch;
    }

    /** Of the connection's present engine, or of the last one. Under the lock. */
    ChannelEngine engine() {
        return engine;
    }

    /** Whether it was opened, and did not end. */
    boolean counts() {
        return wasOpen && !over;
    }

    /** Messages that await an acknowledgement. Under the lock. */
    int unacknowledged() {
        return engine.isOpen() ? engine.outstandingUpTo(0) : 0;
    }

    /** How its consumers are, in no order. */
    Stream<ConsumerHealth> consumers() {
        int unacknowledged = connection.driver().ask(unused -> unacknowledged());
        return setup.consumers().stream().map(consumer -> consumer.health(unacknowledged));
    }

    /** Whether all messages were acknowledged, and all publishes are sent and have the verdict that they get. Under the lock. */
    boolean isSettled() {
        return (!engine.isOpen() || engine.isAcknowledged()) && outbox.isSettled();
    }

    /** Whether publishes get verdicts. Under the lock. */
    boolean isConfirming() {
        return engine.isConfirming() || setup.isConfirming() && isAway();
    }

    /** Whether the present engine carries it, and nothing is under way to bring it back. Under the lock. */
    boolean isCarried() {
        return replay == null && engine.isOpen();
    }

    /** Whether the channel was lost with its connection and is on its way back. Under the lock. */
    boolean isAway() {
        return replay != null || !engine.isOpen() && comesBack();
    }

    private boolean comesBack() {
        return wasOpen && !closing && !over && connection.supervisor().isKeptUp();
    }

    /** What it was set to. */
    ChannelSetup<Subscription> setup() {
        return setup;
    }

    /** One exception for all that ends with the channel or its connection, for the same reason. */
    ClosedException whyEnded(CloseReason reason) {
        assert connection.strand().isHere();
        if (lastEnd == null || lastEnd.reason() != reason) {
            lastEnd = new ClosedException(closedOne(), reason);
        }
        return lastEnd;
    }

    /** Why the channel is away. */
    ClosedException whyAway() {
        CloseReason reason = lossReason;
        return new ClosedException(
                this + ", which is being recovered,",
                reason == null ? new CloseReason.HandshakeRefused("the connection was lost") : reason);
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    // ---- commands; by any thread ----

    void close(int code, String text) {
        boolean gone = connection.driver().command(unused -> {
            boolean away = isAway() && !engine.isOpen();
            closeEngine(code, text);
            closing = true;
            return away;
        });
        if (gone) {
            connection.strand().execute(() -> closeWhileAway(code, text));
        }
    }

    /** There is nothing to be closed, unless it has come back meanwhile or is about to: then its end is still to come. */
    private void closeWhileAway(int code, String text) {
        boolean back = connection.driver().command(unused -> {
            boolean there = replay != null || engine.isOpen();
            closeEngine(code, text);
            return there;
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
        Objects.requireNonNull(callback, "callback");
        submit(
                method,
                current -> reply(callback, done -> {
                    if (connection.options().recovery().isOn()) {
                        connection.ledger().succeeded(number, current, done);
                    }
                    setup.succeeded(current);
                    return reply.cast(done);
                }));
    }

    Subscription subscription(BasicMethod.Consume method, DeliveryHandler handler) {
        return new Subscription(this, method, Objects.requireNonNull(handler, "handler"));
    }

    Completion consume(Subscription subscription, ReplyCallback<? super String> callback) {
        BasicMethod.Consume method = subscription.request();
        Reply<String> reply = reply(callback, done -> {
            subscription.began(done instanceof BasicMethod.ConsumeOk ok ? ok.consumerTag() : method.consumerTag());
            setup.began(subscription);
            return subscription.consumerTag();
        });
        given(
                reply,
                () -> engine.consume(
                        (BasicMethod.Consume) current(method),
                        reply,
                        subscription,
                        connection.options().callTimeout(),
                        connection.driver().now()));
        return reply;
    }

    /** Nobody knows of a consumer that has begun: it is cancelled, and its messages go back. */
    void abandon(Subscription subscription) {
        subscription.abandon();
        cancel(subscription.consumerTag(), (ok, failure) -> {});
    }

    void cancel(String consumerTag, ReplyCallback<? super BasicMethod.CancelOk> callback) {
        Reply<BasicMethod.CancelOk> reply = reply(callback, ok -> {
            Subscription ended = setup.ended(consumerTag); // now, as the tag may be taken anew
            if (ended != null) {
                ended.cancelledHere();
            }
            return (BasicMethod.CancelOk) ok;
        });
        if (isGone()) {
            connection.strand().execute(() -> cancelWhileGone(consumerTag, reply));
        } else {
            submit(BasicMethod.Cancel.of(consumerTag), current -> reply);
        }
    }

    /** The broker has no consumer of a channel that is gone; it just must not come back. */
    private void cancelWhileGone(String consumerTag, Reply<BasicMethod.CancelOk> reply) {
        if (isGone()) {
            reply.replied(new BasicMethod.CancelOk(consumerTag));
        } else {
            submit(BasicMethod.Cancel.of(consumerTag), current -> reply);
        }
    }

    /** Whether it is away since this engine of it ended, and nothing was or is under way to bring it back. */
    boolean isLostWith(ChannelEngine last) {
        return connection.driver().ask(unused -> engine == last && isAway() && replay == null);
    }

    private boolean isGone() {
        return connection.driver().ask(unused -> isAway() && !engine.isOpen());
    }

    /** The method with the present names of queues; asked for as it goes out, since a recovery changes them. Under the lock. */
    private Method current(Method method) {
        return connection.ledger().current(number, method);
    }

    <T> Reply<T> reply(ReplyCallback<? super T> callback, Function<Method, T> result) {
        return new Reply<>(this::closedOne, dispatch.replies(), result, Objects.requireNonNull(callback, "callback"));
    }

    /**
     * @param completion made for the method as it goes out
     */
    void submit(Method method, Function<Method, Completion> completion) {
        try {
            command(() -> {
                Method current = current(method);
                engine.call(
                        current,
                        completion.apply(current),
                        connection.options().callTimeout(),
                        connection.driver().now());
            });
        } catch (ClosedException e) {
            completion.apply(method).failed(e);
        }
    }

    private void given(Completion completion, Runnable command) {
        try {
            command(command);
        } catch (ClosedException e) {
            completion.failed(e);
        }
    }

    /**
     * Acknowledges or rejects; nothing where the connection was lost meanwhile, as the broker has the message back and delivers
     * it again.
     *
     * @param method makes the method for the tag that the broker knows
     * @return how many messages: more than one only where somebody observes it, and 0 where nothing was sent
     */
    int acknowledge(long deliveryTag, boolean multiple, LongFunction<Method> method) {
        return connection.driver().command(unused -> {
            if (deliveryTag > 0 && deliveryTag <= tagsBefore || !engine.isOpen() && comesBack()) {
                return 0;
            }
            long tag = deliveryTag == 0 ? 0 : deliveryTag - tagsBefore;
            int messages = multiple && connection.isObserved() ? engine.outstandingUpTo(tag) : 1;
            send(method.apply(tag));
            return messages;
        });
    }

    /** Under the lock. */
    private void send(Method method) {
        engine.call(
                method,
                null,
                connection.options().callTimeout(),
                connection.driver().now());
    }

    /** Whether the broker has a message back that it wants an acknowledgement of: the connection or channel ended. By any thread. */
    boolean isStale(long deliveryTag) {
        return deliveryTag <= tagsBefore
                || closing
                || over
                || connection.supervisor().isClosing();
    }

    void command(Runnable command) {
        connection.driver().command(unused -> {
            command.run();
            return null;
        });
    }

    // ---- from the router and the recovery; in the strand ----

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
        assert connection.strand().isHere();
        wasOpen = true;
        connection.tellObserver(channel, observer -> observer.channelOpened(channel));
        return channel;
    }

    /** The delivery tag as the application sees it. */
    long tagOf(long deliveryTag) {
        return tagsBefore + deliveryTag;
    }

    /** A queue has another name from now on. */
    void queueRenamed(String before, String now) {
        setup.queueRenamed(before, now);
    }

    /** With the commands that bring it back. */
    RecoveryRun.Restored toRestore() {
        return new RecoveryRun.Restored(this, setup.replay(connection::isWanted));
    }

    @Override
    public ChannelEngine reopen(ConnectionEngine whole, ChannelReplay by, Duration timeout, long now) {
        engine = whole.isFree(number)
                ? whole.openChannelNumbered(number, this, by, timeout, now)
                : whole.openChannel(this, by, timeout, now); // taken meanwhile, or above what this broker allows
        number = engine.number();
        replay = by;
        return engine;
    }

    /** All commands were given again: publishing goes on. */
    @Override
    public void restored() {
        assert connection.strand().isHere();
        connection.driver().ask(unused -> {
            replay = null;
            configure();
            return null;
        });
        republished += outbox.resend();
        connection.driver().wakeWaiting();
        lossReason = null;
    }

    /** Since it was asked last. */
    long takeRepublished() {
        assert connection.strand().isHere();
        long count = republished;
        republished = 0;
        return count;
    }

    @Override
    public void ended(CloseReason reason, boolean withConnection) {
        assert connection.strand().isHere();
        ChannelReplay underWay = connection.driver().ask(unused -> replay);
        if (wasOpen && !withConnection && underWay == null) {
            connection.log().channelClosed(this, reason);
        }
        if (withConnection && wasOpen && !closing && connection.supervisor().survives(reason)) {
            if (underWay != null) {
                underWay.abandon(reason);
            }
            interrupted(reason);
        } else if (underWay != null && !withConnection) {
            interrupted(reason);
            underWay.channelClosed(reason);
        } else if (!withConnection && isToReopen(reason)) {
            interrupted(reason);
            outbox.giveUp(whyEnded(reason)); // one of them may be the reason
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
        ClosedException why = whyEnded(reason);
        setup.forEach(subscription -> subscription.interrupted(why));
    }

    /** The broker has ended the consumer, or would not have it back; returns whether it was still there. */
    boolean cancelled(String consumerTag) {
        Subscription ended = setup.ended(consumerTag);
        if (ended != null) {
            ended.cancelled();
        }
        return ended != null;
    }

    /** Whether the broker owes anything other than an answer to a command. Under the driver's lock. */
    boolean isAwaiting() {
        return !engine.isOpen() || engine.unsettled() > 0 || !engine.isFlowing();
    }

    /** What code on top of the API says of what it awaits. */
    void keepReadingWhile(BooleanSupplier condition) {
        readingWanted = condition;
    }

    /** Whether code on top of the API awaits a message. Not under the lock, since it is asked. */
    boolean isReadingWanted() {
        try {
            return readingWanted.getAsBoolean();
        } catch (Throwable e) {
            connection.options().callbackFailed(channel, "the condition for reading", e);
            return false;
        }
    }

    @Override
    public void endForGood(CloseReason reason) {
        assert connection.strand().isHere();
        if (over) {
            return;
        }
        over = true;
        connection.driver().ask(unused -> replay = null);
        connection.remove(this);
        ClosedException why = whyEnded(reason);
        outbox.close(why);
        dispatch.replies().execute(() -> closed.complete(reason));
        setup.endAll(subscription -> subscription.ended(why));
        if (wasOpen) {
            connection.tellObserver(channel, observer -> observer.channelClosed(channel, reason));
            connection.forget(this, reason);
        }
    }

    /** What a reason for the end is about: the channel, or the connection that took it along. */
    private String closedOne() {
        boolean connection = this.connection.driver().ask(unused -> engine == null || engine.endedWithConnection());
        return connection ? "the connection of " + this : toString();
    }

    @Override
    public String toString() {
        return "channel " + number;
    }
}
