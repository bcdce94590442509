// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the engine tells of methods and frames while somebody asks for it. */
class TellingTest {
    private final ScriptedConnection world = ScriptedConnection.open();
    private final ChannelEngine channel = world.channel();

    private static String text(Event.FramePassed frame) {
        String name = frame.method() == null
                ? List.of("?", "?", "header", "body").get(frame.type() % 4)
                : frame.method().protocolName();
        return (frame.received() ? "<" : ">") + frame.channel() + " " + name + " " + frame.payloadBytes();
    }

    @Test
    void tellsNothingUnlessAsked() {
        world.call(channel, QueueMethod.Declare.of("q"), "declare").run();
        world.next(Event.Replied.class);
        world.expectNothing();
    }

    @Test
    void tellsEveryMethodBeforeWhatFollowsFromIt() {
        world.engine.tellMethods(true);
        world.call(channel, QueueMethod.Declare.of("q"), "declare").run();
        world.expect(
                new Event.MethodReceived(channel, new QueueMethod.DeclareOk("q", 0, 0)),
                new Event.Replied("declare", new QueueMethod.DeclareOk("q", 0, 0)));
        world.broker.block("disk").deliver(1, "nobody", "x", "k", Map.of(), new byte[1]);
        world.run();
        world.expect(
                new Event.MethodReceived(null, new ConnectionMethod.Blocked("disk")),
                new Event.Blocked("disk"),
                new Event.MethodReceived(channel, new BasicMethod.Deliver("nobody", 1, false, "x", "k")));
        world.next(Event.Delivered.class);
        world.engine.tellMethods(false);
        world.broker.unblock();
        world.run().expect(new Event.Unblocked());
        world.expectNothing();
    }

    @Test
    void tellsTheFramesOfBothDirections() {
        world.call(channel, ConfirmMethod.Select.of(), null).run();
        world.engine.tellFrames(true);
        world.publish(channel, "k", "hello", null).run();
        world.publish(channel, "k", "you", null).run();
        world.broker.deliver(1, "nobody", "x", "k", Map.of(), new byte[7]);
        world.run();
        assertEquals(
                List.of(
                        ">1 basic.publish 10",
                        ">1 header 14",
                        ">1 body 5",
                        "<1 basic.ack 13",
                        ">1 basic.publish 10",
                        ">1 header 14",
                        ">1 body 3",
                        "<1 basic.ack 13",
                        "<1 basic.deliver 24",
                        "<1 header 14",
                        "<1 body 7"),
                world.takeAll(Event.FramePassed.class).stream()
                        .map(TellingTest::text)
                        .toList());
        assertEquals(
                new BasicMethod.Publish("", "k", false),
                published(world.publish(channel, "k", "again", null)).method());
        world.engine.tellFrames(false);
        world.publish(channel, "k", "hello", null).run().expectNothing();
    }

    private static Event.FramePassed published(ScriptedConnection published) {
        return published.takeAll(Event.FramePassed.class).get(0);
    }

    @Test
    void tellsTheHandshakeWithoutItsSecrets() {
        ScriptedConnection fresh = new ScriptedConnection(ScriptedBroker.automatic(), EngineOptions.DEFAULT);
        fresh.engine.tellFrames(true);
        fresh.connect();
        String frames = fresh.takeAll(Event.FramePassed.class).toString();
        assertFalse(frames.contains("guest"), frames);
        fresh.engine.call(
                new ConnectionMethod.UpdateSecret(ScriptedConnection.octets("hush"), "due"),
                null,
                ScriptedConnection.LIMIT,
                fresh.now());
        fresh.run();
        frames = fresh.takeAll(Event.FramePassed.class).toString();
        assertFalse(frames.contains("hush"), frames);
    }

    @Test
    void tellsHeartbeats() {
        world.engine.tellFrames(true);
        world.broker.heartbeat();
        world.run();
        world.advance(Duration.ofSeconds(35));
        assertEquals(
                List.of("true 8", "false 8"),
                world.takeAll(Event.FramePassed.class).stream()
                        .map(frame -> frame.received() + " " + frame.type())
                        .toList());
    }
}
