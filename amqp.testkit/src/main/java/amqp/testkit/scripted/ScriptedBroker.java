// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.MethodSpec;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A broker for one connection that does no I/O: what the client sent goes in by {@link #receive}, what the broker wants
 * to send comes out by {@link #take}, in any split. It has a codec of its own, so that it can prove ours. No threads, no
 * clock; one thread at a time.
 *
 * <p>An {@link #automatic()} broker answers every method as a friendly RabbitMQ does and acks every publish in confirm
 * mode; single answers are replaced ({@link #answer}), replaced for one time ({@link #answerOnce}) or left out
 * ({@link #ignore}). A {@link #scripted()} broker answers nothing by itself: the test says {@link #script()} what to
 * expect and {@link #send} what to send. Both may be mixed, and switched by {@link #automatic(boolean)}.
 *
 * <p>Whatever the client does against the rules (frames out of order, over frame-max, on channels that are not open,
 * delivery tags used twice, …) is collected in {@link #violations()}. After an octet sequence that is no frame nothing
 * more is read.
 */
public final class ScriptedBroker {
    private final BrokerState state = new BrokerState();
    private final AutomaticAnswers answers = new AutomaticAnswers(BrokerSettings.DEFAULT, state);
    private final FrameParser parser = new FrameParser();
    private final ContentOrder contents = new ContentOrder();
    private final Map<String, Function<WireFrame.Method, byte[]>> replaced = new HashMap<>();
    private final Map<String, Deque<Function<WireFrame.Method, byte[]>>> replacedOnce = new HashMap<>();
    private final List<WireFrame> received = new ArrayList<>();
    private final List<Publish> publishes = new ArrayList<>();
    private final Deque<ByteBuffer> outbound = new ArrayDeque<>();
    private final Script script = new Script(received);
    private Function<Publish, Verdict> verdicts = publish -> Verdict.ACK;
    private byte[] greeting = AutomaticAnswers.SILENCE;
    private boolean greetingReplaced;
    private boolean automatic;
    private boolean silent;
    private boolean badFrameEnd;
    private boolean broken;
    private int pending;

    private ScriptedBroker(boolean automatic) {
        this.automatic = automatic;
    }

    public static ScriptedBroker automatic() {
        return new ScriptedBroker(true);
    }

    public static ScriptedBroker scripted() {
        return new ScriptedBroker(false);
    }

    // What the broker offers and how it behaves; everything may be changed at any time.

    public ScriptedBroker settings(BrokerSettings settings) {
        answers.settings(settings);
        return this;
    }

    public ScriptedBroker automatic(boolean on) {
        automatic = on;
        return this;
    }

    /** Answers the method (its name as in the specification) by these frames from now on. */
    public ScriptedBroker answer(String method, Function<WireFrame.Method, byte[]> frames) {
        replaced.put(known(method), frames);
        return this;
    }

    /** Answers the next such method by these frames, in a {@link #scripted()} broker too; further calls queue up. */
    public ScriptedBroker answerOnce(String method, Function<WireFrame.Method, byte[]> frames) {
        replacedOnce.computeIfAbsent(known(method), any -> new ArrayDeque<>()).add(frames);
        return this;
    }

    /** Never answers the method. */
    public ScriptedBroker ignore(String method) {
        return answer(method, any -> AutomaticAnswers.SILENCE);
    }

    /** Goes back to the friendly answer. */
    public ScriptedBroker answerAsUsual(String method) {
        replaced.remove(known(method));
        return this;
    }

    /** Answers the protocol header by these octets instead of connection.start. */
    public ScriptedBroker answerProtocolHeader(byte[] octets) {
        greeting = octets;
        greetingReplaced = true;
        return this;
    }

    /** Answers start-ok, then each secure-ok, by the next of these challenges before tune follows. */
    public ScriptedBroker challenge(byte[]... challenges) {
        for (var challenge : challenges) answers.challenge(challenge);
        return this;
    }

    /** Answers start-ok by connection.close 403, as RabbitMQ does to clients that know authentication_failure_close. */
    public ScriptedBroker refuseLogin() {
        var text = "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN.";
        return answer("connection.start-ok", any -> {
            state.closing = true;
            return BrokerFrames.method(0, "connection.close", 403, text, 0, 0);
        });
    }

    /** Answers connection.open by connection.close 530. */
    public ScriptedBroker refuseVirtualHost() {
        return answer("connection.open", open -> {
            state.closing = true;
            var text = "NOT_ALLOWED - vhost " + open.text("virtual-host") + " not found";
            return BrokerFrames.method(0, "connection.close", 530, text, 10, 40);
        });
    }

    /** Answers the next such method by channel.close with this code. */
    public ScriptedBroker refuseOnce(String method, int code, String text) {
        return answerOnce(method, refused -> {
            var spec = refused.spec();
            closeChannel(refused.channel(), code, text, spec.classId(), spec.methodId());
            return AutomaticAnswers.SILENCE;
        });
    }

    /** Sends nothing any more, not even what {@link #send} is given, until told otherwise; still takes octets. */
    public ScriptedBroker silent(boolean on) {
        silent = on;
        return this;
    }

    /** Spoils the end octet of the next frame (or frames of one answer) that is sent. */
    public ScriptedBroker badFrameEndOnce() {
        badFrameEnd = true;
        return this;
    }

    /** What happens to each publish; at first every one is acked. */
    public ScriptedBroker verdicts(Function<Publish, Verdict> policy) {
        verdicts = policy;
        return this;
    }

    // Octets.

    /** Takes all octets that the client sent and acts on every frame they complete. */
    public void receive(ByteBuffer octets) {
        if (broken) {
            octets.position(octets.limit());
            return;
        }
        try {
            parser.feed(octets, this::accept);
        } catch (MalformedFrameException e) {
            state.violation(e.getMessage());
            broken = true;
            octets.position(octets.limit());
        }
    }

    public void receive(byte[] octets) {
        receive(ByteBuffer.wrap(octets));
    }

    /** All that the broker wants to send. */
    public ByteBuffer take() {
        return take(Integer.MAX_VALUE);
    }

    /** At most so many octets of what the broker wants to send; the others stay. */
    public ByteBuffer take(int most) {
        var taken = ByteBuffer.allocate(Math.min(most, pending));
        while (taken.hasRemaining()) {
            var next = outbound.element();
            var part = Math.min(next.remaining(), taken.remaining());
            taken.put(next.slice(next.position(), part));
            next.position(next.position() + part);
            if (!next.hasRemaining()) outbound.remove();
        }
        pending -= taken.capacity();
        return taken.flip();
    }

    /** How many octets {@link #take()} would give. */
    public int pending() {
        return pending;
    }

    /** Sends frames, or any octets, as they are. */
    public ScriptedBroker send(byte[]... frames) {
        for (var frame : frames) {
            if (silent || frame.length == 0) continue;
            outbound.add(ByteBuffer.wrap(badFrameEnd ? BrokerFrames.withBadEnd(frame) : frame.clone()));
            pending += frame.length;
            badFrameEnd = false;
        }
        return this;
    }

    /** Sends one method by its name; values as for {@link BrokerFrames#method(int, String, Object...)}. */
    public ScriptedBroker send(int channel, String method, Object... values) {
        return send(BrokerFrames.method(channel, method, values));
    }

    // What a broker does by itself.

    /**
     * Delivers a message under the channel's next delivery tag, split by the frame-max that was offered or agreed.
     *
     * @return the delivery tag
     */
    public long deliver(
            int channel,
            String consumerTag,
            String exchange,
            String routingKey,
            Map<String, ?> properties,
            byte[] body) {
        var open = state.channel(channel);
        var tag = ++open.delivered;
        if (!open.noAckConsumers.contains(consumerTag)) open.unacked.add(tag);
        var deliver = BrokerFrames.method(channel, "basic.deliver", consumerTag, tag, false, exchange, routingKey);
        send(BrokerFrames.concat(deliver, content(channel, properties, body)));
        return tag;
    }

    /**
     * The frames of basic.get-ok with content under the channel's next delivery tag, for {@link #answer} to basic.get.
     */
    public byte[] getOk(
            WireFrame.Method get, String exchange, String routingKey, Map<String, ?> properties, byte[] body) {
        var open = state.channel(get.channel());
        var tag = ++open.delivered;
        if (!get.flag("no-ack")) open.unacked.add(tag);
        var getOk = BrokerFrames.method(get.channel(), "basic.get-ok", tag, false, exchange, routingKey, 0);
        return BrokerFrames.concat(getOk, content(get.channel(), properties, body));
    }

    /** Sends a published message back by basic.return. */
    public ScriptedBroker giveBack(Publish publish, int code, String text) {
        var method = BrokerFrames.method(
                publish.channel(), "basic.return", code, text, publish.exchange(), publish.routingKey());
        return send(BrokerFrames.concat(method, content(publish.channel(), publish.properties(), publish.body())));
    }

    public ScriptedBroker ack(int channel, long deliveryTag, boolean multiple) {
        return send(channel, "basic.ack", deliveryTag, multiple);
    }

    public ScriptedBroker nack(int channel, long deliveryTag, boolean multiple) {
        return send(channel, "basic.nack", deliveryTag, multiple, false);
    }

    /** Closes a channel; what arrives on it is ignored up to the client's close-ok. */
    public ScriptedBroker closeChannel(int channel, int code, String text, int classId, int methodId) {
        state.channel(channel).closing = true;
        contents.forget(channel);
        return send(channel, "channel.close", code, text, classId, methodId);
    }

    /** Closes the connection; what arrives is ignored up to the client's close-ok. */
    public ScriptedBroker closeConnection(int code, String text, int classId, int methodId) {
        state.closing = true;
        return send(0, "connection.close", code, text, classId, methodId);
    }

    public ScriptedBroker block(String reason) {
        return send(0, "connection.blocked", reason);
    }

    public ScriptedBroker unblock() {
        return send(0, "connection.unblocked");
    }

    public ScriptedBroker heartbeat() {
        return send(BrokerFrames.heartbeat());
    }

    /** Cancels a consumer from the broker's side, without asking for an answer, as RabbitMQ does. */
    public ScriptedBroker cancelConsumer(int channel, String consumerTag) {
        return send(channel, "basic.cancel", consumerTag, true);
    }

    // What was seen.

    /** All frames from the client so far; one that is not complete is not there yet. */
    public List<WireFrame> received() {
        return List.copyOf(received);
    }

    /** Names of the methods from the client so far, in order. */
    public List<String> receivedMethods() {
        return received.stream()
                .filter(WireFrame.Method.class::isInstance)
                .map(frame -> ((WireFrame.Method) frame).name())
                .toList();
    }

    /** Complete messages that the client published so far. */
    public List<Publish> publishes() {
        return List.copyOf(publishes);
    }

    /** What the client did against the rules so far; a test ends with asserting that this is empty. */
    public List<String> violations() {
        return List.copyOf(state.violations());
    }

    /** Channels that are open from the broker's point of view. */
    public Set<Integer> openChannels() {
        return Set.copyOf(state.openChannels());
    }

    /** One of both sides has confirmed the end of the connection by close-ok. */
    public boolean closed() {
        return state.closed;
    }

    /** Delivery tags of a channel that the client has not settled. */
    public Set<Long> unacked(int channel) {
        return Set.copyOf(state.channel(channel).unacked);
    }

    /** Reads the received frames one after the other and complains readably. */
    public Script script() {
        return script;
    }

    /** Forgets the frames and messages received so far, to keep long simulations small. */
    public void forgetReceived() {
        received.clear();
        publishes.clear();
        script.rewind();
    }

    private void accept(WireFrame frame) {
        received.add(frame);
        if (frame instanceof WireFrame.ProtocolHeader header) {
            greet(header);
            return;
        }
        if (state.ignores(frame)) return;
        state.check(frame);
        contents.accept(frame).ifPresent(content -> published(state.published(content)));
        if (frame instanceof WireFrame.Method method) accept(method);
    }

    private void accept(WireFrame.Method method) {
        state.apply(method);
        if (method.name().equals("connection.tune-ok")) parser.frameMax(method.number("frame-max"));
        send(answerTo(method));
    }

    private byte[] answerTo(WireFrame.Method method) {
        var once = replacedOnce.get(method.name());
        if (once != null && !once.isEmpty()) return once.remove().apply(method);
        var other = replaced.get(method.name());
        if (other != null) return other.apply(method);
        return automatic ? answers.to(method) : AutomaticAnswers.SILENCE;
    }

    private void greet(WireFrame.ProtocolHeader header) {
        var known = header.equals(new WireFrame.ProtocolHeader(0, 0, 9, 1));
        if (greetingReplaced) send(greeting);
        else if (automatic) send(known ? answers.start() : BrokerFrames.protocolHeader(0, 0, 9, 1));
    }

    private void published(Publish publish) {
        publishes.add(publish);
        if (!automatic) return;
        var verdict = verdicts.apply(publish);
        if (verdict == Verdict.RETURN) giveBack(publish, 312, "NO_ROUTE");
        if (publish.sequence() == 0) return;
        switch (verdict) {
            case ACK, RETURN -> ack(publish.channel(), publish.sequence(), false);
            case NACK -> nack(publish.channel(), publish.sequence(), false);
            case NONE -> {}
        }
    }

    private byte[] content(int channel, Map<String, ?> properties, byte[] body) {
        return BrokerFrames.content(channel, properties, body, state.frameMax());
    }

    private static String known(String method) {
        return MethodSpec.of(method).name();
    }
}
