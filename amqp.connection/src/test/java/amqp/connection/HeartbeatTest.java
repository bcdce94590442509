// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heartbeats, with an interval of ten seconds and a clock that wraps around meanwhile. */
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration HALF = INTERVAL.dividedBy(2);
    private static final Duration NANO = Duration.ofNanos(1);

    private final ScriptedConnection world = open(10);

    @Test
    void goesOutAtHalfTheIntervalWhenNothingElseDid() {
        assertEquals(HALF.toNanos(), world.engine.nanosUntilTimeout(world.now()));
        world.advance(HALF.minusNanos(1));
        assertEquals(0, heartbeats());
        world.advance(NANO);
        assertEquals(1, heartbeats());
        world.send(BrokerFrames.heartbeat()).live(INTERVAL.multipliedBy(1));
        assertEquals(3, heartbeats());
        world.noViolations();
    }

    @Test
    void staysAtHomeWhileOtherThingsGoOut() {
        var channel = world.channel();
        for (int i = 0; i < 10; i++) {
            world.live(HALF.minusNanos(1));
            world.call(channel, new BasicMethod.Ack(0, true), null).run();
            world.send(BrokerFrames.heartbeat());
        }
        assertEquals(0, heartbeats());
        assertEquals(HALF.toNanos(), world.engine.nanosUntilTimeout(world.now()));
        world.noViolations();
    }

    @Test
    void peerThatIsSilentForTwoIntervalsIsDead() {
        var channel = world.channel();
        world.live(INTERVAL.multipliedBy(2).minusNanos(1)).expectNothing();
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
        world.advance(NANO);
        var reason = new CloseReason.HeartbeatMissed(INTERVAL.multipliedBy(2));
        world.expect(new Event.ChannelClosed(channel, reason));
        assertEquals(reason, world.ended());
        // No graceful close: nobody would read it.
        assertTrue(world.broker.receivedMethods().stream().noneMatch("connection.close"::equals));
        assertEquals(0, world.engine.outboundBytes());
        assertEquals("nothing was received from the broker for 20 s (two heartbeat intervals)", reason.describe());
        world.live(Duration.ofDays(1)).expectNothing();
    }

    @Test
    void tellsHowLongThePeerWasSilentWhenTheTimerIsLate() {
        world.advance(Duration.ofMillis(21_500));
        var reason = world.ended();
        assertEquals(new CloseReason.HeartbeatMissed(Duration.ofMillis(21_500)), reason);
        assertTrue(reason.describe().contains("21500 ms"), reason.describe());
    }

    @Test
    void anyOctetIsASignOfLife() {
        byte[] slow = BrokerFrames.method(0, "connection.blocked", "memory");
        for (byte octet : slow) {
            world.live(INTERVAL.multipliedBy(2).minusNanos(1)).expectNothing();
            world.engine.receive(ByteBuffer.wrap(new byte[] {octet}), world.now());
        }
        world.run().expect(new Event.Blocked("memory"));
    }

    @Test
    void noOctetIsNoSignOfLife() {
        world.live(INTERVAL.multipliedBy(2).minusNanos(1));
        world.engine.receive(ByteBuffer.allocate(0), world.now());
        world.advance(NANO);
        assertInstanceOf(CloseReason.HeartbeatMissed.class, world.ended());
    }

    @Test
    void whileReadingIsPausedSilenceMeansNothing() {
        world.engine.readingPaused();
        world.live(INTERVAL.multipliedBy(20)).expectNothing();
        assertEquals(40, heartbeats());
        world.engine.readingResumed(world.now());
        world.live(INTERVAL.multipliedBy(2).minusNanos(1)).expectNothing();
        world.advance(NANO);
        assertInstanceOf(CloseReason.HeartbeatMissed.class, world.ended());
    }

    @Test
    void deadPeerIsNoticedWhileClosingToo() {
        var slow = ScriptedConnection.open(EngineOptions.builder()
                .tuning(new Tuning(10, 8192, 10))
                .closeTimeout(Duration.ofMinutes(5))
                .build());
        slow.broker.ignore("connection.close");
        slow.close().live(INTERVAL.multipliedBy(2));
        assertEquals(new CloseReason.ByApplication(200, "bye"), slow.ended());
        slow.noViolations();
    }

    @Test
    void doNotPileUpBeforeAStuckTransport() {
        var channel = world.channel();
        world.publish(channel, "q", "stuck", null);
        long waiting = world.engine.outboundBytes();
        for (int i = 0; i < 20; i++) {
            world.clock.advance(HALF);
            world.engine.receive(ByteBuffer.wrap(BrokerFrames.heartbeat()), world.now());
            world.engine.handleTimeout(world.now());
            assertEquals(waiting, world.engine.outboundBytes());
            assertEquals(HALF.toNanos(), world.engine.nanosUntilTimeout(world.now()));
        }
        world.run();
        assertEquals("stuck", world.broker.publishes().get(0).text());
        world.noViolations();
    }

    @Test
    void transmittingNothingIsNotSending() {
        world.publish(world.channel(), "q", "waits", null);
        world.clock.advance(HALF.minusNanos(1));
        world.engine.transmit(ByteBuffer.allocate(0), world.now());
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2_500_000_000L, 4_999_999_999L})
    void earlyTimerDoesNothing(long nanos) {
        world.advance(Duration.ofNanos(nanos)).expectNothing();
        assertEquals(0, heartbeats());
        assertEquals(HALF.toNanos() - nanos, world.engine.nanosUntilTimeout(world.now()));
    }

    @Test
    void zeroSwitchesThemOff() {
        var off = open(0);
        assertEquals(Long.MAX_VALUE, off.engine.nanosUntilTimeout(off.now()));
        off.advance(Duration.ofDays(365)).expectNothing();
        off.advance(Duration.ofDays(365)).noViolations();
    }

    @Test
    void idleConnectionGivesItsMemoryBack() {
        var channel = world.channel();
        world.publish(channel, "q", false, new byte[1_000_000], null).run();
        var arguments = FieldTable.of("large", "x".repeat(100_000));
        world.call(channel, QueueMethod.Declare.of("q").arguments(arguments).noWait(true), null)
                .run();
        world.advance(HALF);
        world.publish(channel, "q", "goes on", null).run();
        assertEquals("goes on", world.broker.publishes().get(1).text());
        world.noViolations();
    }

    private long heartbeats() {
        return world.broker.received().stream()
                .filter(WireFrame.Heartbeat.class::isInstance)
                .count();
    }

    private static ScriptedConnection open(int seconds) {
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(2047, 131_072, 30));
        var options = EngineOptions.builder()
                .tuning(new Tuning(2047, 131_072, seconds))
                .build();
        return new ScriptedConnection(broker, options).connectAndOpen();
    }
}
