// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static amqp.testkit.wire.BrokerFrames.method;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.MethodSpec;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection, as the broker sees it. Octets go in whole or in any slices; what is to be sent is fetched. Every frame
 * is checked: well-formed, on an open channel, in its place.
 */
public final class BrokerSession {
    /** While so many octets wait to be sent, no more messages are delivered. */
    private static final int ROOM = 32 << 10;

    private final SimulatedBroker broker;
    private final int number;
    private final Runnable wake;
    private final FrameParser parser = new FrameParser();
    private final ContentOrder contents = new ContentOrder();
    private final TreeMap<Integer, SessionChannel> channels = new TreeMap<>();
    private final Deque<ByteBuffer> outbound = new ArrayDeque<>();
    private State state = State.GREETING;
    private long frameMax;
    private int heartbeatSeconds;
    private int pending;
    private int consumerTags;
    private String name = "";

    private enum State {
        GREETING,
        STARTED,
        TUNED,
        AGREED,
        OPEN,
        /** The broker has sent connection.close and ignores everything up to close-ok. */
        CLOSING,
        /** The close handshake is over, or the client broke the protocol. */
        CLOSED,
        /** The transport is gone. */
        LOST
    }

    BrokerSession(SimulatedBroker broker, int number, Runnable wake) {
        this.broker = broker;
        this.number = number;
        this.wake = wake;
        this.frameMax = broker.settings().frameMax();
    }

    // ---- for the network ----

    /** Takes all octets and acts on every frame that they complete. */
    public void receive(ByteBuffer octets) {
        if (octets.hasRemaining() && broker.does(Sabotage.MISS_OCTET)) octets.get();
        try {
            if (state != State.CLOSED && state != State.LOST) parser.feed(octets, this::accept);
        } catch (MalformedFrameException malformed) {
            violation(malformed.getMessage());
            finish();
        }
        octets.position(octets.limit());
        broker.dispatch();
    }

    /** Moves octets to be sent into the target, as many as it holds. */
    public void take(ByteBuffer target) {
        while (target.hasRemaining() && !outbound.isEmpty()) {
            var next = outbound.element();
            var part = Math.min(next.remaining(), target.remaining());
            target.put(next.slice(next.position(), part));
            next.position(next.position() + part);
            pending -= part;
            if (!next.hasRemaining()) outbound.remove();
        }
        broker.dispatch();
    }

    /** Octets that wait to be sent. */
    public int pending() {
        return pending;
    }

    /** Does some of what the broker may do later: answers publishes. */
    public void work() {
        for (var channel : channels.values()) {
            if (!channel.isClosing()) channel.confirms().answerSome();
        }
    }

    /** Whether {@link #work} has something to do. */
    public boolean isWorkDue() {
        return channels.values().stream()
                .anyMatch(channel -> !channel.isClosing() && channel.confirms().isDue());
    }

    /** Whether the broker ends the stream once {@link #pending} is 0. */
    public boolean isFinished() {
        return state == State.CLOSED;
    }

    /** The transport is gone. Calling again does nothing. */
    public void lost() {
        if (state != State.LOST) {
            if (state != State.CLOSED) end();
            state = State.LOST;
        }
    }

    // ---- what a broker does by itself ----

    public void heartbeat() {
        if (state == State.OPEN) send(BrokerFrames.heartbeat());
    }

    /** What was agreed; 0 for none. */
    public int heartbeatSeconds() {
        return heartbeatSeconds;
    }

    public void blocked(boolean on) {
        if (state != State.OPEN) return;
        send(on ? method(0, "connection.blocked", "low on memory") : method(0, "connection.unblocked"));
    }

    /** Closes the connection; what arrives is ignored up to close-ok. */
    public void close(int code, String text) {
        if (state == State.OPEN) closing(code, text, 0, 0);
    }

    /** Asks the client not to publish on a channel, if it is open, or allows it again. */
    public void flow(int channel, boolean active) {
        var open = channels.get(channel);
        if (open == null || open.isClosing() || state != State.OPEN) return;
        send(method(channel, "channel.flow", active));
    }

    /** Closes a channel, if it is open, as an error of the method would. */
    public void closeChannel(int channel, int code, String text, String method) {
        var open = channels.get(channel);
        if (open == null || open.isClosing() || state != State.OPEN) return;
        contents.forget(channel);
        open.close(code, text, new WireFrame.Method(channel, MethodSpec.of(method), Map.of()));
        broker.dispatch();
    }

    // ---- what is seen ----

    /** From 1, in the order of connecting. */
    public int number() {
        return number;
    }

    /** The connection name that the client gave; empty before the handshake. */
    public String name() {
        return name;
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    public List<Integer> openChannels() {
        return channels.values().stream()
                .filter(channel -> !channel.isClosing())
                .map(SessionChannel::number)
                .toList();
    }

    public Map<String, QueueConsumer> consumers(int channel) {
        var open = channels.get(channel);
        return open == null ? Map.of() : Map.copyOf(open.consumers());
    }

    /** Number of the opening of a channel, from 1; 0 when it is not open. */
    public int opening(int channel) {
        return channels.containsKey(channel) ? channels.get(channel).confirms().opening() : 0;
    }

    public boolean isConfirming(int channel) {
        return channels.containsKey(channel) && channels.get(channel).isConfirming();
    }

    /** Publishes in confirm mode on a channel that the broker has not answered. */
    public int unanswered(int channel) {
        var open = channels.get(channel);
        return open == null || open.isClosing() ? 0 : open.confirms().unanswered();
    }

    public boolean isTransactional(int channel) {
        return channels.containsKey(channel) && channels.get(channel).isTransactional();
    }

    // ---- for its channels ----

    void send(byte[]... frames) {
        for (var frame : frames) {
            if (frame.length == 0) continue;
            outbound.add(ByteBuffer.wrap(frame));
            pending += frame.length;
        }
        wake.run();
    }

    void workDue() {
        wake.run();
    }

    boolean hasRoom() {
        return state == State.OPEN && pending < ROOM;
    }

    long frameMax() {
        return frameMax;
    }

    String newConsumerTag() {
        return "amq.ctag-" + number + "-" + ++consumerTags;
    }

    SessionChannel channel(int channel) {
        return channels.get(channel);
    }

    void violation(String text) {
        broker.history().violation("session " + number + " (" + name + "): " + text);
    }

    // ---- frames ----

    private void accept(WireFrame frame) {
        if (frame instanceof WireFrame.ProtocolHeader) greet();
        else if (state == State.CLOSED) acceptLate(frame);
        else if (frame.channel() == 0) acceptOwn(frame);
        else acceptOnChannel(frame);
    }

    /** Where both sides close at once, both are confirmed. */
    private void acceptLate(WireFrame frame) {
        var confirmed =
                frame instanceof WireFrame.Method method && method.name().equals("connection.close-ok");
        if (!confirmed) violation("After the end came " + frame);
    }

    private void greet() {
        if (state != State.GREETING) violation("A protocol header comes first, and once.");
        state = State.STARTED;
        var settings = broker.settings();
        send(method(
                0, "connection.start", 0, 9, settings.serverProperties(), settings.mechanisms(), settings.locales()));
    }

    private void acceptOwn(WireFrame frame) {
        if (!(frame instanceof WireFrame.Method method)) return;
        switch (method.name()) {
            case "connection.start-ok" -> startOk(expect(State.STARTED, method));
            case "connection.tune-ok" -> tuneOk(expect(State.TUNED, method));
            case "connection.open" -> {
                expect(State.AGREED, method);
                open();
            }
            case "connection.close" -> {
                if (state != State.CLOSING) end();
                send(method(0, "connection.close-ok"));
                finish();
            }
            case "connection.close-ok" -> {
                expect(State.CLOSING, method);
                finish();
            }
            case "connection.update-secret" -> send(method(0, "connection.update-secret-ok"));
            default -> violation("Not for a broker, or not for channel 0: " + method);
        }
    }

    private void open() {
        if (broker.refuses(LoginRefusal.CONNECTION_LIMIT)) {
            closing(
                    530,
                    "NOT_ALLOWED - access to vhost '/' refused for user 'guest': connection limit (1) is reached",
                    10,
                    40);
            return;
        }
        state = State.OPEN;
        broker.opened(this);
        send(method(0, "connection.open-ok"));
    }

    private void closing(int code, String text, int classId, int methodId) {
        send(method(0, "connection.close", code, text, classId, methodId));
        end();
        state = State.CLOSING;
    }

    private WireFrame.Method expect(State needed, WireFrame.Method method) {
        if (state != needed) violation("In state " + state + " came " + method);
        return method;
    }

    private void startOk(WireFrame.Method startOk) {
        name = connectionName(startOk);
        if (startOk.text("response").endsWith("wrong") || broker.refuses(LoginRefusal.CREDENTIALS)) {
            closing(403, "ACCESS_REFUSED - Login was refused.", 0, 0);
            return;
        }
        var settings = broker.settings();
        send(method(0, "connection.tune", settings.channelMax(), settings.frameMax(), settings.heartbeatSeconds()));
        state = State.TUNED;
    }

    private static String connectionName(WireFrame.Method startOk) {
        var given = startOk.table("client-properties").get("connection_name");
        return given == null ? "" : given.toString();
    }

    private void tuneOk(WireFrame.Method tuneOk) {
        frameMax = tuneOk.number("frame-max");
        heartbeatSeconds = (int) tuneOk.number("heartbeat");
        parser.frameMax(frameMax);
        state = State.AGREED;
    }

    private void acceptOnChannel(WireFrame frame) {
        if (state == State.CLOSING) return;
        if (state != State.OPEN) violation("In state " + state + " came " + frame);
        var channel = channels.get(frame.channel());
        var method = frame instanceof WireFrame.Method some ? some.name() : "";
        if (method.equals("channel.open")) open(channel, frame);
        else if (channel == null) violation("Channel " + frame.channel() + " is not open: " + frame);
        else if (method.equals("channel.close") || method.equals("channel.close-ok")) close(channel, method);
        else if (!channel.isClosing()) accept(channel, frame);
    }

    private void open(SessionChannel channel, WireFrame frame) {
        if (channel != null) violation("Channel " + frame.channel() + " is open already.");
        var max = broker.settings().channelMax();
        if (max > 0 && frame.channel() > max) violation("Over channel-max " + max + ": " + frame);
        channels.put(frame.channel(), new SessionChannel(this, broker, frame.channel()));
        send(method(frame.channel(), "channel.open-ok"));
    }

    private void close(SessionChannel channel, String method) {
        var here = channel.isClosing();
        contents.forget(channel.number());
        if (method.equals("channel.close")) {
            if (!here) channel.ended();
            send(method(channel.number(), "channel.close-ok"));
            // Where both sides close at once, the channel waits for the client's close-ok.
            if (!here) channels.remove(channel.number());
        } else {
            if (!here) violation("Nobody asked for channel.close-ok on channel " + channel.number());
            channels.remove(channel.number());
        }
    }

    private void accept(SessionChannel channel, WireFrame frame) {
        contents.accept(frame).ifPresent(channel::published);
        if (frame instanceof WireFrame.Method method && !method.spec().hasContent()) channel.perform(method);
    }

    // ---- the end ----

    private void end() {
        channels.values().forEach(channel -> {
            if (!channel.isClosing()) channel.ended();
        });
        channels.clear();
        broker.ended(this);
    }

    private void finish() {
        if (state != State.CLOSING && state != State.CLOSED) end();
        state = State.CLOSED;
        wake.run();
    }
}
