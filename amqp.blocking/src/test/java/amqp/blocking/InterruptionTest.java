// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.CallInterruptedException;
import amqp.client.ConnectionOptions;
import amqp.memory.MemoryAdapter;
import amqp.testkit.Await;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A thread that is interrupted in a blocking call leaves nothing behind that nobody knows of. */
class InterruptionTest {
    private static final int PORT = 5672;

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);
    private final BlockingConnection connection = BlockingConnection.open(
            ConnectionOptions.builder().adapter(adapter).address("memory", PORT).build());

    @AfterEach
    void nothingWasAgainstTheRules() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    private static void await(BooleanSupplier condition) {
        Await.until(Duration.ofSeconds(20), condition, () -> "");
    }

    /** The status is set before, so that the wait ends at once. */
    private static void interrupted(Executable call) {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CallInterruptedException.class, call);
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt status is lost");
        }
    }

    private List<WireFrame.Method> received(String method) {
        return adapter.io(() -> broker.received().stream()
                .filter(frame ->
                        frame instanceof WireFrame.Method one && one.name().equals(method))
                .map(WireFrame.Method.class::cast)
                .toList());
    }

    @Test
    void aHundredInterruptedOpeningsLeaveNoChannel() {
        adapter.io(() -> broker.ignore("channel.open"));
        for (int i = 0; i < 100; i++) {
            interrupted(connection::openChannel);
        }
        await(() -> received("channel.open").size() == 100);
        for (WireFrame.Method open : received("channel.open")) {
            adapter.io(() -> broker.send(open.channel(), "channel.open-ok"));
        }
        await(() -> adapter.io(broker::openChannels).isEmpty());
        await(() -> received("channel.close").size() == 100);
        adapter.io(() -> broker.answerAsUsual("channel.open"));
        await(() -> {
            try (BlockingChannel channel = connection.openChannel()) {
                return channel.number() == 1;
            }
        });
    }

    @Test
    void anInterruptedConsumeLeavesNoConsumer() {
        BlockingChannel channel = connection.openChannel();
        channel.basicQos(10);
        adapter.io(() -> broker.ignore("basic.consume"));
        interrupted(() -> channel.consume("q", Duration.ofSeconds(1)));
        await(() -> received("basic.consume").size() == 1);
        adapter.io(() -> {
            broker.send(channel.number(), "basic.consume-ok", "tag");
            broker.deliver(channel.number(), "tag", "", "q", Map.of(), new byte[1]);
        });
        await(() -> received("basic.cancel").size() == 1);
        await(() -> adapter.io(() -> broker.unacked(channel.number())).equals(Set.of()));
    }

    @Test
    void anInterruptedGetLeavesNoMessage() {
        BlockingChannel channel = connection.openChannel();
        adapter.io(() -> broker.ignore("basic.get"));
        interrupted(() -> channel.basicGet("q"));
        await(() -> received("basic.get").size() == 1);
        WireFrame.Method get = received("basic.get").get(0);
        adapter.io(() -> broker.send(broker.getOk(get, "", "q", Map.of(), new byte[1])));
        await(() -> received("basic.reject").size() == 1);
    }

    /** It is closed all the same, and what it held goes back when the broker has answered. */
    @Test
    void anInterruptedCloseOfDeliveriesGivesBackWhatIsLeft() {
        BlockingChannel channel = connection.openChannel();
        Deliveries deliveries = channel.consume("q", Duration.ofSeconds(1));
        adapter.io(() -> broker.ignore("basic.cancel"));
        interrupted(deliveries::close);
        await(() -> received("basic.cancel").size() == 1);
        adapter.io(() -> {
            broker.deliver(channel.number(), deliveries.consumerTag(), "", "q", Map.of(), new byte[1]);
            broker.send(channel.number(), "basic.cancel-ok", deliveries.consumerTag());
        });
        await(() -> received("basic.nack").size() == 1);
    }
}
