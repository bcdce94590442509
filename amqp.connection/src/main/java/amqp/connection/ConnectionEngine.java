// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.backpressure.AverageFrameDetector;
import amqp.backpressure.BlockedState;
import amqp.backpressure.Transition;
import amqp.codec.FieldTable;
import amqp.codec.ForeignText;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.Lifecycle.State;
import amqp.heartbeat.HeartbeatMonitor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one AMQP 0-9-1 connection and its channels, as a state machine without I/O, threads or a clock.
 *
 * <p>The owner of the transport drives the engine. There are four kinds of methods:
 *
 * <ul>
 *   <li>inputs: {@link #transportConnected}, {@link #receive}, {@link #handleTimeout}, {@link #transportClosed};
 *   <li>commands of the application: {@link #openChannel}, {@link #call}, {@link #close} and those of
 *       {@link ChannelEngine};
 *   <li>outputs: {@link #transmit}, {@link #pollEvent}, {@link #nanosUntilTimeout};
 *   <li>getters.
 * </ul>
 *
 * <p>After each input or command, fetch the outputs until there are no more: all events, then all bytes, then the delay
 * after which {@code handleTimeout} is due.
 *
 * <pre>
 *   transport ──▶ receive ──▶ [ frames ▶ channels ▶ contents ] ──▶ pollEvent ──▶ application
 *   transport ◀── transmit ◀── [ outbound bytes ] ◀─────────────── commands ◀── application
 * </pre>
 *
 * <p>{@code now} is a reading of any steady clock in nanoseconds that may overflow, such as {@link System#nanoTime};
 * delays are nanoseconds from {@code now}. The engine never calls user code, so nothing re-enters it. It has one owner
 * at a time and no locks. When the peer breaks the protocol, the engine reports events and closes with the reply code
 * of the specification; it never throws for that. When the caller makes a mistake, it throws at once and changes no
 * state.
 *
 * <p>An engine serves one transport; create a new one to reconnect.
 */
public final class ConnectionEngine {
    /** For what is on its way, should the broker read again at this moment. */
    private static final Duration CLOSE_WHILE_BLOCKED = Duration.ofSeconds(1);

    private static final CloseReason NOT_YET_OPEN =
            new CloseReason.HandshakeRefused("it is not open yet; wait for the event ConnectionOpened");

    private final EngineOptions options;
    private final Lifecycle lifecycle = new Lifecycle();
    private ArrayDeque<Event> events = new ArrayDeque<>(4);
    private final BlockedState blocked = new BlockedState();
    private long blockedSince;
    private final ChannelTable channels = new ChannelTable();
    private final DeadlineQueue deadlines = new DeadlineQueue();
    private final CallQueue calls = new CallQueue(deadlines, this::send);
    private final AssemblyBound assemblyBound;
    private final Backlog backlog;
    private final FrameSender frames;
    private final FrameReceiver receiver;
    private final Handshake handshake;
    private HeartbeatMonitor heartbeat = new HeartbeatMonitor(0, 0);
    private boolean closedTold;
    private boolean allTold;

    /** Creates an engine for one transport, which is not connected yet; see {@link #transportConnected}. */
    public ConnectionEngine(EngineOptions options) {
        this.options = options;
        this.assemblyBound = new AssemblyBound(options);
        this.backlog = new Backlog(options, this::emit);
        this.frames = new FrameSender(backlog.outbound(), backlog.averageFrame(), this::emit);
        this.receiver = new FrameReceiver(this, lifecycle, channels);
        this.handshake = new Handshake(options, frames);
    }

    // ---- what arrives ----

    /**
     * Starts the handshake. Call this when the transport is connected.
     *
     * @throws IllegalStateException when called twice, or after the end
     */
    public void transportConnected(long now) {
        if (!lifecycle.is(State.NEW)) {
            throw new IllegalStateException("an engine serves one transport only; make a new one");
        }
        lifecycle.begin(options.handshakeTimeout(), now);
        frames.protocolHeader();
    }

    /**
     * Processes bytes from the peer, split in any way, and consumes all of them. The buffer may be reused afterwards.
     *
     * @throws IllegalStateException when {@link #transportConnected} was not called before
     */
    public void receive(ByteBuffer octets, long now) {
        if (lifecycle.is(State.NEW)) {
            throw new IllegalStateException("bytes before the transport is connected; call transportConnected first");
        }
        if (octets.hasRemaining()) {
            heartbeat.received(now);
            receiver.receive(octets, now);
        }
    }

    /**
     * Ends the connection. Call this when the transport was lost, or could not be connected.
     *
     * @param cause why; an {@link java.io.EOFException} if the peer ended the stream
     */
    public void transportClosed(Throwable cause, long now) {
        boolean atLogin = lifecycle.is(State.HANDSHAKE) && handshake.phase() == Handshake.Phase.TUNE;
        finish(atLogin ? new CloseReason.LostAtLogin(cause) : new CloseReason.TransportLost(cause));
    }

    /** Processes timeouts. Call this when {@link #nanosUntilTimeout} has passed; an early call has no effect. */
    public void handleTimeout(long now) {
        if (isFinished()) {
            return;
        }
        for (Call call = deadlines.pollExpired(now); call != null; call = deadlines.pollExpired(now)) {
            timedOut(call, now);
        }
        if (lifecycle.nanosUntilStepEnds(now) == 0) {
            finish(new CloseReason.TimedOut(handshake.unansweredStep(), lifecycle.stepTimeout()));
            return;
        }
        switch (heartbeat.poll(now)) {
            case SEND -> {
                frames.trim();
                receiver.trim();
                // Where octets wait, the transport is stuck: they are as good a sign of life, and these would pile up.
                if (backlog.outbound().size() == 0) {
                    frames.heartbeat();
                }
            }
            case CLOSE -> {
                // No graceful close: nobody would read it (specification §4.2.7).
                backlog.outbound().clear();
                finish(new CloseReason.HeartbeatMissed(Duration.ofNanos(heartbeat.silenceNanos(now))));
            }
            case NONE -> {}
        }
    }

    /**
     * Stops the detection of a dead peer by missing heartbeats. Call this when the owner stops reading from the
     * transport.
     */
    public void readingPaused() {
        heartbeat.readingPaused();
    }

    /** Starts the detection of a dead peer again, counted from now. Call this when the owner reads again. */
    public void readingResumed(long now) {
        heartbeat.readingResumed(now);
    }

    // ---- commands ----

    /**
     * Opens the channel with the lowest free number. It accepts commands immediately; {@link Event.Replied} with
     * channel.open-ok follows when it is open.
     *
     * @param owner the application's object for the channel, see {@link ChannelEngine#owner}
     * @param attachment returned by the event that ends the command; null for no event
     * @param timeout for the reply
     * @throws ClosedException when the connection is not open
     * @throws IllegalStateException when all channel numbers are in use
     */
    public ChannelEngine openChannel(Object owner, @Nullable Object attachment, Duration timeout, long now) {
        checkOpen();
        int number = channels.lowestFree();
        if (number == 0) {
            throw new IllegalStateException(
                    "all " + tuning().channelMax()
                            + " channels that the broker allows on a connection are open; close some or use another connection");
        }
        return openChannel(number, owner, attachment, timeout, now);
    }

    /**
     * Opens the channel with the given number; see {@link #openChannel}.
     *
     * @param number 1 to the negotiated channel-max
     * @throws ClosedException when the connection is not open
     * @throws IllegalStateException when the number is in use or above channel-max
     */
    public ChannelEngine openChannelNumbered(
            int number, Object owner, @Nullable Object attachment, Duration timeout, long now) {
        checkOpen();
        if (!channels.isFree(number)) {
            throw new IllegalStateException(
                    "channel number " + number + " is in use or not within 1 to " + tuning().channelMax());
        }
        return openChannel(number, owner, attachment, timeout, now);
    }

    /**
     * Renews the credentials with connection.update-secret, the only method of class connection for applications. It
     * ends as a method of a channel does.
     *
     * @param attachment returned by the event that ends it; null for no event
     * @throws ClosedException when the connection is not open
     * @throws IllegalArgumentException when the method cannot be sent; the connection stays usable
     * @see ChannelEngine#call
     */
    public void call(ConnectionMethod.UpdateSecret method, @Nullable Object attachment, Duration timeout, long now) {
        checkOpen();
        frames.checkFits(method);
        calls.submit(new Call(method, null, attachment, timeout, now));
        backlog.update();
    }

    /**
     * Gives up a command that has a reply, as its timeout would, but without an event. If the command still waits for
     * its turn, it is not sent; otherwise its effect is undone: a new consumer or channel, or a fetched message. It has
     * no effect when the command has ended already; then its event may wait to be polled.
     *
     * @param attachment the attachment of that command, of no other
     */
    public void giveUp(Object attachment, long now) {
        Call call = deadlines.find(attachment);
        if (call != null) {
            deadlines.remove(call);
            givenUp(call, now);
        }
    }

    /**
     * Starts to close the connection with all its channels. {@link Event.ConnectionClosed} follows, at the latest after
     * {@link EngineOptions#closeTimeout}, or after 1 s while the broker has blocked the connection. Confirms that
     * arrive before that count. A second close has no effect. Before the connection is open there is no close
     * handshake, and it ends at once.
     *
     * @param code 0 to 65535, usually {@link amqp.codec.ReplyCode#REPLY_SUCCESS}
     * @param text for the broker's log, at most 255 bytes in UTF-8
     * @throws IllegalArgumentException when the code or the text is out of range; nothing is closed then
     */
    public void close(int code, String text, long now) {
        ConnectionMethod.Close close = new ConnectionMethod.Close(code, text, 0, 0);
        frames.checkFits(close);
        CloseReason reason = new CloseReason.ByApplication(code, text);
        if (lifecycle.is(State.OPEN)) {
            channels.forEach(channel -> channel.connectionClosing(reason));
            sendClose(close, reason, now);
        } else if (lifecycle.is(State.NEW) || lifecycle.is(State.HANDSHAKE)) {
            finish(reason);
        }
    }

    /** Sets whether {@link Event.MethodReceived} is reported; off at first. */
    public void tellMethods(boolean on) {
        receiver.tellMethods(on);
    }

    /** Sets whether {@link Event.FramePassed} is reported, for both directions; off at first. */
    public void tellFrames(boolean on) {
        receiver.tellFrames(on);
        frames.tellFrames(on);
    }

    // ---- to be fetched ----

    /** Moves as many outbound bytes as fit into {@code target}. */
    public void transmit(ByteBuffer target, long now) {
        frames.flushAcknowledgement();
        if (backlog.drainTo(target)) {
            heartbeat.sent(now);
            if (lifecycle.is(State.LEAVING) && backlog.outbound().size() == 0) {
                finish(lifecycle.reason());
            }
        }
    }

    /** Returns the next event and removes it; null when there is none. */
    public @Nullable Event pollEvent() {
        return events.poll();
    }

    /**
     * Returns all events at once, oldest first, so that the owner can process them while the engine continues.
     *
     * @param empty replaces the returned queue
     */
    public ArrayDeque<Event> exchangeEvents(ArrayDeque<Event> empty) {
        ArrayDeque<Event> all = events;
        events = empty;
        return all;
    }

    /** Returns whether {@link #pollEvent} would return an event. */
    public boolean hasEvents() {
        return !events.isEmpty();
    }

    /** Returns the delay in nanoseconds until {@link #handleTimeout} is due; {@link Long#MAX_VALUE} for never. */
    public long nanosUntilTimeout(long now) {
        if (isFinished()) {
            return Long.MAX_VALUE;
        }
        long nanos = Math.min(deadlines.nanosUntilFirst(now), heartbeat.nanosUntilPoll(now));
        return Math.min(nanos, lifecycle.nanosUntilStepEnds(now));
    }

    // ---- getters ----

    /** Returns whether the connection accepts commands. */
    public boolean isOpen() {
        return lifecycle.is(State.OPEN);
    }

    /** Returns whether the connection has ended and the transport is no longer needed. */
    public boolean isFinished() {
        return lifecycle.is(State.CLOSED);
    }

    /**
     * Returns whether a command of the connection or of a channel has not ended yet; see
     * {@link ChannelEngine#isAwaitingReplies}. The handshakes of the connection do not count.
     */
    public boolean isAwaitingReplies() {
        return calls.isAwaitingReplies() || channels.anyMatch(ChannelEngine::isAwaitingReplies);
    }

    /** Returns whether a channel can have this number: it is not in use, and not above channel-max. */
    public boolean isFree(int channelNumber) {
        return channels.isFree(channelNumber);
    }

    /** Returns the number of bytes that wait to be fetched, including bodies that wait for their turn on a channel. */
    public long outboundBytes() {
        return backlog.octets();
    }

    /** Returns what has passed so far. */
    public Traffic traffic() {
        AverageFrameDetector sent = backlog.averageFrame();
        return new Traffic(receiver.bytes(), receiver.frames(), sent.bytesSent(), sent.framesSent());
    }

    /**
     * Returns whether the owner may call {@link #receive}. It is false while too many answers to the peer (to its
     * channel.flow, basic.cancel, messages that are too large) wait to be fetched because the peer does not read; this
     * limits them. Check it after each call; it becomes true again when the answers have been fetched.
     */
    public boolean wantsInput() {
        return !backlog.isFullOfAnswers();
    }

    /** Returns whether the outbound bytes have reached the high water mark and not yet fallen to the low one. */
    public boolean isOverWaterMark() {
        return backlog.isHigh();
    }

    /** Returns whether the broker has blocked the connection. */
    public boolean isBlocked() {
        return blocked.isBlocked();
    }

    /**
     * Returns for how long the broker has blocked the connection, and why, as one sentence; empty if it is not blocked.
     */
    public String whyBlocked(long now) {
        return blocked.isBlocked()
                ? "the broker has blocked the connection for "
                        + Duration.ofNanos(now - blockedSince).toMillis() + " ms and does not read from it: "
                        + ForeignText.line(blocked.reason())
                : "";
    }

    /** How long to wait for the answer to a close: not as long where the broker has said that it does not read. */
    Duration closeTimeout(Duration given) {
        return blocked.isBlocked() && given.compareTo(CLOSE_WHILE_BLOCKED) > 0 ? CLOSE_WHILE_BLOCKED : given;
    }

    /** Returns the negotiated limits; null before connection.tune. */
    public @Nullable Tuning tuning() {
        return handshake.tuning();
    }

    /** Returns the properties that the broker sent about itself; empty before connection.start. */
    public FieldTable serverProperties() {
        return handshake.serverProperties();
    }

    // ---- for the channels ----

    EngineOptions options() {
        return options;
    }

    DeadlineQueue deadlines() {
        return deadlines;
    }

    FrameSender frames() {
        return frames;
    }

    AssemblyBound assemblyBound() {
        return assemblyBound;
    }

    Backlog backlog() {
        return backlog;
    }

    /** Nothing is told after the last event, {@link Event.TransportFinished}. */
    void emit(Event event) {
        if (!allTold) {
            events.add(event);
        }
    }

    void checkOpen() {
        if (!isOpen()) {
            CloseReason reason = lifecycle.reason();
            throw new ClosedException("the connection", reason == null ? NOT_YET_OPEN : reason);
        }
    }

    /** The close handshake of the channel is complete: its number may be used again. */
    void giveBack(ChannelEngine channel) {
        channels.giveBack(channel.number());
    }

    // ---- for the receiver ----

    /** A method on channel 0. */
    void received(ConnectionMethod method, long now) {
        if (method instanceof ConnectionMethod.Close close) {
            closedByPeer(close, now);
        } else if (lifecycle.is(State.HANDSHAKE)) {
            handshake.receive(method);
            handshakeMoved(now);
        } else if (lifecycle.is(State.OPEN)) {
            receivedOpen(method, now);
        } else if (method instanceof ConnectionMethod.CloseOk) {
            finish(lifecycle.reason());
        }
    }

    /** There is no common ground with the peer. */
    void refused(String detail) {
        finish(new CloseReason.HandshakeRefused(detail));
    }

    /** The peer broke the protocol. */
    void violated(int code, String detail, long now) {
        CloseReason reason = new CloseReason.PeerViolation(code, detail);
        if (lifecycle.is(State.OPEN)) {
            sendClose(new ConnectionMethod.Close(code, shortened(detail), 0, 0), reason, now);
            tellClosed();
        } else {
            finish(reason);
        }
    }

    /** The peer broke the protocol, and what it sends from here on is no frames: its close-ok can't be awaited. */
    void unreadable(int code, String detail, long now) {
        violated(code, detail, now);
        if (lifecycle.is(State.CLOSING)) {
            lifecycle.leaving();
        }
    }

    // ---- inside ----

    private ChannelEngine openChannel(
            int number, Object owner, @Nullable Object attachment, Duration timeout, long now) {
        ChannelEngine channel = new ChannelEngine(this, number, owner);
        channel.open(attachment, timeout, now);
        channels.put(channel);
        backlog.update();
        return channel;
    }

    private void handshakeMoved(long now) {
        if (handshake.phase() == Handshake.Phase.OPEN_OK) {
            receiver.frameMax(tuning().frameMax());
            channels.max(tuning().channelMax());
            heartbeat = new HeartbeatMonitor(
                    Duration.ofSeconds(tuning().heartbeatSeconds()).toNanos(), now);
        } else if (handshake.phase() == Handshake.Phase.DONE) {
            lifecycle.opened();
            emit(new Event.ConnectionOpened(tuning(), serverProperties()));
        }
    }

    private void receivedOpen(ConnectionMethod method, long now) {
        if (method instanceof ConnectionMethod.Blocked isBlocked) {
            if (blocked.blocked(isBlocked.reason()) == Transition.BEGAN) {
                blockedSince = now;
                emit(new Event.Blocked(isBlocked.reason()));
            }
        } else if (method instanceof ConnectionMethod.Unblocked) {
            if (blocked.unblocked() == Transition.ENDED) {
                emit(new Event.Unblocked());
            }
        } else {
            Call call = calls.answer(method);
            calls.drain();
            if (!call.givenUp && call.attachment != null) {
                emit(new Event.Replied(call.attachment, method));
            }
        }
    }

    private void send(Command command) {
        frames.method(0, ((Call) command).request);
    }

    private void timedOut(Call call, long now) {
        if (call.attachment != null) {
            emit(new Event.TimedOut(call.attachment, call.request, call.timeout()));
        }
        givenUp(call, now);
    }

    private void givenUp(Call call, long now) {
        call.givenUp = true;
        if (call.channel != null) {
            call.channel.givenUp(call, now);
        }
    }

    // ---- the end ----

    private void closedByPeer(ConnectionMethod.Close close, long now) {
        frames.closeOk();
        if (lifecycle.is(State.HANDSHAKE) || lifecycle.is(State.OPEN)) {
            CloseReason reason =
                    new CloseReason.ByPeer(close.replyCode(), close.replyText(), close.classId(), close.methodId());
            lifecycle.ending(reason, options.closeTimeout(), now);
            tellClosed();
        } // else: both closed at once, and the peer still owes its close-ok
    }

    private void sendClose(ConnectionMethod.Close close, CloseReason reason, long now) {
        frames.method(0, close);
        frames.mute();
        lifecycle.closing(reason, closeTimeout(options.closeTimeout()), now);
    }

    /** A reply text is a short string. */
    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    /** Ends all channels, the connection's own calls and the connection, in this order; tells each once. */
    private void tellClosed() {
        if (closedTold) {
            return;
        }
        closedTold = true;
        CloseReason reason = lifecycle.reason();
        channels.forEach(channel -> channel.endWithConnection(reason));
        channels.clear();
        calls.abandon(command -> {
            if (command.attachment() != null) {
                emit(new Event.Failed(command.attachment(), reason));
            }
        });
        emit(new Event.ConnectionClosed(reason));
    }

    /** The transport has no further use. The reason counts when the end has not begun before. */
    private void finish(CloseReason reason) {
        if (!isFinished()) {
            lifecycle.closed(reason);
            tellClosed();
            emit(new Event.TransportFinished());
            allTold = true;
        }
    }
}
