// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.credentials.Credentials;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The opening of a connection, where it fails. */
class HandshakeFailureTest {
    private final ScriptedBroker broker = ScriptedBroker.automatic();

    @Test
    void refusesAnotherProtocol() {
        broker.answerProtocolHeader(BrokerFrames.protocolHeader(0, 1, 0, 0));
        var reason =
                assertInstanceOf(CloseReason.HandshakeRefused.class, connect().ended());
        assertTrue(reason.detail().contains("1.0.0") || reason.detail().contains("1-0-0"), reason.detail());
    }

    @Test
    void refusesAnotherVersion() {
        broker.answerProtocolHeader(BrokerFrames.method(0, "connection.start", 0, 8, Map.of(), "PLAIN", "en_US"));
        var reason =
                assertInstanceOf(CloseReason.HandshakeRefused.class, connect().ended());
        assertTrue(reason.detail().contains("0-8"), reason.detail());
    }

    @Test
    void refusesWhenNoMechanismIsCommon() {
        broker.settings(BrokerSettings.DEFAULT.withMechanisms("GSSAPI CRAM-MD5"));
        var reason =
                assertInstanceOf(CloseReason.HandshakeRefused.class, connect().ended());
        assertTrue(reason.describe().contains("GSSAPI"), reason.detail());
    }

    @Test
    void refusesCredentialsThatTheMechanismCannotCarry() {
        var options = EngineOptions.builder().credentials(Credentials.of("a\0b", "secret"));
        var reason = connect(options.build()).ended();
        assertFalse(assertInstanceOf(CloseReason.HandshakeRefused.class, reason)
                .detail()
                .contains("secret"));
    }

    @Test
    void refusesClientPropertiesThatFitIntoNoFrame() {
        var options = EngineOptions.builder().clientProperties(FieldTable.of("large", "x".repeat(9000)));
        var reason = connect(options.build()).ended();
        assertInstanceOf(CloseReason.HandshakeRefused.class, reason);
    }

    @Test
    void unexpectedChallengeEndsTheLogin() {
        broker.challenge(ScriptedConnection.octets("riddle"));
        assertInstanceOf(CloseReason.HandshakeRefused.class, connect().ended());
    }

    @Test
    void reportsTheBrokersRefusalOfTheLogin() {
        var world = refusedBy(broker.refuseLogin(), 403);
        assertTrue(world.broker.closed());
        assertFalse(world.broker.receivedMethods().contains("connection.close"));
        world.cut().expect(new Event.TransportFinished()).expectNothing();
    }

    @Test
    void reportsTheBrokersRefusalOfTheVirtualHost() {
        refusedBy(broker.refuseVirtualHost(), 530)
                .cut()
                .expect(new Event.TransportFinished())
                .expectNothing();
    }

    @Test
    void afterARefusalTheTransportIsClosedAtTheDeadlineAtTheLatest() {
        var world = refusedBy(broker.refuseLogin(), 403);
        world.broker.send(BrokerFrames.heartbeat(), BrokerFrames.method(0, "connection.close", 403, "again", 0, 0));
        world.run().advance(Duration.ofSeconds(10).minusNanos(1)).expectNothing();
        world.advance(Duration.ofNanos(1)).expect(new Event.TransportFinished()).expectNothing();
        assertEquals(1, count(world, "connection.close-ok"));
    }

    @Test
    void cutAfterTheCredentialsMayMeanThatTheyAreWrong() {
        var reason = connectTo(broker.ignore("connection.start-ok")).cut().ended();
        assertTrue(assertInstanceOf(CloseReason.LostAtLogin.class, reason)
                .describe()
                .endsWith("when the broker had the credentials; are they wrong?"));
    }

    @Test
    void cutAtOtherStepsIsALostTransport() {
        var cause = new IOException("reset");
        for (String step : new String[] {"", "connection.open"}) {
            var other = ScriptedBroker.automatic();
            var world = connectTo(step.isEmpty() ? other.answerProtocolHeader(new byte[0]) : other.ignore(step));
            world.engine.transportClosed(cause, world.now());
            assertEquals(new CloseReason.TransportLost(cause), world.run().ended());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', the protocol header",
        "connection.start-ok, connection.start-ok",
        "connection.open, connection.open"
    })
    void silenceEndsItAtTheDeadline(String step, String told) {
        var world = connectTo(step.isEmpty() ? broker.answerProtocolHeader(new byte[0]) : broker.ignore(step));
        var limit = Duration.ofSeconds(30);
        assertTrue(world.engine.nanosUntilTimeout(world.now()) <= limit.toNanos());
        world.live(limit.minusNanos(1)).expectNothing();
        assertEquals(1, world.engine.nanosUntilTimeout(world.now()));
        world.live(Duration.ofNanos(1));
        var reason = world.ended();
        assertEquals(new CloseReason.TimedOut(told, limit), reason);
        assertEquals(told + " was not answered within 30 s", reason.describe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "AMQX\0\0\1\1", "\1\0\0\0\0\0\4\0\12\0\12x", "SSH-2.0-x\r\n"})
    void garbageIsAFrameError(String octets) {
        broker.answerProtocolHeader(octets.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(501, violation(connect()));
    }

    @Test
    void malformedServerPropertiesAreASyntaxError() {
        broker.answerProtocolHeader(BrokerFrames.method(0, 10, 10)
                .octet(0)
                .octet(9)
                .longint(3)
                .raw(new byte[] {1, 'a', 'Z'})
                .longstr("PLAIN")
                .longstr("en_US")
                .frame());
        assertEquals(502, violation(connect()));
    }

    @Test
    void tuneBelowTheSmallestFrameIsRefused() {
        broker.settings(BrokerSettings.DEFAULT.withTune(10, 4095, 0));
        assertEquals(530, violation(connect()));
    }

    @Test
    void everythingOutOfTurnIsAViolation() {
        assertEquals(503, answeredBy(BrokerFrames.method(0, "connection.tune", 1, 8192, 0)));
        assertEquals(503, answeredBy(BrokerFrames.method(0, "basic.cancel", "x", true)));
        assertEquals(504, answeredBy(BrokerFrames.method(1, "channel.open-ok")));
        assertEquals(504, answeredBy(BrokerFrames.body(1, new byte[3])));
        assertEquals(501, answeredBy(BrokerFrames.frame(1, 0, new byte[8185])));
    }

    @Test
    void applicationMayCloseAtAnyStep() {
        var fresh = new ScriptedConnection(broker, EngineOptions.DEFAULT).close();
        assertEquals(new CloseReason.ByApplication(200, "bye"), fresh.ended());
        assertThrows(IllegalStateException.class, () -> fresh.engine.transportConnected(fresh.now()));

        var world = connectTo(broker.ignore("connection.open")).close();
        assertEquals(new CloseReason.ByApplication(200, "bye"), world.ended());
        world.send(BrokerFrames.method(0, "connection.open-ok")).cut().close().expectNothing();
    }

    @Test
    void transportThatCouldNotBeConnectedEndsIt() {
        var cause = new IOException("refused");
        var world = new ScriptedConnection(broker, EngineOptions.DEFAULT);
        world.engine.transportClosed(cause, world.now());
        assertEquals(new CloseReason.TransportLost(cause), world.run().ended());
    }

    @Test
    void wrongUseIsToldAtOnce() {
        var world = new ScriptedConnection(broker, EngineOptions.DEFAULT);
        var nothing = ByteBuffer.allocate(1);
        assertThrows(IllegalStateException.class, () -> world.engine.receive(nothing, world.now()));
        var early = assertThrows(
                ClosedException.class,
                () -> world.engine.openChannel("owner", "open", ScriptedConnection.LIMIT, world.now()));
        assertTrue(early.getMessage().contains("not open yet"), early.getMessage());
        world.connectAndOpen();
        assertThrows(IllegalStateException.class, () -> world.engine.transportConnected(world.now()));
        assertThrows(NullPointerException.class, () -> world.engine.transportClosed(null, world.now()));
        world.engine.transportClosed(new EOFException(), world.now());
        assertEquals("the transport was lost: EOFException", world.run().ended().describe());
    }

    private int answeredBy(byte[] octets) {
        return violation(connectTo(ScriptedBroker.automatic().answerProtocolHeader(octets)));
    }

    private static int violation(ScriptedConnection world) {
        return assertInstanceOf(CloseReason.PeerViolation.class, world.ended()).code();
    }

    private ScriptedConnection refusedBy(ScriptedBroker refusing, int code) {
        var world = connectTo(refusing);
        var reason = world.next(Event.ConnectionClosed.class).reason();
        assertEquals(code, assertInstanceOf(CloseReason.ByPeer.class, reason).code());
        world.expectNothing();
        return world;
    }

    private ScriptedConnection connect() {
        return connect(EngineOptions.DEFAULT);
    }

    private ScriptedConnection connect(EngineOptions options) {
        return new ScriptedConnection(broker, options).connect();
    }

    private static ScriptedConnection connectTo(ScriptedBroker other) {
        return new ScriptedConnection(other, EngineOptions.DEFAULT).connect();
    }

    private static long count(ScriptedConnection world, String method) {
        return world.broker.receivedMethods().stream().filter(method::equals).count();
    }
}
