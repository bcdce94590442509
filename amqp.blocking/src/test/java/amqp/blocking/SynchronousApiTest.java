// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.CallInterruptedException;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.UnconfirmedException;
import amqp.codec.AmqpException;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.memory.MemoryAdapter;
import amqp.testkit.Await;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.WireFrame;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SynchronousApiTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int PORT = 5672;

    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final MemoryAdapter adapter = new MemoryAdapter().listen(PORT, broker);

    @AfterEach
    void nothingWasAgainstTheRules() {
        List<String> violations = adapter.io(broker::violations);
        adapter.close();
        assertEquals(List.of(), violations);
    }

    private ConnectionOptions.Builder options() {
        return ConnectionOptions.builder().adapter(adapter).address("memory", PORT);
    }

    private BlockingConnection open() {
        return BlockingConnection.open(options().build());
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Delivery delivery) {
        return new String(delivery.body(), StandardCharsets.UTF_8);
    }

    private void deliver(String consumerTag, int from, int to) {
        adapter.io(() -> {
            for (int i = from; i <= to; i++) {
                broker.deliver(1, consumerTag, "", "q", Map.of(), octets("" + i));
            }
        });
    }

    private Set<Long> unacked() {
        return adapter.io(() -> broker.unacked(1));
    }

    private static void await(BooleanSupplier condition) {
        Await.until(LONG, condition, () -> "it did not come to that");
    }

    private List<String> methods() {
        return adapter.io(broker::receivedMethods);
    }

    private static List<String> take(Deliveries deliveries, int most) {
        List<String> bodies = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            bodies.add(text(delivery));
            delivery.ack();
            if (bodies.size() == most) {
                break;
            }
        }
        return bodies;
    }

    @Test
    void bothAreNamedForTheLog() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            assertEquals("the connection to memory:5672", connection.toString());
            assertEquals("channel 1", channel.toString());
        }
    }

    @Test
    void publishesAndConsumes() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.queueDeclare("q");
            channel.confirmSelect();
            channel.publish("", "q", Message.of(BasicProperties.persistent(), octets("hello")));
            assertEquals("hello", adapter.io(() -> broker.publishes().get(0).text()));
            try (Deliveries deliveries = channel.consume("q", LONG)) {
                deliver(deliveries.consumerTag(), 1, 3);
                assertEquals(List.of("1", "2", "3"), take(deliveries, 3));
            }
            assertEquals(Set.of(), unacked());
            assertTrue(channel.isOpen() && channel.channel().isOpen());
        }
        assertTrue(adapter.io(broker::closed));
        assertTrue(methods().containsAll(List.of("basic.cancel", "channel.close", "connection.close")));
    }

    @Test
    void worksAroundAConnectionThatExistsAlready() throws Exception {
        Connection asynchronous =
                Connection.open(options().build()).toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        try (BlockingConnection connection = BlockingConnection.of(asynchronous)) {
            assertSame(asynchronous, connection.connection());
            assertEquals("q", connection.openChannel().queueDeclare("q").queue());
        }
        assertFalse(asynchronous.isOpen());
        assertThrows(NullPointerException.class, () -> BlockingConnection.of(null));
    }

    @Test
    void everyCommandIsAnswered() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.exchangeDeclare("x", "topic");
            channel.exchangeDeclare(ExchangeMethod.Declare.of("y", "fanout"));
            channel.exchangeBind(ExchangeMethod.Bind.of("x", "y"));
            channel.exchangeUnbind(ExchangeMethod.Unbind.of("x", "y"));
            channel.exchangeDelete(ExchangeMethod.Delete.of("x"));
            assertEquals("q", channel.queueDeclare(QueueMethod.Declare.of("q")).queue());
            assertFalse(channel.queueDeclare().queue().isEmpty());
            channel.queueBind(QueueMethod.Bind.of("q", "x"));
            channel.queueUnbind(QueueMethod.Unbind.of("q", "x"));
            assertEquals(0, channel.queuePurge(QueueMethod.Purge.of("q")).messageCount());
            assertEquals(0, channel.queueDelete(QueueMethod.Delete.of("q")).messageCount());
            channel.basicRecover(true);
            channel.txSelect();
            channel.txCommit();
            channel.txRollback();
            channel.basicCancel("nobody");
            assertEquals(Optional.empty(), channel.basicGet("q"));
            assertTrue(connection.connection().isOpen());
        }
    }

    @Test
    void everyShortFormIsAnswered() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.exchangeBind("x", "y", "k");
            channel.exchangeUnbind("x", "y", "k");
            channel.exchangeDelete("x");
            channel.queueBind("q", "x", "k");
            channel.queueUnbind("q", "x", "k");
            assertEquals(0, channel.queuePurge("q").messageCount());
            assertEquals(0, channel.queueDelete("q").messageCount());
            channel.basicQos(3);
            assertEquals(3, channel.prefetch().orElseThrow());
            assertEquals(Optional.empty(), channel.basicGet(BasicMethod.Get.of("q")));
            channel.confirmSelect();
            assertEquals(
                    Verdict.ACKED,
                    channel.publishConfirmed("", "q", Message.of("m"))
                            .toCompletableFuture()
                            .orTimeout(LONG.toSeconds(), TimeUnit.SECONDS)
                            .join());
            assertTrue(methods().containsAll(List.of("exchange.unbind", "queue.unbind", "queue.purge")));
        }
    }

    /** What a channel gives a stage for, the blocking channel waits for: the same names with the same parameters. */
    @Test
    void theBlockingChannelHasEveryCommandOfTheChannel() {
        Set<String> waiting = Arrays.stream(BlockingChannel.class.getMethods())
                .map(this::signature)
                .collect(Collectors.toSet());
        List<String> missing = Arrays.stream(Channel.class.getMethods())
                .filter(method -> method.getReturnType() == CompletionStage.class)
                .map(this::signature)
                .filter(signature -> !waiting.contains(signature))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "acknowledged[]",
                        "allConfirmed[class java.time.Duration]",
                        "publishAllConfirmed[class amqp.codec.method.BasicMethod$Publish, interface java.util.List]",
                        "writable[]"),
                missing); // see waitForConfirms, publish, publishAll
    }

    private String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    @Test
    void acknowledgesWhatItGot() {
        adapter.io(() -> broker.answer("basic.get", get -> broker.getOk(get, "", "q", Map.of(), octets("x"))));
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.basicAck(channel.basicGet("q").orElseThrow().deliveryTag(), false);
            channel.basicNack(channel.basicGet("q").orElseThrow().deliveryTag(), false, true);
            channel.basicReject(channel.basicGet("q").orElseThrow().deliveryTag(), true);
            await(() -> unacked().isEmpty());
        }
    }

    @Test
    void aPublishFailsByItsVerdict() {
        try (BlockingConnection connection = open()) {
            BlockingChannel channel = connection.openChannel();
            channel.confirmSelect();
            assertPublishFails(
                    channel, amqp.testkit.scripted.Verdict.NACK, Verdict.NACKED, "was refused by the broker");
            assertPublishFails(channel, amqp.testkit.scripted.Verdict.RETURN, Verdict.RETURNED, "no queue is bound");
            adapter.io(() -> broker.verdicts(publish -> {
                broker.closeConnection(541, "trouble", 0, 0);
                return amqp.testkit.scripted.Verdict.NONE;
            }));
            assertEquals(
                    Verdict.UNKNOWN,
                    assertThrows(PublishFailedException.class, () -> channel.publish("x", "k", Message.of(octets("m"))))
                            .verdict());
        }
    }

    @Test
    void aPublishWithoutAVerdictSaysWhatTheBrokerSaid() {
        try (BlockingConnection connection = open()) {
            assertClosedByPublish(connection, 404, "NOT_FOUND - no exchange 'x' in vhost '/'");
            assertClosedByPublish(
                    connection, 406, "PRECONDITION_FAILED - message size 17825792 is larger than configured max size");
            assertTrue(connection.isOpen());
        }
    }

    private void assertClosedByPublish(BlockingConnection connection, int code, String text) {
        BlockingChannel channel = connection.openChannel();
        channel.confirmSelect();
        adapter.io(() -> broker.verdicts(publish -> {
            broker.closeChannel(publish.channel(), code, text, 60, 40);
            return amqp.testkit.scripted.Verdict.NONE;
        }));
        PublishFailedException failure =
                assertThrows(PublishFailedException.class, () -> channel.publish("x", "k", Message.of("m")));
        assertEquals(Verdict.UNKNOWN, failure.verdict());
        assertTrue(failure.getMessage().contains(code + " " + text), failure.getMessage());
        assertEquals(
                code,
                assertInstanceOf(ClosedException.class, failure.getCause()).replyCode());
        assertFalse(channel.isOpen());
        channel.closed().toCompletableFuture().join();
        BlockingChannel other = connection.openChannel();
        other.confirmSelect();
        UnconfirmedException unconfirmed = assertInstanceOf(
                UnconfirmedException.class,
                assertThrows(
                                ExecutionException.class,
                                () -> other.publishConfirmed("x", "k", Message.of("m"))
                                        .toCompletableFuture()
                                        .get(LONG.toSeconds(), TimeUnit.SECONDS))
                        .getCause());
        assertEquals(code, unconfirmed.why().replyCode());
        assertTrue(unconfirmed.getMessage().contains(text), unconfirmed.getMessage());
        assertEquals(
                code,
                assertThrows(ClosedException.class, () -> channel.publish("x", "k", Message.of("m")))
                        .replyCode());
    }

    private void assertPublishFails(
            BlockingChannel channel, amqp.testkit.scripted.Verdict answer, Verdict verdict, String meaning) {
        adapter.io(() -> broker.verdicts(publish -> answer));
        PublishFailedException failure = assertThrows(
                PublishFailedException.class,
                () -> channel.publish(BasicMethod.Publish.of("x", "k").mandatory(true), Message.of(octets("m"))));
        assertEquals(verdict, failure.verdict());
        assertTrue(
                failure.getMessage().startsWith("the message for exchange \"x\" with routing key \"k\""),
                failure.getMessage());
        assertTrue(failure.getMessage().contains(meaning), failure.getMessage());
    }

    @Test
    void aVerdictHasALimit() {
        adapter.io(() -> broker.verdicts(publish -> amqp.testkit.scripted.Verdict.NONE));
        try (BlockingConnection connection =
                BlockingConnection.open(options().callTimeout(SHORT).build())) {
            BlockingChannel channel = connection.openChannel();
            channel.confirmSelect();
            assertThrows(CallTimeoutException.class, () -> channel.publish("", "q", Message.of(octets("m"))));
            adapter.io(() -> broker.ignore("queue.declare"));
            assertThrows(CallTimeoutException.class, () -> channel.queueDeclare("q"));
        }
    }

    @Test
    void withoutConfirmModeAPublishDoesNotWait() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.publish("", "q", Message.of(octets("m")));
            channel.queueDeclare("q");
            assertEquals(1, adapter.io(broker::publishes).size());
        }
    }

    @Test
    void anInterruptedCallKeepsTheStatusAndMayTakeEffect() throws Exception {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            channel.confirmSelect();
            adapter.io(() -> broker.ignore("queue.declare").verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
            assertInterrupted(() -> channel.publish("", "q", Message.of(octets("m"))));
            assertInterrupted(() -> channel.queueDeclare("q"));
            assertTrue(methods().contains("queue.declare"));
            adapter.io(() -> broker.send(1, "queue.declare-ok", "q", 0, 0));
        }
    }

    private static void assertInterrupted(Runnable call) throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            assertThrows(CallInterruptedException.class, call::run);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(task);
        thread.start();
        await(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
        assertTrue(task.get(20, TimeUnit.SECONDS));
    }

    @Test
    void anInterruptedOpeningIsGivenUp() throws Exception {
        adapter.io(() -> broker.silent(true));
        assertInterrupted(this::open);
        await(() -> adapter.transport().isEnded());
    }

    @Test
    void theIoThreadIsRefusedBeforeAnythingIsSent() {
        try (BlockingConnection connection = BlockingConnection.open(
                        options().dispatch(Dispatch.IO_THREAD).build());
                BlockingChannel channel = connection.openChannel()) {
            channel.confirmSelect();
            int before = methods().size();
            for (Runnable call : List.<Runnable>of(
                    () -> channel.queueDeclare("q"),
                    connection::openChannel,
                    channel::close,
                    connection::close,
                    () -> channel.publish("", "q", Message.of(octets("m"))))) {
                CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
                connection.connection().schedule(Duration.ZERO, () -> {
                    try {
                        call.run();
                        failure.complete(null);
                    } catch (RuntimeException e) {
                        failure.complete(e);
                    }
                });
                assertInstanceOf(
                        IllegalStateException.class,
                        failure.orTimeout(20, TimeUnit.SECONDS).join());
            }
            assertEquals(before, methods().size());
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void anIterationEndsWhenIdleAndGoesOnLater() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel();
                Deliveries deliveries = channel.consume("q", SHORT)) {
            deliver(deliveries.consumerTag(), 1, 2);
            assertEquals(List.of("1", "2"), take(deliveries, 9));
            Iterator<Delivery> none = deliveries.iterator();
            assertThrows(NoSuchElementException.class, none::next);
            deliver(deliveries.consumerTag(), 3, 4);
            assertEquals(List.of("3"), take(deliveries, 1));
            assertEquals(List.of("4"), take(deliveries, 9));
        }
    }

    @Test
    void whatWasLookedAtIsNotLost() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            Deliveries deliveries = channel.consume("q", LONG);
            deliver(deliveries.consumerTag(), 1, 2);
            assertTrue(deliveries.iterator().hasNext());
            assertEquals(List.of("1"), take(deliveries, 1));
            assertTrue(deliveries.iterator().hasNext());
            deliveries.close();
            await(() -> unacked().isEmpty());
            assertTrue(methods().contains("basic.nack"));
        }
    }

    @Test
    void closingGivesBackWhatNobodyTook() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            Deliveries deliveries = channel.consume("q", LONG);
            deliver(deliveries.consumerTag(), 1, 5);
            assertEquals(List.of("1", "2"), take(deliveries, 2));
            deliveries.close();
            await(() -> unacked().isEmpty());
            assertEquals(
                    3,
                    adapter.io(broker::receivedMethods).stream()
                            .filter("basic.nack"::equals)
                            .count());
            deliveries.close();
        }
    }

    @Test
    void whatCameWithoutTheNeedOfAnAcknowledgementIsOnlyForgotten() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            Deliveries deliveries = channel.consume(BasicMethod.Consume.of("q").noAck(true), LONG);
            deliver(deliveries.consumerTag(), 1, 3);
            deliveries.close();
            assertFalse(methods().contains("basic.nack"));
            assertFalse(methods().contains("basic.qos"));
        }
    }

    @Test
    void anInterruptedCloseStillGivesBack() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel()) {
            Deliveries deliveries = channel.consume("q", LONG);
            deliver(deliveries.consumerTag(), 1, 3);
            adapter.io(() -> broker.ignore("basic.cancel"));
            Thread.currentThread().interrupt();
            try {
                assertThrows(CallInterruptedException.class, deliveries::close);
            } finally {
                assertTrue(Thread.interrupted());
            }
            adapter.io(() -> broker.send(1, "basic.cancel-ok", deliveries.consumerTag()));
            await(() -> unacked().isEmpty());
        }
    }

    @Test
    void closingAfterTheChannelIsHarmless() {
        try (BlockingConnection connection = open()) {
            BlockingChannel channel = connection.openChannel();
            try (Deliveries deliveries = channel.consume("q", LONG)) {
                deliver(deliveries.consumerTag(), 1, 1);
                Iterator<Delivery> messages = deliveries.iterator();
                assertEquals("1", text(messages.next()));
                adapter.io(() -> broker.closeChannel(1, 406, "trouble", 0, 0));
                assertEquals(
                        406,
                        assertThrows(ClosedException.class, messages::hasNext).replyCode());
            }
            channel.close();
            assertFalse(channel.isOpen());
        }
    }

    @Test
    void anIterationEndsWithItsConsumer() {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel();
                Deliveries deliveries = channel.consume("q", LONG)) {
            adapter.io(() -> broker.cancelConsumer(1, deliveries.consumerTag()));
            assertThrows(AmqpException.class, () -> deliveries.iterator().hasNext());
        }
    }

    @Test
    void anInterruptedIterationLosesNothing() throws Exception {
        try (BlockingConnection connection = open();
                BlockingChannel channel = connection.openChannel();
                Deliveries deliveries = channel.consume("q", LONG)) {
            assertInterrupted(() -> deliveries.iterator().hasNext());
            deliver(deliveries.consumerTag(), 1, 1);
            assertEquals(List.of("1"), take(deliveries, 1));
        }
    }

    @Test
    void thePrefetchIs256UnlessChosen() {
        try (BlockingConnection connection = open();
                BlockingChannel first = connection.openChannel();
                BlockingChannel second = connection.openChannel()) {
            first.consume("q", LONG);
            second.basicQos(7);
            second.consume("q", LONG);
            assertEquals(
                    List.of(256L, 7L),
                    adapter.io(() -> broker.received().stream()
                            .filter(frame -> frame instanceof WireFrame.Method method
                                    && method.name().equals("basic.qos"))
                            .map(frame -> ((WireFrame.Method) frame).number("prefetch-count"))
                            .toList()));
        }
    }

    /** A full inbox stops the reading, which must not stop what the loop's body waits for. */
    @Test
    void aLoopOverLargeMessagesMayCallAndPublish() {
        try (BlockingConnection connection =
                        BlockingConnection.open(options().inboxBound(4000).build());
                BlockingChannel channel = connection.openChannel()) {
            channel.confirmSelect();
            try (Deliveries deliveries = channel.consume("q", LONG)) {
                adapter.io(() -> IntStream.range(0, 5)
                        .forEach(i -> broker.deliver(1, deliveries.consumerTag(), "", "q", Map.of(), new byte[3000])));
                await(() -> adapter.transport().isPaused());
                Delivery first = deliveries.iterator().next();
                channel.queueDeclare("q");
                channel.publish("", "q", Message.of(first.body()));
                first.ack();
            }
            await(() -> unacked().isEmpty());
        }
    }

    @Test
    void failuresAreThoseOfTheClient() {
        try (BlockingConnection connection = open()) {
            BlockingChannel channel = connection.openChannel();
            adapter.io(() -> broker.refuseOnce("queue.declare", 404, "no queue"));
            ClosedException failure = assertThrows(
                    ClosedException.class,
                    () -> channel.queueDeclare(QueueMethod.Declare.of("q").passive(true)));
            assertEquals(404, failure.replyCode());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> connection.openChannel().queueDeclare("q".repeat(256)));
        }
        ConnectionOptions nowhere = options().address("memory", 1).build();
        assertThrows(ConnectionFailedException.class, () -> BlockingConnection.open(nowhere));
        assertThrows(IllegalArgumentException.class, () -> BlockingConnection.open("amqp://"));
    }
}
