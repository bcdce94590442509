// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.CallTimeoutException;
import amqp.client.ChannelOptions;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.DeliveryTagException;
import amqp.memory.MemoryAdapter;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Where the synchronous API says that something failed, and its commands for many messages and secrets. */
class SynchronousFailureTest {
    private static final int PORT = 5672;

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);
    private final BlockingConnection connection =
            BlockingConnection.open(options().callTimeout(Duration.ofSeconds(1)).build());
    private final BlockingChannel channel = connection.openChannel();

    @AfterEach
    void nothingWasAgainstTheRules() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    private ConnectionOptions.Builder options() {
        return ConnectionOptions.builder().adapter(adapter).address("memory", PORT);
    }

    /** The failure has the stack of the caller, and the one that another thread made is suppressed. */
    private static <F extends Throwable> F copiedHere(Class<F> kind, Executable call) {
        F failure = thrownHere(kind, call);
        Throwable original = failure.getSuppressed()[failure.getSuppressed().length - 1];
        assertNotSame(failure, original);
        assertEquals(kind, original.getClass());
        assertEquals(original.getMessage(), failure.getMessage());
        assertEquals(original.getCause(), failure.getCause());
        return failure;
    }

    private static <F extends Throwable> F thrownHere(Class<F> kind, Executable call) {
        F failure = assertThrows(kind, call);
        assertTrue(
                Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("thrownHere")),
                () -> Arrays.toString(failure.getStackTrace()));
        return failure;
    }

    @Test
    void aClosedChannelIsToldWhereItIsUsed() {
        adapter.io(() -> broker.refuseOnce("queue.declare", 406, "inequivalent arg"));
        assertEquals(
                406,
                copiedHere(ClosedException.class, () -> channel.queueDeclare("q"))
                        .replyCode());
    }

    @Test
    void aMissingAnswerIsToldWhereItIsAwaited() {
        adapter.io(() -> broker.ignore("queue.declare"));
        CallTimeoutException failure = copiedHere(CallTimeoutException.class, () -> channel.queueDeclare("q"));
        assertEquals(Duration.ofSeconds(1), failure.timeout());
    }

    @Test
    void aConnectionThatCannotBeOpenedIsToldWhereItIsOpened() {
        ConnectionOptions nowhere = options().address("memory", 1).build();
        copiedHere(ConnectionFailedException.class, () -> BlockingConnection.open(nowhere));
    }

    @Test
    void theEndOfAConsumerIsToldWhereItIsIterated() {
        Deliveries deliveries = channel.consume("q", Duration.ofSeconds(20));
        adapter.io(() -> broker.closeChannel(1, 541, "trouble", 0, 0));
        thrownHere(ClosedException.class, () -> deliveries.iterator().hasNext());
    }

    @Test
    void closingAConsumerGivesBackOnlyWhatIsStillOutstanding() {
        Deliveries deliveries = channel.consume("q", Duration.ofSeconds(20));
        adapter.io(() -> {
            for (int i = 0; i < 3; i++) {
                broker.deliver(1, deliveries.consumerTag(), "", "q", Map.of(), new byte[1]);
            }
        });
        assertTrue(deliveries.iterator().hasNext());
        channel.basicAck(0, true);
        deliveries.close();
        assertTrue(channel.isOpen());
        assertEquals(Set.of(), adapter.io(() -> broker.unacked(1)));
    }

    @Test
    void waitsForTheVerdictsOfMany() {
        channel.confirmSelect();
        adapter.io(() -> broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
        for (int i = 0; i < 3; i++) {
            channel.channel().publish("", "q", Message.of(new byte[1]));
        }
        adapter.io(() -> broker.ack(1, 2, true));
        copiedHere(CallTimeoutException.class, () -> channel.waitForConfirms(Duration.ofMillis(20)));
        adapter.io(() -> broker.nack(1, 3, false));
        channel.channel().publish("", "q", Message.of(new byte[1]));
        adapter.io(() -> broker.ack(1, 4, false));
        assertEquals(new ConfirmCounts(1, 0, 0, 0), channel.waitForConfirms(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThrows(IllegalArgumentException.class, () -> channel.waitForConfirms(Duration.ofSeconds(Long.MIN_VALUE)));
        BlockingChannel plain = connection.openChannel();
        assertThrows(IllegalStateException.class, () -> plain.waitForConfirms(Duration.ofSeconds(20)));
    }

    @Test
    void opensByNumberAndRenewsSecrets() {
        assertEquals(
                9,
                connection
                        .openChannel(ChannelOptions.builder().number(9).build())
                        .channel()
                        .number());
        connection.updateSecret(new byte[] {1}, "due");
        assertTrue(adapter.io(broker::receivedMethods).contains("connection.update-secret"));
        assertTrue(connection.isOpen());
    }

    @Test
    void noWaitReturnsAtOnce() {
        assertNull(channel.queueDeclare(QueueMethod.Declare.of("q").noWait(true)));
        assertEquals("q", channel.queueDeclare("q").queue());
        assertThrows(DeliveryTagException.class, () -> channel.basicAck(1, false));
        assertTrue(channel.isOpen());
        channel.basicQos(BasicMethod.Qos.of(1));
    }
}
