// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.Dispatch;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.memory.MemoryAdapter;
import amqp.testkit.scripted.ScriptedBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program registers with a blocking channel or connection runs on the executor, and may wait there. */
class BlockingCallbacksTest {
    private static final int PORT = 5672;
    private static final BasicMethod.Publish MANDATORY =
            BasicMethod.Publish.of("", "q").mandatory(true);

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);
    private final BlockingConnection connection = BlockingConnection.open(ConnectionOptions.builder()
            .adapter(adapter)
            .address("memory", PORT)
            .dispatch(Dispatch.IO_THREAD) // of the connection; a blocking channel has its own
            .build());
    private final BlockingChannel channel = connection.openChannel();
    private final BlockingQueue<Object> results = new LinkedBlockingQueue<>();

    @AfterEach
    void nothingWasAgainstTheRules() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    private void result(Object expected) throws InterruptedException {
        assertEquals(expected, results.poll(20, TimeUnit.SECONDS));
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Waits for the broker, which the I/O thread must not and could not. */
    private void call(String text) {
        assertFalse(adapter.onIoThread());
        results.add(channel.queueDeclare(text).queue());
    }

    private void deliver(String consumerTag, String text) {
        adapter.io(() -> broker.deliver(1, consumerTag, "", "q", Map.of(), text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aHandlerMayWaitOnItsOwnChannel() throws InterruptedException {
        String first = channel.basicConsume("q", delivery -> {
            call(delivery.message().text());
            delivery.ack();
        });
        String second = channel.basicConsume(
                BasicMethod.Consume.of("q").noAck(true),
                delivery -> call(delivery.message().text()));
        deliver(first, "one");
        deliver(second, "two");
        result("one");
        result("two");
        channel.basicCancel(first);
        channel.basicCancel(second);
        channel.queueDeclare("q");
        assertEquals(0, adapter.io(() -> broker.unacked(1)).size());
    }

    @Test
    void theListenerOfReturnedMessagesMayWaitOnItsOwnChannel() throws InterruptedException {
        channel.onReturn(returned -> call(returned.message().text()));
        channel.confirmSelect();
        adapter.io(() -> broker.verdicts(any -> amqp.testkit.scripted.Verdict.RETURN));
        assertEquals(
                Verdict.RETURNED,
                assertThrows(PublishFailedException.class, () -> channel.publish(MANDATORY, Message.of("here")))
                        .verdict());
        result("here");
    }

    @Test
    void listenersOfTheConnectionMayWait() throws InterruptedException {
        ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                call(reason);
            }
        };
        connection.addListener(listener);
        adapter.io(() -> broker.send(0, "connection.blocked", "low on memory"));
        result("low on memory");
        connection.removeListener(listener);
        adapter.io(() -> broker.send(0, "connection.unblocked"));
        channel.queueDeclare("q");
        assertEquals(0, results.size());
    }

    @Test
    void theEndIsTold() {
        assertEquals(ConnectionState.OPEN, connection.state());
        assertEquals(1, channel.number());
        channel.close(200, "done");
        assertEquals(new CloseReason.ByApplication(200, "done"), get(channel.closed()));
        connection.close(320, "bye");
        assertEquals(new CloseReason.ByApplication(320, "bye"), get(connection.closed()));
        assertEquals(ConnectionState.CLOSED, connection.state());
    }
}
