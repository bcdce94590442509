// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.scripted.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** One line for each thing that a person wants to know; docs/guide/logging.md lists them. */
class ConnectionLogTest {
    private static final String CONNECTION = "the connection to memory:5672";

    @BeforeEach
    void forget() {
        CapturedLog.forgetAll();
    }

    /** Others of the same process may write, too. */
    private static void expect(Level level, String text) {
        MemoryConnection.await(
                () -> CapturedLog.lines(level).stream()
                        .anyMatch(line -> !line.withStack()
                                && line.text()
                                        .replaceAll("after \\d+ ms", "after N ms")
                                        .equals(text)),
                () -> level + ": " + CapturedLog.lines(level));
    }

    @Test
    void aLossAndTheRecovery() {
        try (var losses = new Losses(Losses.SOON)) {
            Channel channel = get(losses.connection.openChannel());
            get(channel.confirmSelect());
            get(channel.queueDeclare("q"));
            losses.adapter.io(() -> losses.broker().verdicts(publish -> Verdict.NONE));
            channel.publishConfirmed("", "q", Message.of("x"));
            losses.loseAndRecover();
            expect(
                    Level.WARN,
                    CONNECTION + " is lost: the transport was lost: cable cut; 1 publish has no verdict; it is being"
                            + " brought back");
            expect(
                    Level.INFO,
                    CONNECTION + " is back after N ms and 1 round: 2 commands restored, 0 not, 0 kept messages"
                            + " published");
            assertTrue(
                    CapturedLog.lines(Level.DEBUG).stream()
                            .anyMatch(line -> line.text().endsWith("connecting to memory:5672, round 1")),
                    () -> CapturedLog.lines(Level.DEBUG).toString());
        }
    }

    @Test
    void aBrokerThatIsWaitedFor() {
        try (MemoryAdapter adapter = new MemoryAdapter()) {
            Connection.open(ConnectionOptions.builder()
                    .address("memory", Address.PORT)
                    .recovery(Losses.SOON.toBuilder().firstConnect(true).build())
                    .adapter(adapter)
                    .build());
            expect(
                    Level.WARN,
                    CONNECTION + " is not open yet, and is tried again: Cannot connect to memory:5672: connection"
                            + " refused; is the broker listening there?");
        }
    }

    @Test
    void anAddressAfterAnotherIsNoWait() {
        try (MemoryAdapter adapter = new MemoryAdapter().listen(Address.PORT, ScriptedBroker.automatic())) {
            get(Connection.open(ConnectionOptions.builder()
                    .uris(List.of("amqp://memory:1", "amqp://memory"))
                    .adapter(adapter)
                    .build()));
            assertFalse(CapturedLog.lines(Level.WARN).stream()
                    .anyMatch(line -> line.text().contains("not open yet")));
        }
    }

    @Test
    void aChannelThatTheBrokerCloses() {
        try (var world = MemoryConnection.open()) {
            Channel channel = world.channel();
            world.adapter.io(
                    () -> world.broker.closeChannel(1, 404, "NOT_FOUND - no exchange 'x' in vhost '/'", 60, 40));
            get(channel.closed());
            expect(
                    Level.WARN,
                    "channel 1 of " + CONNECTION + " is closed by the broker with 404 NOT_FOUND - no exchange 'x' in"
                            + " vhost '/' (in answer to basic.publish)");
        }
    }

    @Test
    void aConsumerThatTheBrokerEnds() {
        try (var world = MemoryConnection.open()) {
            String tag = get(world.channel().basicConsume("q", delivery -> {}));
            world.adapter.io(() -> world.broker.cancelConsumer(1, tag));
            expect(
                    Level.WARN,
                    "the broker has ended the consumer \"" + tag + "\" of channel 1 of " + CONNECTION
                            + "; was its queue deleted?");
        }
    }

    @Test
    void aConnectionThatTheBrokerBlocks() {
        try (var world = MemoryConnection.open()) {
            world.adapter.io(() -> {
                world.broker.block("low on memory");
                world.broker.unblock();
            });
            expect(Level.WARN, CONNECTION + " may not publish for now, the broker has blocked it: low on memory");
            expect(Level.INFO, CONNECTION + " may publish again, after N ms");
        }
    }

    @Test
    void aConsumerThatAlwaysFailsIsNamedOnceWithItsStack() {
        try (var world = MemoryConnection.open()) {
            Channel channel = world.channel();
            List<String> handled = new CopyOnWriteArrayList<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                handled.add(MemoryConnection.text(delivery));
                throw new IllegalStateException("no");
            }));
            world.deliver(1, tag, "a", "b", "c");
            MemoryConnection.await(() -> handled.size() == 3, handled::toString);
            get(channel.close());
            List<CapturedLog.Line> errors = CapturedLog.lines(Level.ERROR).stream()
                    .filter(line -> line.text().startsWith("the consumer of channel 1 failed"))
                    .toList();
            assertEquals(1, errors.size(), errors.toString());
            assertEquals("the consumer of channel 1 failed", errors.get(0).text());
            assertTrue(errors.get(0).withStack());
        }
    }

    @Test
    void acknowledgingOnAClosedChannelTakesASentence() {
        try (var world = MemoryConnection.open()) {
            Channel channel = world.channel();
            String tag = get(channel.basicConsume("q", delivery -> {
                get(channel.close());
                delivery.ack();
            }));
            world.adapter.io(() -> world.broker.deliver(1, tag, "", "q", Map.of(), MemoryConnection.octets("a")));
            expect(
                    Level.WARN,
                    "the consumer of channel 1 came too late: channel 1 is closed: closed by the application with 200:"
                            + " closed by the application");
        }
    }

    @Test
    void anEndThatNobodyAskedFor() {
        try (var world = MemoryConnection.open()) {
            world.adapter.io(() -> world.broker.closeConnection(320, "CONNECTION_FORCED - maintenance", 0, 0));
            get(world.connection.closed());
            expect(
                    Level.WARN,
                    CONNECTION + " is closed for good: closed by the broker with 320 CONNECTION_FORCED - maintenance");
        }
    }
}
