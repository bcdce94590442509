// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.testkit.VirtualClock;
import amqp.testkit.scripted.ScriptedBroker;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * An engine and a scripted broker, coupled octet by octet or otherwise. Time stands still unless it is advanced, and its
 * reading wraps around during nearly every test.
 */
final class ScriptedConnection {
    /** How octets travel, in both directions. */
    enum Split {
        WHOLE,
        OCTETS,
        RANDOM
    }

    static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int LARGE = 1 << 16;

    final VirtualClock clock = VirtualClock.wrappingAfter(Duration.ofSeconds(7));
    final ScriptedBroker broker;
    final ConnectionEngine engine;

    private final Random random = new Random(1);
    private final List<Event> events = new ArrayList<>();
    private Split split = Split.WHOLE;
    private UnaryOperator<byte[]> tampering = UnaryOperator.identity();

    ScriptedConnection(ScriptedBroker broker, EngineOptions options) {
        this.broker = broker;
        this.engine = new ConnectionEngine(options);
    }

    /** With a friendly broker, and the connection open. */
    static ScriptedConnection open() {
        return open(EngineOptions.DEFAULT);
    }

    static ScriptedConnection open(EngineOptions options) {
        return new ScriptedConnection(ScriptedBroker.automatic(), options).connectAndOpen();
    }

    ScriptedConnection split(Split how) {
        split = how;
        return this;
    }

    /** Changes what the broker sends on its way. */
    ScriptedConnection tampering(UnaryOperator<byte[]> how) {
        tampering = how;
        return this;
    }

    ScriptedConnection connect() {
        engine.transportConnected(now());
        return run();
    }

    ScriptedConnection connectAndOpen() {
        connect();
        next(Event.ConnectionOpened.class);
        return this;
    }

    long now() {
        return clock.now();
    }

    /** Lets octets travel until nothing moves any more. */
    ScriptedConnection run() {
        boolean moved = true;
        while (moved) {
            moved = toBroker() | toEngine();
        }
        return this;
    }

    /** Only what the engine has to send; tells whether there was anything. */
    boolean toBroker() {
        ByteBuffer target = ByteBuffer.allocate(portion());
        engine.transmit(target, now());
        boolean any = target.position() > 0;
        while (target.position() > 0) {
            broker.receive(target.flip());
            target = ByteBuffer.allocate(portion());
            engine.transmit(target, now());
        }
        collect();
        return any;
    }

    /** The transport takes at most so many octets, once; gives how many there were. */
    int take(int most) {
        ByteBuffer target = ByteBuffer.allocate(most);
        engine.transmit(target, now());
        broker.receive(target.flip());
        collect();
        return target.limit();
    }

    /** Only what the broker has to send; tells whether there was anything. */
    boolean toEngine() {
        boolean any = broker.pending() > 0;
        while (broker.pending() > 0) {
            ByteBuffer taken = broker.take(portion());
            byte[] octets = new byte[taken.remaining()];
            taken.get(octets);
            engine.receive(ByteBuffer.wrap(tampering.apply(octets)), now());
            collect();
        }
        return any;
    }

    ScriptedConnection send(byte[]... frames) {
        broker.send(frames);
        return run();
    }

    /** Time passes, and the timer goes off once, at the end. */
    ScriptedConnection advance(Duration time) {
        clock.advance(time);
        return timeout();
    }

    ScriptedConnection timeout() {
        engine.handleTimeout(now());
        collect();
        return run();
    }

    /** Time passes, and the timer goes off whenever the engine asked for it. */
    ScriptedConnection live(Duration time) {
        long left = time.toNanos();
        while (left > 0) {
            long step = Math.min(left, engine.nanosUntilTimeout(now()));
            clock.advanceNanos(step);
            left -= step;
            timeout();
        }
        return this;
    }

    ScriptedConnection cut() {
        engine.transportClosed(new EOFException("the broker ended the stream"), now());
        collect();
        return this;
    }

    // ---- commands ----

    /** An open channel. */
    ChannelEngine channel() {
        ChannelEngine channel = engine.openChannel("owner", "open", LIMIT, now());
        run();
        assertEquals("open", next(Event.Replied.class).attachment());
        return channel;
    }

    ScriptedConnection call(ChannelEngine channel, Method method, Object attachment) {
        channel.call(method, attachment, LIMIT, now());
        collect();
        return this;
    }

    /** The consumer carries the name "to " and that of the command. */
    ScriptedConnection consume(ChannelEngine channel, BasicMethod.Consume method, Object attachment) {
        channel.consume(method, attachment, "to " + attachment, LIMIT, now());
        collect();
        return this;
    }

    ScriptedConnection publish(ChannelEngine channel, String routingKey, String body, Object attachment) {
        return publish(channel, routingKey, false, octets(body), attachment);
    }

    ScriptedConnection publish(
            ChannelEngine channel, String routingKey, boolean mandatory, byte[] body, Object attachment) {
        channel.publish("", routingKey, mandatory, Message.of(body), attachment);
        collect();
        return this;
    }

    ScriptedConnection closeChannel(ChannelEngine channel) {
        channel.close(200, "done", LIMIT, now());
        collect();
        return this;
    }

    ScriptedConnection close() {
        engine.close(200, "bye", now());
        collect();
        return this;
    }

    // ---- events ----

    /** The next event, which is of this kind. */
    <E extends Event> E next(Class<E> kind) {
        Event event = events.isEmpty() ? null : events.remove(0);
        assertNotNull(event, "no event where " + kind.getSimpleName() + " is awaited");
        return assertInstanceOf(kind, event);
    }

    ScriptedConnection expect(Event... expected) {
        for (Event event : expected) {
            assertEquals(event, events.isEmpty() ? null : events.remove(0));
        }
        return this;
    }

    void expectNothing() {
        assertEquals(List.of(), events);
    }

    List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    <E extends Event> List<E> takeAll(Class<E> kind) {
        return takeEvents().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The connection has ended with this reason, and each part of the end was told once. */
    CloseReason ended() {
        List<Event> rest = takeEvents();
        assertEquals(
                1,
                rest.stream().filter(Event.ConnectionClosed.class::isInstance).count(),
                rest::toString);
        assertInstanceOf(Event.TransportFinished.class, rest.get(rest.size() - 1));
        assertEquals(
                1,
                rest.stream().filter(Event.TransportFinished.class::isInstance).count());
        assertEquals(true, engine.isFinished());
        assertEquals(Long.MAX_VALUE, engine.nanosUntilTimeout(now()));
        return rest.stream()
                .filter(Event.ConnectionClosed.class::isInstance)
                .map(event -> ((Event.ConnectionClosed) event).reason())
                .findFirst()
                .orElseThrow();
    }

    /** Ends a good scenario: the broker has nothing to complain about. */
    void noViolations() {
        run();
        assertEquals(List.of(), broker.violations());
        assertNull(engine.pollEvent());
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private int portion() {
        return switch (split) {
            case WHOLE -> LARGE;
            case OCTETS -> 1;
            case RANDOM -> 1 + random.nextInt(random.nextBoolean() ? 8 : 300);
        };
    }

    private void collect() {
        while (engine.hasEvents()) {
            events.add(engine.pollEvent());
        }
    }
}
