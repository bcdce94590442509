// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import amqp.testkit.wire.Content;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishTest {
    private static final BasicMethod.Publish TO_QUEUE = BasicMethod.Publish.of("", "q");

    private final MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private List<Publish> publishes() {
        return world.adapter.io(world.broker::publishes);
    }

    @Test
    void firesAndForgets() {
        Channel channel = world.channel();
        byte[] body = MemoryConnection.octets("first");
        channel.publish("x", "k", Message.of(BasicProperties.persistent(), body));
        Arrays.fill(body, (byte) '?'); // the caller's again
        channel.publish(TO_QUEUE.mandatory(true), Message.of(new byte[0]));
        Content first = world.adapter.io(() -> world.broker.script().expectPublish(1));
        assertEquals("first", first.text());
        assertEquals(2L, first.properties().get("delivery-mode"));
        assertEquals(
                "x k", first.method().text("exchange") + " " + first.method().text("routing-key"));
        assertTrue(world.adapter
                .io(() -> world.broker.script().expectPublish(1))
                .method()
                .flag("mandatory"));
    }

    @Test
    void tellsEachVerdict() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> switch (publish.text()) {
            case "ack" -> amqp.testkit.scripted.Verdict.ACK;
            case "nack" -> amqp.testkit.scripted.Verdict.NACK;
            case "return" -> amqp.testkit.scripted.Verdict.RETURN;
            default -> amqp.testkit.scripted.Verdict.NONE;
        }));
        CompletableFuture<Returned> returned = new CompletableFuture<>();
        channel.onReturn(returned::complete);
        CompletionStage<Verdict> unknown = MemoryConnection.publishConfirmed(channel, "nothing");
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "ack")));
        assertEquals(Verdict.NACKED, get(MemoryConnection.publishConfirmed(channel, "nack")));
        assertEquals(
                Verdict.RETURNED,
                get(channel.publishConfirmed(TO_QUEUE.mandatory(true), Message.of(MemoryConnection.octets("return")))));
        assertEquals(
                "312 NO_ROUTE  q return",
                get(returned.thenApply(message -> message.replyCode() + " "
                        + message.replyText() + " " + message.exchange() + " " + message.routingKey() + " "
                        + message.message().text())));
        assertFalse(unknown.toCompletableFuture().isDone());
        world.transport().breaks(new java.io.IOException("cable cut"));
        ClosedException why = failure(UnconfirmedException.class, unknown).why();
        assertEquals(
                "cable cut",
                assertInstanceOf(CloseReason.TransportLost.class, why.reason())
                        .cause()
                        .getMessage());
    }

    @Test
    void oneCallbackHearsAllVerdictsInOrder() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish ->
                publish.sequence() % 2 == 0 ? amqp.testkit.scripted.Verdict.NACK : amqp.testkit.scripted.Verdict.ACK));
        Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 4; i++) {
            channel.publishConfirmed(TO_QUEUE, Message.of(new byte[1]), verdicts::add);
        }
        MemoryConnection.await(() -> verdicts.size() == 4, verdicts::toString);
        assertEquals(List.of(Verdict.ACKED, Verdict.NACKED, Verdict.ACKED, Verdict.NACKED), List.copyOf(verdicts));
    }

    @Test
    void callbacksHearWhyThereIsNoVerdict() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> amqp.testkit.scripted.Verdict.NONE));
        Queue<ClosedException> reasons = new ConcurrentLinkedQueue<>();
        PublishCallback callback = new PublishCallback() {
            @Override
            public void settled(Verdict verdict) {
                throw new AssertionError(verdict);
            }

            @Override
            public void unknown(ClosedException why) {
                reasons.add(why);
            }
        };
        channel.publishConfirmed(TO_QUEUE, Message.of(new byte[1]), callback);
        channel.publishConfirmed(TO_QUEUE, Message.of(new byte[1]), callback);
        MemoryConnection.await(() -> publishes().size() == 2, () -> "publishes");
        world.adapter.io(() -> world.broker.closeChannel(1, 404, "NOT_FOUND - no exchange", 60, 40));
        MemoryConnection.await(() -> reasons.size() == 2, reasons::toString);
        assertEquals(404, reasons.remove().replyCode());
    }

    @Test
    void needsConfirmModeForAVerdict() {
        Channel channel = world.channel();
        IllegalStateException failure =
                assertThrows(IllegalStateException.class, () -> MemoryConnection.publishConfirmed(channel, "x"));
        assertTrue(failure.getMessage().contains("confirmSelect"), failure.getMessage());
        get(channel.queueDeclare("q"));
        assertEquals(List.of(), publishes());
    }

    @Test
    void whatWasNeverSentIsUnknownAndHeardWhereTheChannelIsHeard() {
        Channel channel = world.channel(Dispatch.IO_THREAD);
        get(channel.confirmSelect());
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        channel.queueDeclare("q"); // everything after it waits
        CompletableFuture<Boolean> onIoThread = new CompletableFuture<>();
        channel.publishConfirmed(TO_QUEUE, Message.of(new byte[1]), verdict -> {
            assertEquals(Verdict.UNKNOWN, verdict);
            onIoThread.complete(world.adapter.onIoThread());
        });
        world.adapter.io(() -> world.broker.closeChannel(1, 541, "trouble", 0, 0));
        assertTrue(get(onIoThread));
        assertEquals(List.of(), publishes());
    }

    @Test
    void whatCannotBeSentIsTheCallersFaultAndLeavesTheChannelUsable() {
        Channel channel = world.confirmingChannel();
        BasicMethod.Publish longKey = BasicMethod.Publish.of("", "k".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> channel.publish(longKey, Message.of(new byte[1])));
        BasicProperties large = BasicProperties.builder()
                .headers(FieldTable.of(Map.of("h", "v".repeat(140_000))))
                .build();
        assertThrows(
                IllegalArgumentException.class,
                () -> channel.publishConfirmed(TO_QUEUE, Message.of(large, new byte[1])));
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "good")));
        assertEquals(1, publishes().size());
    }

    @Test
    void splitsLargeBodies() {
        Channel channel = world.confirmingChannel();
        byte[] body = new byte[500_000];
        new java.util.Random(1).nextBytes(body);
        assertEquals(Verdict.ACKED, get(channel.publishConfirmed(TO_QUEUE, Message.of(body))));
        assertTrue(Arrays.equals(body, publishes().get(0).body()));
    }

    @Test
    void eightThreadsShareAChannel() throws Exception {
        Channel channel = world.confirmingChannel();
        List<CompletionStage<Verdict>> verdicts = java.util.Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            String name = "thread " + i + " ";
            threads.execute(() -> {
                for (int n = 0; n < 200; n++) {
                    verdicts.add(MemoryConnection.publishConfirmed(channel, name + n));
                }
            });
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        assertEquals(1600, verdicts.size());
        for (CompletionStage<Verdict> verdict : verdicts) {
            assertEquals(Verdict.ACKED, get(verdict));
        }
        for (int i = 0; i < 8; i++) {
            String name = "thread " + i + " ";
            List<String> itsOwn = publishes().stream()
                    .map(Publish::text)
                    .filter(text -> text.startsWith(name))
                    .toList();
            assertEquals(200, itsOwn.size());
            for (int n = 0; n < 200; n++) {
                assertEquals(name + n, itsOwn.get(n));
            }
        }
    }

    @Test
    void aBlockingCallInAVerdictCallbackWorks() {
        Channel channel = world.confirmingChannel();
        CompletionStage<String> queue = MemoryConnection.publishConfirmed(channel, "x")
                .thenApply(verdict -> get(channel.queueDeclare("q")).queue());
        assertEquals("q", get(queue));
    }

    @Test
    void aFailingCallbackEndsNothing() {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel channel = world.channel(dispatch);
            get(channel.confirmSelect());
            channel.publishConfirmed(TO_QUEUE, Message.of(new byte[1]), verdict -> {
                throw new IllegalStateException("contained");
            });
            assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "next")));
        }
    }

    @Test
    void knowsNothingOfAClosedChannel() {
        Channel channel = world.confirmingChannel();
        get(channel.close());
        failure(ClosedException.class, MemoryConnection.publishConfirmed(channel, "x"));
        assertThrows(ClosedException.class, () -> MemoryConnection.publish(channel, "x"));
        failure(ClosedException.class, channel.confirmSelect());
    }
}
