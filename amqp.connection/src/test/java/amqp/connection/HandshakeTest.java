// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.connection.ScriptedConnection.Split;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanism;
import amqp.credentials.MechanismProvider;
import amqp.credentials.Mechanisms;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The opening of a connection, where it goes well. */
class HandshakeTest {
    private static final EngineOptions DEFAULT = EngineOptions.DEFAULT;

    @ParameterizedTest
    @EnumSource(Split.class)
    void opensInAnySplit(Split split) {
        var world = new ScriptedConnection(ScriptedBroker.automatic(), DEFAULT).split(split);
        assertFalse(world.engine.isOpen());
        assertNull(world.engine.tuning());
        world.connect();
        var opened = world.next(Event.ConnectionOpened.class);
        assertEquals(new Tuning(2047, 131_072, 60), opened.tuning());
        assertEquals(opened.tuning(), world.engine.tuning());
        assertEquals(opened.serverProperties(), world.engine.serverProperties());
        assertTrue(world.engine.isOpen());
        assertEquals(
                List.of("connection.start-ok", "connection.tune-ok", "connection.open"),
                world.broker.receivedMethods());
        world.noViolations();
    }

    @Test
    void tellsTheBrokerWhoItIs() {
        var startOk = startOk(ScriptedConnection.open(EngineOptions.builder()
                .credentials(Credentials.of("ann", "secret"))
                .clientProperties(FieldTable.of("product", "test"))
                .build()));
        assertEquals("PLAIN", startOk.text("mechanism"));
        assertArrayEquals(ScriptedConnection.octets("\0ann\0secret"), startOk.octets("response"));
        assertEquals("en_US", startOk.text("locale"));
        assertEquals("test", startOk.table("client-properties").get("product"));
        Map<?, ?> capabilities = (Map<?, ?>) startOk.table("client-properties").get("capabilities");
        for (String name : List.of(
                "publisher_confirms",
                "basic.nack",
                "exchange_exchange_bindings",
                "consumer_cancel_notify",
                "connection.blocked",
                "authentication_failure_close")) {
            assertEquals(true, capabilities.get(name), name);
        }
    }

    @Test
    void opensTheVirtualHost() {
        var world = ScriptedConnection.open(
                EngineOptions.builder().virtualHost("orders").build());
        var open = (WireFrame.Method) world.broker.received().get(3);
        assertEquals("orders", open.text("virtual-host"));
    }

    @ParameterizedTest
    @CsvSource({"PLAIN AMQPLAIN, PLAIN", "AMQPLAIN, AMQPLAIN", "CRAM AMQPLAIN PLAIN, PLAIN"})
    void takesTheMechanismItLikesBest(String offered, String taken) {
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withMechanisms(offered));
        var world = new ScriptedConnection(broker, DEFAULT).connectAndOpen();
        assertEquals(taken, startOk(world).text("mechanism"));
        world.noViolations();
    }

    @Test
    void logsInByCertificate() {
        var options = EngineOptions.builder().credentials(Credentials.NONE).mechanismWishes(List.of("EXTERNAL"));
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withMechanisms("PLAIN EXTERNAL"));
        var world = new ScriptedConnection(broker, options.build()).connectAndOpen();
        assertEquals("EXTERNAL", startOk(world).text("mechanism"));
        world.noViolations();
    }

    @Test
    void answersChallenges() {
        var mechanisms = Mechanisms.builtIn().with(new Echo());
        var options = EngineOptions.builder()
                .credentials(Credentials.NONE)
                .mechanisms(mechanisms)
                .mechanismWishes(List.of("ECHO"));
        var broker = ScriptedBroker.automatic()
                .settings(BrokerSettings.DEFAULT.withMechanisms("ECHO"))
                .challenge(ScriptedConnection.octets("one"), ScriptedConnection.octets("two"));
        var world = new ScriptedConnection(broker, options.build()).connectAndOpen();
        var answers = broker.received().stream()
                .filter(frame -> frame instanceof WireFrame.Method method
                        && method.name().equals("connection.secure-ok"))
                .map(frame -> new String(((WireFrame.Method) frame).octets("response")))
                .toList();
        assertEquals(List.of("echo one", "echo two"), answers);
        world.noViolations();
    }

    @ParameterizedTest
    @CsvSource({
        // wish, offer, agreed: channel-max, frame-max, heartbeat
        "2047, 131072, 60,     2047, 131072, 60,     2047, 131072, 60",
        "100, 131072, 60,      2047, 262144, 30,     100, 131072, 30",
        "2047, 131072, 10,     10, 8192, 60,         10, 8192, 10",
        "0, 0, 60,             12, 16384, 0,         12, 16384, 60",
        "12, 16384, 60,        0, 0, 60,             12, 16384, 60",
        "0, 0, 0,              0, 0, 60,             65535, 16777216, 0",
        "0, 0, 5,              65535, 4294967295, 6, 65535, 16777216, 5",
        "7, 2147483647, 0,     0, 4294967295, 0,     7, 2147483647, 0"
    })
    void tunes(int c, int f, int h, int channelMax, long frameMax, int heartbeat, int c2, int f2, int h2) {
        var settings = BrokerSettings.DEFAULT.withTune(channelMax, frameMax, heartbeat);
        var world =
                new ScriptedConnection(ScriptedBroker.automatic().settings(settings), withTuning(new Tuning(c, f, h)));
        world.connectAndOpen();
        assertEquals(new Tuning(c2, f2, h2), world.engine.tuning());
        var tuneOk = (WireFrame.Method) world.broker.received().get(2);
        assertEquals(c2, tuneOk.number("channel-max"));
        assertEquals(f2, tuneOk.number("frame-max"));
        assertEquals(h2, tuneOk.number("heartbeat"));
        world.noViolations();
    }

    @Test
    void keepsTheBrokersPropertiesAsTheyCame() {
        var settings = BrokerSettings.DEFAULT.withServerProperties(Map.of("product", "Scripted", "version", "9"));
        var world = new ScriptedConnection(ScriptedBroker.automatic().settings(settings), DEFAULT);
        assertEquals(FieldTable.EMPTY, world.engine.serverProperties());
        world.connectAndOpen();
        assertEquals("Scripted", world.engine.serverProperties().get("product").asString());
    }

    private static WireFrame.Method startOk(ScriptedConnection world) {
        return (WireFrame.Method) world.broker.received().get(1);
    }

    private static EngineOptions withTuning(Tuning tuning) {
        return EngineOptions.builder().tuning(tuning).build();
    }

    /** Says what it hears. */
    private record Echo() implements MechanismProvider {
        @Override
        public String name() {
            return "ECHO";
        }

        @Override
        public Mechanism create(Credentials credentials) {
            return new Mechanism() {
                @Override
                public String name() {
                    return "ECHO";
                }

                @Override
                public byte[] initialResponse() {
                    return new byte[0];
                }

                @Override
                public byte[] respond(byte[] challenge) {
                    return ScriptedConnection.octets("echo " + new String(challenge));
                }
            };
        }
    }
}
