// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.credentials.Credentials;
import amqp.credentials.Mechanisms;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller does wrong is thrown at once, changes nothing, and leaves the channel usable. */
class CallerFaultTest {
    private static final String LONG = "x".repeat(256);
    private static final Message MESSAGE = Message.of(new byte[10]);

    private final ScriptedBroker broker =
            ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(10, 8192, 0));
    private final ScriptedConnection world = new ScriptedConnection(broker, EngineOptions.DEFAULT).connectAndOpen();
    private final ChannelEngine channel = world.channel();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void publishIsChecked(boolean waiting) {
        var large = BasicProperties.builder()
                .headers(FieldTable.of("large", "x".repeat(8192)))
                .build();
        if (waiting) {
            holdBack();
        }
        long octets = world.engine.outboundBytes();
        refused(() -> publish(LONG, "q", MESSAGE));
        refused(() -> publish("", LONG, MESSAGE));
        refused(() -> publish("", "é".repeat(128), MESSAGE));
        refused(() -> publish("", "q", Message.of(large, new byte[10])));
        assertThrows(NullPointerException.class, () -> publish(null, "q", MESSAGE));
        assertThrows(NullPointerException.class, () -> publish("", null, MESSAGE));
        assertThrows(NullPointerException.class, () -> publish("", "q", null));
        assertEquals(octets, world.engine.outboundBytes());
        usable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void methodsAreChecked(boolean waiting) {
        if (waiting) {
            holdBack();
        }
        long octets = world.engine.outboundBytes();
        var arguments = FieldTable.of("large", "x".repeat(8192));
        for (Method method : List.of(
                QueueMethod.Declare.of(LONG),
                QueueMethod.Declare.of("q").arguments(arguments),
                QueueMethod.Declare.of("q").arguments(arguments).noWait(true),
                BasicMethod.Consume.of("q").consumerTag("tag"),
                BasicMethod.Publish.of("", "q"),
                new BasicMethod.Deliver("tag", 1, false, "", "q"),
                new ChannelMethod.Open(),
                new ChannelMethod.Close(200, "", 0, 0),
                new ChannelMethod.CloseOk(),
                new ConnectionMethod.Unblocked())) {
            refused(() -> world.call(channel, method, "never"));
        }
        refused(() -> world.consume(channel, BasicMethod.Consume.of(LONG).consumerTag("tag"), "never"));
        refused(() -> world.consume(
                channel, BasicMethod.Consume.of(LONG).consumerTag("tag").noWait(true), "never"));
        assertThrows(
                NullPointerException.class,
                () -> channel.call(QueueMethod.Declare.of("q"), "never", null, world.now()));
        assertEquals(octets, world.engine.outboundBytes());
        world.consume(channel, BasicMethod.Consume.of("q").consumerTag("tag").noWait(true), null);
        usable();
    }

    @Test
    void updateSecretIsChecked() {
        var large = ConnectionMethod.UpdateSecret.of(new byte[9000], "renewal");
        refused(() -> world.engine.call(large, "never", ScriptedConnection.LIMIT, world.now()));
        usable();
    }

    @Test
    void openingWithoutALimitTakesNoNumber() {
        assertThrows(NullPointerException.class, () -> world.engine.openChannel("owner", "open", null, world.now()));
        assertEquals(2, world.channel().number());
        usable();
    }

    @Test
    void closedChannelsTakeNothing() {
        world.closeChannel(channel);
        for (int i = 0; i < 2; i++) {
            var closing = assertThrows(ClosedException.class, () -> world.publish(channel, "q", "late", null));
            assertEquals(new CloseReason.ByApplication(200, "done"), closing.reason());
            assertTrue(closing.getMessage().startsWith("channel 1 is closed: "), closing.getMessage());
            assertThrows(ClosedException.class, () -> world.call(channel, BasicMethod.Ack.of(1), null));
            world.run();
        }
        assertEquals(List.of(), broker.publishes());
        assertEquals(List.of(), broker.violations());
    }

    @Test
    void optionsAreChecked() {
        refused(() -> options(LONG, new Tuning(0, 0, 0)));
        refused(() -> options("é".repeat(128), new Tuning(0, 0, 0)));
        for (var tuning : List.of(
                new Tuning(-1, 0, 0),
                new Tuning(65_536, 0, 0),
                new Tuning(0, 4095, 0),
                new Tuning(0, -1, 0),
                new Tuning(0, 0, -1),
                new Tuning(0, 0, 65_536))) {
            refused(() -> options("/", tuning));
        }
        refused(() -> EngineOptions.builder().handshakeTimeout(Duration.ZERO));
        refused(() -> EngineOptions.builder().closeTimeout(Duration.ofSeconds(-1)));
        refused(() -> EngineOptions.builder().maxMessageSize(-1));
        refused(() -> EngineOptions.builder().maxMessageSize(Integer.MAX_VALUE));
        assertTrue(!EngineOptions.DEFAULT.toString().contains("password=guest"), EngineOptions.DEFAULT::toString);
    }

    @Test
    void optionsStayWhatTheyAreInAnotherBuilder() {
        var options = EngineOptions.builder()
                .virtualHost("v")
                .credentials(Credentials.of("me", "secret"))
                .mechanisms(Mechanisms.builtIn().with(Mechanisms.external("me")))
                .mechanismWishes(List.of("EXTERNAL"))
                .clientProperties(FieldTable.of("product", "mine"))
                .tuning(new Tuning(1, 5000, 3))
                .handshakeTimeout(Duration.ofSeconds(4))
                .closeTimeout(Duration.ofSeconds(5))
                .maxMessageSize(6)
                .assemblyBound(10)
                .backpressureMultiplier(7)
                .waterMarks(9, 8)
                .build();
        assertEquals(options.toString(), options.toBuilder().build().toString());
        assertEquals(
                "EngineOptions[virtualHost=v, credentials=Credentials[username=me, password=hidden, lifetime=forever],"
                        + " mechanisms=Mechanisms[AMQPLAIN, ANONYMOUS, EXTERNAL, PLAIN], mechanismWishes=[EXTERNAL],"
                        + " clientProperties={product=\"mine\"}, tuning=Tuning[channelMax=1, frameMax=5000,"
                        + " heartbeatSeconds=3], handshakeTimeout=PT4S, closeTimeout=PT5S, maxMessageSize=6,"
                        + " assemblyBound=10, backpressureMultiplier=7.0, highWaterMark=9, lowWaterMark=8]",
                options.toString());
    }

    private void holdBack() {
        broker.ignore("queue.purge");
        world.call(channel, QueueMethod.Purge.of("q"), null).run();
    }

    private void publish(String exchange, String key, Message message) {
        channel.publish(exchange, key, true, message, "never");
    }

    private static void refused(org.junit.jupiter.api.function.Executable fault) {
        assertThrows(IllegalArgumentException.class, fault);
    }

    private void usable() {
        world.publish(channel, "q", "usable", null).send(amqp.testkit.wire.BrokerFrames.heartbeat());
        if (broker.receivedMethods().contains("queue.purge")) {
            broker.send(1, "queue.purge-ok", 0);
        }
        world.run().expectNothing();
        assertEquals("usable", broker.publishes().get(0).text());
        world.noViolations();
    }

    private static EngineOptions options(String virtualHost, Tuning tuning) {
        return EngineOptions.builder().virtualHost(virtualHost).tuning(tuning).build();
    }
}
