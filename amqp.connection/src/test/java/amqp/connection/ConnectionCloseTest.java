// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.QueueMethod;
import amqp.testkit.wire.BrokerFrames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of an open connection, by either side, by both, and by neither. */
class ConnectionCloseTest {
    private static final CloseReason BYE = new CloseReason.ByApplication(200, "bye");
    private static final CloseReason FORCED = new CloseReason.ByPeer(320, "shutdown", 0, 0);
    private static final byte[] CLOSE_OK = BrokerFrames.method(0, "connection.close-ok");

    private ScriptedConnection world;
    private ChannelEngine channel;

    @BeforeEach
    void openChannel() {
        world = ScriptedConnection.open();
        channel = world.channel();
    }

    @Test
    void applicationCloses() {
        world.close();
        assertFalse(world.engine.isOpen());
        assertFalse(world.engine.isFinished());
        world.close().run();
        world.expect(new Event.ChannelClosed(channel, BYE));
        assertEquals(BYE, world.ended());
        assertTrue(world.broker.closed());
        assertEquals(1, count("connection.close"));
        world.close().cut().expectNothing();
        assertEquals("closed by the application with 200: bye", BYE.describe());
        world.noViolations();
    }

    @Test
    void whatWasGivenBeforeTheCloseGoesOutBeforeIt() {
        world.publish(channel, "q", "last words", "sent").close().run();
        world.expect(new Event.Sent("sent"));
        assertEquals("last words", world.broker.publishes().get(0).text());
        world.noViolations();
    }

    @Test
    void nothingIsSentAfterConnectionClose() {
        world.broker.ignore("connection.close").ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), "declare")
                .publish(channel, "q", "waits", "publish")
                .close();
        world.expect(new Event.Failed("declare", BYE), new Event.Failed("publish", BYE))
                .expectNothing();
        world.run();
        assertThrows(ClosedException.class, () -> world.publish(channel, "q", "late", null));
        assertThrows(ClosedException.class, () -> world.call(channel, QueueMethod.Purge.of("q"), null));
        assertThrows(ClosedException.class, world::channel);
        world.closeChannel(channel);
        world.send(
                BrokerFrames.method(1, "channel.flow", false),
                BrokerFrames.method(1, "channel.close", 404, "none", 0, 0),
                BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0),
                BrokerFrames.method(1, "channel.close-ok"),
                BrokerFrames.method(0, "connection.blocked", "memory"),
                BrokerFrames.heartbeat());
        world.live(Duration.ofSeconds(9));
        assertEquals("connection.close", last());
        world.send(CLOSE_OK).expect(new Event.ChannelClosed(channel, BYE));
        assertEquals(BYE, world.ended());
        world.noViolations();
    }

    @Test
    void closeThatIsNotAnsweredEndsAtTheDeadline() {
        world.broker.ignore("connection.close");
        world.close().run().live(Duration.ofSeconds(10).minusNanos(1)).expectNothing();
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
        world.live(Duration.ofNanos(1)).next(Event.ChannelClosed.class);
        assertEquals(BYE, world.ended());
        world.send(CLOSE_OK).expectNothing();
    }

    @Test
    void brokerCloses() {
        world.broker.ignore("queue.declare");
        world.call(channel, QueueMethod.Declare.of("q"), "declare").run();
        world.broker.closeConnection(320, "shutdown", 0, 0);
        world.run()
                .expect(
                        new Event.Failed("declare", FORCED),
                        new Event.ChannelClosed(channel, FORCED),
                        new Event.ConnectionClosed(FORCED));
        world.expectNothing();
        assertTrue(world.broker.closed());
        assertEquals("connection.close-ok", last());
        assertFalse(world.engine.isOpen());
        assertEquals(FORCED, assertThrows(ClosedException.class, world::channel).reason());
        world.cut().expect(new Event.TransportFinished()).expectNothing();
        world.noViolations();
    }

    @Test
    void whenTheBrokerClosedTheTransportIsClosedAtTheDeadlineAtTheLatest() {
        world.broker.closeConnection(320, "shutdown", 0, 0);
        world.run().takeEvents();
        world.close()
                .send(BrokerFrames.method(1, "basic.ack", 1, false), new byte[] {0, 1, 2})
                .expectNothing();
        world.live(Duration.ofSeconds(10)).expect(new Event.TransportFinished()).expectNothing();
        world.live(Duration.ofDays(1)).cut().expectNothing();
        world.noViolations();
    }

    @Test
    void bothMayCloseAtOnce() {
        world.broker.closeConnection(320, "shutdown", 0, 0);
        world.close().toBroker();
        world.toEngine();
        world.run().next(Event.ChannelClosed.class);
        assertEquals(BYE, world.ended());
        assertEquals("connection.close-ok", last());
        world.noViolations();
    }

    @Test
    void whenBothCloseTheTransportsEndWillDo() {
        world.broker.ignore("connection.close");
        world.close().run();
        byte[] close = BrokerFrames.method(0, "connection.close", 320, "shutdown", 0, 0);
        world.send(close, close).expectNothing();
        assertEquals(1, count("connection.close-ok"));
        world.cut().next(Event.ChannelClosed.class);
        assertEquals(BYE, world.ended());
    }

    @Test
    void endOfTheStreamWhileOpenIsALostTransport() {
        var cause = new IOException("connection reset");
        world.engine.transportClosed(cause, world.now());
        world.run().expect(new Event.ChannelClosed(channel, new CloseReason.TransportLost(cause)));
        var reason = world.ended();
        assertEquals(new CloseReason.TransportLost(cause), reason);
        assertEquals("the transport was lost: connection reset", reason.describe());
        world.cut().close().live(Duration.ofDays(1)).expectNothing();
        world.engine.receive(ByteBuffer.wrap(new byte[] {1, 2, 3}), world.now());
        world.expectNothing();
    }

    @Test
    void endOfTheStreamWhileClosingIsTheEndOfTheClose() {
        world.broker.ignore("connection.close");
        world.close().run().cut().next(Event.ChannelClosed.class);
        assertEquals(BYE, world.ended());
    }

    @Test
    void violationIsToldToTheBrokerAndItsCloseOkAwaited() {
        world.broker.automatic(false);
        byte[] bad = BrokerFrames.method(1, "queue.purge-ok", 1);
        world.send(bad);
        var reason = assertInstanceOf(
                CloseReason.PeerViolation.class,
                world.next(Event.ChannelClosed.class).reason());
        world.expect(new Event.ConnectionClosed(reason)).expectNothing();
        world.send(bad, BrokerFrames.body(7, new byte[3]), BrokerFrames.heartbeat())
                .expectNothing();
        world.send(CLOSE_OK).expect(new Event.TransportFinished()).expectNothing();
        assertTrue(reason.describe().contains("503 COMMAND_INVALID"), reason.describe());
    }

    @Test
    void closeOkInTheSameOctetsAsTheViolationIsFound() {
        world.broker.automatic(false);
        world.send(BrokerFrames.concat(
                BrokerFrames.method(1, "queue.purge-ok", 1), BrokerFrames.body(1, new byte[2]), CLOSE_OK));
        world.next(Event.ChannelClosed.class);
        assertInstanceOf(CloseReason.PeerViolation.class, world.ended());
    }

    @Test
    void afterOctetsThatAreNoFramesTheTransportGoesOnceTheCloseIsSent() {
        world.publish(channel, "q", "x".repeat(20_000), null);
        noFrames();
        world.take(16_384);
        world.expectNothing();
        world.run().expect(new Event.TransportFinished()).expectNothing();
        assertEquals("connection.close", last());
        world.send(CLOSE_OK).live(Duration.ofDays(1)).expectNothing();
        world.noViolations();
    }

    @Test
    void afterOctetsThatAreNoFramesACloseThatCannotBeSentEndsAtTheDeadline() {
        noFrames();
        world.clock.advance(Duration.ofSeconds(10).minusNanos(1));
        world.engine.handleTimeout(world.now());
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
        world.clock.advance(Duration.ofNanos(1));
        world.engine.handleTimeout(world.now());
        world.take(0);
        world.expect(new Event.TransportFinished()).expectNothing();
    }

    /** Their arrival ends everything but the transport. */
    private void noFrames() {
        world.broker.send(new byte[] {42});
        world.toEngine();
        var reason = world.next(Event.ChannelClosed.class).reason();
        world.expect(new Event.ConnectionClosed(reason)).expectNothing();
    }

    @Test
    void secondViolationEndsTheWait() {
        world.broker.automatic(false);
        world.send(BrokerFrames.method(1, "queue.purge-ok", 1)).takeEvents();
        world.send(BrokerFrames.method(0, 10, 99).frame())
                .expect(new Event.TransportFinished())
                .expectNothing();
    }

    @Test
    void closingIsCheckedBeforeAnythingHappens() {
        String tooLong = "x".repeat(256);
        assertThrows(IllegalArgumentException.class, () -> world.engine.close(200, tooLong, world.now()));
        assertThrows(IllegalArgumentException.class, () -> world.engine.close(65_536, "", world.now()));
        assertThrows(
                IllegalArgumentException.class,
                () -> channel.close(200, tooLong, ScriptedConnection.LIMIT, world.now()));
        assertThrows(
                IllegalArgumentException.class, () -> channel.close(-1, "", ScriptedConnection.LIMIT, world.now()));
        assertTrue(channel.isOpen());
        world.publish(channel, "q", "still usable", null).noViolations();
    }

    private long count(String method) {
        return world.broker.receivedMethods().stream().filter(method::equals).count();
    }

    private String last() {
        var methods = world.broker.receivedMethods();
        return methods.get(methods.size() - 1);
    }
}
