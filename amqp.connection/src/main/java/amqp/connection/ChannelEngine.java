// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.connection.Subscriptions.Subscription;
import amqp.frames.ContentHeader;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One channel of a {@link ConnectionEngine}. Like the connection, it has one owner at a time and calls no user code.
 *
 * <pre>
 *   OPENING ── open-ok ──▶ OPEN ── close given ──▶ CLOSING ── close-ok ──▶ CLOSED
 *      └───────── the peer's close, the connection's end ────────────────────▲
 * </pre>
 *
 * <p>The channel accepts commands from OPENING on; they wait for their turn. It sends them in the order in which they
 * were given, including publishes and acknowledgements.
 */
public final class ChannelEngine {
    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        CLOSED
    }

    private final ConnectionEngine connection;
    private final int number;
    private final Object owner;
    private final CallQueue calls;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Publisher publisher;
    private final OutstandingTags tags = new OutstandingTags();
    private final ChannelRules rules;
    private final ContentReceiver content;

    private State state = State.OPENING;
    private @Nullable CloseReason closeReason;
    private boolean flowStopped;

    /** The end has come, but the peer may still say something: only confirms and our close's answer count. */
    private boolean settlingOnly;

    private boolean endedWithConnection;

    /** The channel is CLOSED here, but its number is not free: our channel.close has no answer yet. */
    private boolean closeUnanswered;

    ChannelEngine(ConnectionEngine connection, int number, Object owner) {
        this.connection = connection;
        this.number = number;
        this.owner = owner;
        this.calls = new CallQueue(connection.deadlines(), this::send);
        this.publisher = new Publisher(this, connection);
        this.rules = new ChannelRules(number, subscriptions, tags);
        this.content = new ContentReceiver(this, connection, subscriptions, publisher, tags);
    }

    // ---- commands ----

    /**
     * Sends a method on the channel. A method with a reply ends with {@link Event.Replied}, {@link Event.Got},
     * {@link Event.TimedOut} or {@link Event.Failed}; any other one ends with {@link Event.Sent} or
     * {@link Event.Failed}.
     *
     * @param method any except basic.consume, for which there is {@link #consume}, and those that the engine sends
     *     itself
     * @param attachment returned by that event; null for no event
     * @param timeout for the reply, including the wait for the method's turn
     * @param now reading of the clock in nanoseconds
     * @throws ClosedException when the channel is closed or closing
     * @throws IllegalArgumentException when the method cannot be sent; the channel stays usable
     * @throws DeliveryTagException when there is no unacknowledged message with the tag to acknowledge or reject;
     *     likewise
     * @throws IllegalStateException for transactions on a channel in confirm mode, or the reverse; likewise
     */
    public void call(Method method, @Nullable Object attachment, Duration timeout, long now) {
        checkOpen();
        rules.check(method);
        if (method.isSynchronous() || calls.holdsBack()) {
            submit(new Call(method, this, attachment, timeout, now));
            return;
        }
        if (attachment == null && method instanceof BasicMethod.Ack ack && rules.leavesNoneBefore(ack)) {
            connection.frames().acknowledge(number, ack);
        } else {
            send(method, attachment);
            rules.given(method);
        }
        subscriptions.given(method);
        connection.backlog().update();
    }

    /**
     * Starts to consume from a queue. The command ends as those of {@link #call} do; its messages arrive as
     * {@link Event.Delivered}, the first ones directly after {@link Event.Replied}.
     *
     * @param attachment returned by the event that ends the command; null for no event
     * @param consumer returned by every {@link Event.Delivered} of this consumer and by
     *     {@link Event.ConsumerCancelled}, which may arrive while the channel is open
     * @param timeout for the reply, including the wait for the method's turn; a consumer that the broker starts later
     *     is cancelled, and its messages are requeued
     * @param now reading of the clock in nanoseconds
     * @throws ClosedException when the channel is closed or closing
     * @throws IllegalArgumentException when the method cannot be sent, the consumer tag is in use on this channel, or
     *     is empty with no-wait; the channel stays usable
     */
    public void consume(
            BasicMethod.Consume method, @Nullable Object attachment, Object consumer, Duration timeout, long now) {
        checkOpen();
        rules.checkConsume(method);
        submit(new Call(method, this, attachment, consumer, timeout, now));
    }

    private void submit(Call call) {
        connection.frames().checkFits(call.request);
        rules.given(call.request);
        calls.submit(call);
        subscriptions.given(call.request);
        connection.backlog().update();
    }

    /**
     * Publishes a message; its method, header and body frames are sent without others in between. In confirm mode a
     * publish with an attachment ends with {@link Event.Settled}, or with {@link Event.Failed} if it was never sent.
     *
     * @param message its body is copied before this returns
     * @param attachment returned by those events; null for none
     * @throws ClosedException when the channel is closed or closing
     * @throws IllegalArgumentException when a name is longer than 255 bytes or the content header would not fit into
     *     one frame; nothing is sent then and the channel stays usable
     */
    public void publish(
            String exchange, String routingKey, boolean mandatory, Message message, @Nullable Object attachment) {
        checkOpen();
        if (calls.holdsBack()) {
            calls.submit(publisher.prepare(exchange, routingKey, mandatory, message, attachment));
            connection.backlog().update();
        } else {
            publisher.send(exchange, routingKey, mandatory, message, attachment);
        }
    }

    /**
     * Checks the names and properties of a publish as {@link #publish} does, without publishing.
     *
     * @throws ClosedException when the channel is closed or closing
     * @throws IllegalArgumentException as {@code publish} does
     */
    public void expectToFit(String exchange, String routingKey, boolean mandatory, Message message) {
        checkOpen();
        publisher.encodedSize(exchange, routingKey, mandatory, message);
    }

    /**
     * Requests {@link Event.AllSettled} when all earlier publishes have their verdict, including those without an
     * attachment. When the channel ends first, their verdict is unknown.
     *
     * @param attachment returned by the event
     * @throws ClosedException when the channel is closed or closing
     * @throws IllegalStateException when the channel is not in confirm mode
     */
    public void awaitVerdicts(Object attachment) {
        checkOpen();
        if (!isConfirming()) {
            throw new IllegalStateException(
                    "channel " + number + " is not in confirm mode: call confirmSelect first, and wait for it");
        }
        Command.Barrier barrier = new Command.Barrier(attachment);
        if (calls.holdsBack()) {
            calls.submit(barrier);
        } else {
            publisher.awaitAll(barrier);
        }
    }

    /**
     * Starts to close the channel, after the earlier commands. {@link Event.ChannelClosed} follows at the end. A second
     * close has no effect.
     *
     * @param code 0 to 65535, usually {@link ReplyCode#REPLY_SUCCESS}
     * @param text for the broker's log, at most 255 bytes in UTF-8
     * @param timeout for the reply, including the wait for its turn; at most 1 s while the broker has blocked the
     *     connection
     * @throws IllegalArgumentException when the code or the text is out of range; nothing is closed then
     */
    public void close(int code, String text, Duration timeout, long now) {
        ChannelMethod.Close close = new ChannelMethod.Close(code, text, 0, 0);
        close(close, new CloseReason.ByApplication(code, text), connection.closeTimeout(timeout), now);
    }

    private void close(ChannelMethod.Close close, CloseReason reason, Duration timeout, long now) {
        connection.frames().checkFits(close);
        if (isOpen()) {
            Call call = new Call(close, this, null, timeout, now);
            state = State.CLOSING;
            closeReason = reason;
            calls.submit(call);
        }
    }

    /**
     * Sets whether methods with a reply are sent without waiting for the previous reply; replies are matched in order.
     * When one fails, the channel is closed, and those after it fail with it.
     */
    public void pipelined(boolean on) {
        calls.pipelined(on);
    }

    /**
     * Limits the publishes without a verdict for {@link #isWindowFull}; no limit at first.
     *
     * @param publishes 1 or more
     */
    public void publishWindow(int publishes) {
        publisher.window(publishes);
    }

    // ---- getters ----

    /** Returns the channel number, 1 to 65535. */
    public int number() {
        return number;
    }

    /** Returns the owner that was given when the channel was opened. */
    public Object owner() {
        return owner;
    }

    /** Returns whether the channel accepts commands. */
    public boolean isOpen() {
        return state == State.OPENING || state == State.OPEN;
    }

    /** Returns whether the broker's channel.flow allows publishing; the engine does not prevent publishing. */
    public boolean isFlowing() {
        return !flowStopped;
    }

    /** Returns whether confirm.select has been sent, so that each publish sent from now on gets a verdict. */
    public boolean isConfirming() {
        return publisher.isConfirming();
    }

    /** Returns whether the window is full of publishes without a verdict; the engine does not prevent publishing. */
    public boolean isWindowFull() {
        return publisher.isWindowFull();
    }

    /**
     * Returns whether a command has not ended yet: it waits for its turn, or for a reply (with basic.get, for the
     * message). A command that has timed out does not count, even if its reply may still arrive. Publishes that wait
     * only for their verdict do not count; see {@link #unsettled}.
     */
    public boolean isAwaitingReplies() {
        return calls.isAwaitingReplies() || content.isAwaitingGot();
    }

    /** Returns the number of sent publishes that have no verdict yet. */
    public int unsettled() {
        return publisher.unsettled();
    }

    /** Returns whether the channel ended because its connection did. */
    public boolean endedWithConnection() {
        return endedWithConnection;
    }

    /** Returns why the channel is closed or closing; null while it is neither. */
    public @Nullable CloseReason closeReason() {
        return closeReason;
    }

    /** Returns whether it is certain that the channel has no unacknowledged message. */
    public boolean isAcknowledged() {
        return tags.last() == 0 || tags.isSettledUpTo(tags.last());
    }

    /**
     * Returns the number of unacknowledged messages up to this delivery tag. It does not count messages from before a
     * basic.recover, nor those of a channel with transactions.
     *
     * @param tag included; 0 for all messages of the channel
     */
    public int outstandingUpTo(long tag) {
        return tags.outstandingUpTo(tag);
    }

    /** Returns the highest delivery tag received, 0 before the first. */
    public long lastDeliveryTag() {
        return tags.last();
    }

    /** Returns the verdicts, so far, of the publishes since the last {@link #awaitVerdicts}. */
    public ConfirmCounts verdicts() {
        return publisher.verdicts();
    }

    /** Whether {@link Event.ChannelClosed} has been told. */
    boolean isClosed() {
        return state == State.CLOSED;
    }

    // ---- what arrives ----

    void received(Method method, long now) {
        if (settlingOnly) {
            receivedLast(method);
        } else if (method instanceof BasicMethod.Deliver || method instanceof BasicMethod.Return) {
            content.begin(method);
        } else {
            content.expectIdle(method);
            receivedWithoutContent(method, now);
        }
    }

    void received(ContentHeader header) {
        content.receive(header);
    }

    /**
     * A body frame's payload, or a part of it.
     *
     * @param partLeft see {@link amqp.frames.FrameDecoder#partLeft}
     */
    void received(ByteBuffer buffer, int offset, int length, int partLeft) {
        content.receive(buffer, offset, length, partLeft);
    }

    private void receivedWithoutContent(Method method, long now) {
        if (method instanceof BasicMethod.Ack ack) {
            publisher.settle(ack.deliveryTag(), ack.multiple(), Verdict.ACKED);
        } else if (method instanceof BasicMethod.Nack nack) {
            publisher.settle(nack.deliveryTag(), nack.multiple(), Verdict.NACKED);
        } else if (method instanceof BasicMethod.Cancel cancel) {
            cancelledByPeer(cancel);
        } else if (method instanceof ChannelMethod.Close close) {
            closedByPeer(close);
        } else if (method instanceof ChannelMethod.Flow flow) {
            flowStopped = !flow.active();
            answer(new ChannelMethod.FlowOk(flow.active()));
            connection.emit(new Event.Flow(this, flow.active()));
        } else {
            answered(method, now);
        }
    }

    /** The channel is at its end here, but the peer may not know it yet. */
    private void receivedLast(Method method) {
        if (method.hasContent()) {
            content.begin(method);
        } else if (method instanceof BasicMethod.Ack ack && isConfirming()) {
            publisher.settle(ack.deliveryTag(), ack.multiple(), Verdict.ACKED);
        } else if (method instanceof BasicMethod.Nack nack && isConfirming()) {
            publisher.settle(nack.deliveryTag(), nack.multiple(), Verdict.NACKED);
        } else if (method instanceof ChannelMethod.Close) {
            connection.frames().answer(number, new ChannelMethod.CloseOk());
        } else if (method instanceof ChannelMethod.CloseOk && closeUnanswered) {
            connection.giveBack(this);
        }
    }

    private void answered(Method reply, long now) {
        if (reply instanceof BasicMethod.ConsumeOk consumeOk && subscriptions.isActive(consumeOk.consumerTag())) {
            // Before the call is taken as answered: the end of the connection ends it too. One consumer would take the
            // place of the other, which nobody would ever tell of its end.
            throw ProtocolViolation.unexpected(ReplyCode.NOT_ALLOWED, reply, "with the tag of another consumer");
        }
        if (reply instanceof BasicMethod.CancelOk cancelOk && !isAwaited(cancelOk)) {
            if (subscriptions.isActive(cancelOk.consumerTag())) {
                throw ProtocolViolation.unexpected(
                        ReplyCode.COMMAND_INVALID, reply, "for a consumer that is not being cancelled");
            }
            // RabbitMQ answers twice where a quorum queue is deleted while its consumer is being cancelled.
            return;
        }
        Call call = calls.answer(reply);
        if (reply instanceof ChannelMethod.CloseOk) {
            connection.giveBack(this);
            end(closeReason);
            return;
        }
        if (reply instanceof BasicMethod.GetOk getOk) {
            content.beginGot(call, getOk);
        } else if (reply instanceof ChannelMethod.OpenOk && state == State.OPENING) {
            state = State.OPEN;
        } else if (reply instanceof BasicMethod.ConsumeOk consumeOk) {
            consuming(consumeOk.consumerTag(), call, now);
        } else if (reply instanceof BasicMethod.CancelOk cancelOk) {
            subscriptions.end(cancelOk.consumerTag());
        } else if (reply instanceof BasicMethod.RecoverOk) {
            rules.recovered();
        }
        calls.drain();
        // The message of a get-ok is still to come.
        if (!call.givenUp && call.attachment != null && !(reply instanceof BasicMethod.GetOk)) {
            connection.emit(new Event.Replied(call.attachment, reply));
        }
    }

    private boolean isAwaited(BasicMethod.CancelOk reply) {
        return calls.next() instanceof BasicMethod.Cancel cancel
                && cancel.consumerTag().equals(reply.consumerTag());
    }

    /** When nobody waits for the consume any more, the consumer is undone. */
    private void consuming(String tag, Call call, long now) {
        boolean noAck = ((BasicMethod.Consume) call.request).noAck();
        subscriptions.beginNamed(tag, new Subscription(call.consumer, noAck, call.givenUp));
        if (call.givenUp && isOpen()) {
            // Not no-wait: until cancel-ok its messages are recognised and given back. First, lest a new consumer of
            // the same tag be cancelled.
            BasicMethod.Cancel cancel = BasicMethod.Cancel.of(tag);
            calls.submitFirst(new Call(cancel, this, null, call.timeout(), now));
            subscriptions.given(cancel);
        }
    }

    private void cancelledByPeer(BasicMethod.Cancel cancel) {
        Subscription subscription = subscriptions.endedByPeer(cancel.consumerTag());
        if (!cancel.noWait()) {
            answer(new BasicMethod.CancelOk(cancel.consumerTag()));
        }
        if (subscription != null && !subscription.lost()) {
            connection.emit(new Event.ConsumerCancelled(this, cancel.consumerTag(), subscription.consumer()));
        }
    }

    /** After our channel.close nothing may follow but the answer to the peer's own (specification §1.5.2.5). */
    private void answer(Method reply) {
        if (!calls.isUnanswered(ChannelMethod.Close.class)) {
            connection.frames().answer(number, reply);
        }
    }

    private void closedByPeer(ChannelMethod.Close close) {
        connection.frames().answer(number, new ChannelMethod.CloseOk());
        // Both sides may close at once; then the peer still owes the answer to ours.
        closeUnanswered = calls.isUnanswered(ChannelMethod.Close.class);
        settlingOnly = closeUnanswered;
        if (!closeUnanswered) {
            connection.giveBack(this);
        }
        end(new CloseReason.ByPeer(close.replyCode(), close.replyText(), close.classId(), close.methodId()));
    }

    /** A call had no reply in time, or nobody waits for it any more; whoever waits has been told. */
    void givenUp(Call call, long now) {
        if (call.request instanceof ChannelMethod.Open) {
            ChannelMethod.Close close = new ChannelMethod.Close(ReplyCode.REPLY_SUCCESS, "opening was given up", 0, 0);
            close(close, new CloseReason.TimedOut("channel.open", call.timeout()), call.timeout(), now);
        } else if (call.request instanceof ChannelMethod.Close) {
            closeTimedOut(call);
        } else if (!call.sent) {
            subscriptions.takenBack(call.request);
            rules.takenBack(call.request);
        }
    }

    /** The number stays taken until the peer has answered: it may still believe that the channel is open. */
    private void closeTimedOut(Call close) {
        if (!close.sent) {
            connection.frames().method(number, close.request);
        }
        closeUnanswered = true;
        settlingOnly = true;
        end(new CloseReason.TimedOut("channel.close", close.timeout()));
    }

    /** Ends the channel since its connection has ended. */
    void endWithConnection(CloseReason reason) {
        endedWithConnection = !isClosed();
        end(reason);
    }

    /** Ends the channel: everything that waits is told why. Told once. */
    private void end(CloseReason reason) {
        if (!isClosed()) {
            state = State.CLOSED;
            closeReason = reason;
            failCalls(reason);
            content.discard();
            publisher.settleAllAsUnknown();
            connection.emit(new Event.ChannelClosed(this, reason));
        }
    }

    /** The application closes the connection: nothing more goes out, but the broker's confirms still count. */
    void connectionClosing(CloseReason reason) {
        if (isOpen()) {
            state = State.CLOSING;
            closeReason = reason;
        }
        settlingOnly = true;
        failCalls(reason);
    }

    private void failCalls(CloseReason reason) {
        boolean awaitingGot = content.isAwaitingGot();
        Call get = content.endGet();
        if (awaitingGot) {
            fail(get, reason);
        }
        calls.abandon(command -> fail(command, reason));
        connection.backlog().update();
    }

    private void fail(Command command, CloseReason reason) {
        if (command instanceof Command.Barrier barrier) {
            publisher.awaitAll(barrier); // the verdicts that it waits for come in any case
            return;
        }
        if (command instanceof Command.Publish publish) {
            publisher.forget(publish);
        }
        if (command.attachment() != null) {
            connection.emit(new Event.Failed(command.attachment(), reason));
        }
    }

    // ---- inside ----

    /** The first command of every channel. */
    void open(@Nullable Object attachment, Duration timeout, long now) {
        calls.submit(new Call(new ChannelMethod.Open(), this, attachment, timeout, now));
    }

    private void checkOpen() {
        if (!isOpen()) {
            throw new ClosedException(
                    (endedWithConnection ? "the connection of channel " : "channel ") + number, closeReason);
        }
        connection.checkOpen();
    }

    /** Its turn has come. */
    private void send(Command command) {
        if (command instanceof Command.Publish publish) {
            publisher.send(publish);
        } else if (command instanceof Command.Barrier barrier) {
            publisher.awaitAll(barrier);
        } else {
            send((Call) command);
        }
    }

    private void send(Call call) {
        send(call.request, call.attachment);
        if (call.request instanceof BasicMethod.Consume consume && consume.noWait()) {
            subscriptions.begin(consume.consumerTag(), new Subscription(call.consumer, consume.noAck(), false));
        }
    }

    private void send(Method method, @Nullable Object attachment) {
        connection.frames().method(number, method);
        if (method instanceof ConfirmMethod.Select) {
            publisher.confirm();
        } else if (method instanceof BasicMethod.Cancel cancel && cancel.noWait()) {
            subscriptions.end(cancel.consumerTag());
        }
        if (attachment != null && !method.isSynchronous()) {
            connection.emit(new Event.Sent(attachment));
        }
    }
}
