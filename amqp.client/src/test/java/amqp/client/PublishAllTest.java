// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many messages a call. */
class PublishAllTest {
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");
    private static final ConfirmCounts NOTHING = new ConfirmCounts(0, 0, 0, 0);

    private MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    private void open(UnaryOperator<ConnectionOptions.Builder> options) {
        world.close();
        world = MemoryConnection.open(more -> options.apply(more.recovery(RecoveryOptions.NONE)));
    }

    private Channel confirming(int window) {
        Channel channel = get(world.connection.openChannel(
                ChannelOptions.builder().publishWindow(window).build()));
        get(channel.confirmSelect());
        return channel;
    }

    private void verdicts(amqp.testkit.scripted.Verdict verdict) {
        world.adapter.io(() -> world.broker.verdicts(any -> verdict));
    }

    private static List<Message> messages(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> Message.of(Integer.toString(i)))
                .toList();
    }

    private List<Publish> publishes() {
        return world.adapter.io(() -> List.copyOf(world.broker.publishes()));
    }

    private List<String> published() {
        return publishes().stream().map(Publish::text).toList();
    }

    private void awaitPublished(int count) {
        MemoryConnection.await(() -> publishes().size() == count, () -> "published: " + published());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void publishesAllInOrderAndCopiesTheBodies() {
        Channel channel = world.channel();
        byte[] body = MemoryConnection.octets("1");
        channel.publishAll(TO_Q, List.of(Message.of(body), Message.of("2")));
        Arrays.fill(body, (byte) '?'); // the caller's again
        MemoryConnection.publish(channel, "3");
        assertEquals(1, channel.tryPublishAll(TO_Q, messages(4, 4)));
        awaitPublished(4);
        assertEquals(numbers(1, 4), published());
    }

    @Test
    void noMessagesAreNoTrouble() {
        Channel channel = world.confirmingChannel();
        channel.publishAll(TO_Q, List.of());
        assertEquals(0, channel.tryPublishAll(TO_Q, List.of()));
        assertEquals(NOTHING, get(channel.publishAllConfirmed(TO_Q, List.of())));
        assertEquals(NOTHING, get(channel.allConfirmed(MemoryConnection.LONG)));
        assertEquals(List.of(), publishes());
    }

    @Test
    void messagesMayDifferInTheirProperties() {
        Channel channel = world.channel();
        channel.publishAll(
                TO_Q,
                List.of(
                        Message.of("1").type("a"),
                        Message.of("2"),
                        Message.of("3").persistent()));
        awaitPublished(3);
        assertEquals(numbers(1, 3), published());
        assertEquals("a", publishes().get(0).content().properties().get("type"));
        assertEquals(Map.of(), publishes().get(1).content().properties());
        assertEquals(2L, publishes().get(2).content().properties().get("delivery-mode"));
    }

    @Test
    void splitsLargeBodies() {
        Channel channel = world.confirmingChannel();
        byte[] body = new byte[500_000];
        new java.util.Random(1).nextBytes(body);
        List<Message> messages = List.of(Message.of("1"), Message.of(body), Message.of(new byte[0]), Message.of("4"));
        assertEquals(new ConfirmCounts(4, 0, 0, 0), get(channel.publishAllConfirmed(TO_Q, messages)));
        assertTrue(Arrays.equals(body, publishes().get(1).body()));
        assertEquals(0, publishes().get(2).body().length);
        assertEquals("4", publishes().get(3).text());
    }

    @Test
    void countsTheVerdictOfEach() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> switch (publish.text()) {
            case "2" -> amqp.testkit.scripted.Verdict.NACK;
            case "3" -> amqp.testkit.scripted.Verdict.RETURN;
            default -> amqp.testkit.scripted.Verdict.ACK;
        }));
        CompletableFuture<String> returned = new CompletableFuture<>();
        channel.onReturn(message -> returned.complete(message.message().text()));
        assertEquals(
                new ConfirmCounts(2, 1, 1, 0), get(channel.publishAllConfirmed(TO_Q.mandatory(true), messages(1, 4))));
        assertEquals("3", get(returned));
        assertEquals(new ConfirmCounts(2, 1, 1, 0), get(channel.allConfirmed(MemoryConnection.LONG)));
    }

    @Test
    void oneCallbackHearsAllVerdictsInOrder() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish ->
                publish.sequence() % 2 == 0 ? amqp.testkit.scripted.Verdict.NACK : amqp.testkit.scripted.Verdict.ACK));
        Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        channel.publishAllConfirmed(TO_Q, messages(1, 2), verdicts::add);
        assertEquals(2, channel.tryPublishAllConfirmed(TO_Q, messages(3, 4), verdicts::add));
        MemoryConnection.await(() -> verdicts.size() == 4, verdicts::toString);
        assertEquals(List.of(Verdict.ACKED, Verdict.NACKED, Verdict.ACKED, Verdict.NACKED), List.copyOf(verdicts));
    }

    @Test
    void whatExceedsTheWindowIsKeptAndGoesOutInOrder() {
        Channel channel = confirming(2);
        verdicts(amqp.testkit.scripted.Verdict.NONE);
        CompletionStage<ConfirmCounts> all = channel.publishAllConfirmed(TO_Q, messages(1, 5));
        awaitPublished(2);
        world.adapter.io(() -> world.broker.ack(1, 2, true));
        awaitPublished(4);
        world.adapter.io(() -> world.broker.nack(1, 4, true));
        awaitPublished(5);
        world.adapter.io(() -> world.broker.ack(1, 5, true));
        assertEquals(new ConfirmCounts(3, 2, 0, 0), get(all));
        assertEquals(numbers(1, 5), published());
    }

    @Test
    void tryingTakesAsManyAsTheWindow() {
        Channel channel = confirming(3);
        verdicts(amqp.testkit.scripted.Verdict.NONE);
        List<Message> messages = messages(1, 5);
        Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        assertEquals(3, channel.tryPublishAllConfirmed(TO_Q, messages, verdicts::add));
        assertEquals(0, channel.tryPublishAllConfirmed(TO_Q, messages.subList(3, 5), verdicts::add));
        CompletionStage<Void> writable = channel.writable();
        world.adapter.io(() -> world.broker.ack(1, 3, true));
        get(writable);
        assertEquals(2, channel.tryPublishAllConfirmed(TO_Q, messages.subList(3, 5), verdicts::add));
        awaitPublished(5);
        assertEquals(numbers(1, 5), published());
        world.adapter.io(() -> world.broker.ack(1, 5, true));
        MemoryConnection.await(() -> verdicts.size() == 5, verdicts::toString);
    }

    @Test
    void tryingStopsAtTheHighWaterMarkAndForABlockedBroker() {
        open(options -> options.waterMarks(30_000, 10_000));
        Channel channel = world.channel();
        world.transport().stuck(true);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            messages.add(Message.of(new byte[10_000]));
        }
        assertEquals(3, channel.tryPublishAll(TO_Q, messages));
        world.transport().stuck(false);
        get(channel.writable());
        world.adapter.io(() -> world.broker.block("disk"));
        assertEquals(0, channel.tryPublishAll(TO_Q, messages));
        assertEquals(3, publishes().size());
    }

    @Test
    void asksForRoomOnce() {
        open(options -> options.waterMarks(30_000, 10_000).publishBuffer(30_000));
        Channel channel = world.channel();
        world.transport().stuck(true);
        List<Message> messages =
                List.of(Message.of(new byte[20_000]), Message.of(new byte[20_000]), Message.of(new byte[20_000]));
        channel.publishAll(TO_Q, messages);
        assertThrows(PublishBlockedException.class, () -> channel.publishAll(TO_Q, messages));
        channel.publishAll(TO_Q, List.of()); // nothing needs no room
        world.transport().stuck(false);
        get(channel.queueDeclare("q"));
        assertEquals(3, publishes().size());
        channel.publishAll(TO_Q, messages);
        awaitPublished(6);
    }

    @Test
    void whatIsRefusedIsRefusedAsAWhole() {
        open(options -> options.publishBuffer(10));
        Channel channel = confirming(1);
        verdicts(amqp.testkit.scripted.Verdict.NONE);
        CompletionStage<ConfirmCounts> first = channel.publishAllConfirmed(TO_Q, messages(1, 3));
        failure(PublishBlockedException.class, channel.publishAllConfirmed(TO_Q, messages(4, 5)));
        Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
        assertThrows(
                PublishBlockedException.class, () -> channel.publishAllConfirmed(TO_Q, messages(4, 5), verdicts::add));
        for (int tag = 1; tag <= 3; tag++) {
            awaitPublished(tag);
            int settled = tag;
            world.adapter.io(() -> world.broker.ack(1, settled, false));
        }
        assertEquals(new ConfirmCounts(3, 0, 0, 0), get(first));
        assertEquals(numbers(1, 3), published());
        assertEquals(List.of(), List.copyOf(verdicts));
    }

    @Test
    void whatCannotBeSentIsTheCallersFaultAndNothingIsSent() {
        Channel channel = world.confirmingChannel();
        BasicProperties large = BasicProperties.builder()
                .headers(FieldTable.of(Map.of("h", "v".repeat(140_000))))
                .build();
        List<Message> messages = List.of(Message.of("1"), Message.of(large, new byte[1]), Message.of("3"));
        assertThrows(IllegalArgumentException.class, () -> channel.publishAll(TO_Q, messages));
        assertThrows(IllegalArgumentException.class, () -> channel.tryPublishAll(TO_Q, messages));
        assertThrows(IllegalArgumentException.class, () -> channel.publishAllConfirmed(TO_Q, messages));
        BasicMethod.Publish longKey = BasicMethod.Publish.of("", "k".repeat(256));
        assertThrows(IllegalArgumentException.class, () -> channel.publishAll(longKey, messages(1, 3)));
        assertEquals(new ConfirmCounts(1, 0, 0, 0), get(channel.publishAllConfirmed(TO_Q, messages(7, 7))));
        assertEquals(List.of("7"), published());
    }

    @Test
    void needsConfirmModeForVerdicts() {
        Channel channel = world.channel();
        assertThrows(IllegalStateException.class, () -> channel.publishAllConfirmed(TO_Q, messages(1, 2)));
        assertThrows(
                IllegalStateException.class, () -> channel.tryPublishAllConfirmed(TO_Q, messages(1, 2), verdict -> {}));
        get(channel.queueDeclare("q"));
        assertEquals(List.of(), publishes());
    }

    @Test
    void aChannelThatClosesInTheMiddleLeavesTheRestUnknown() {
        Channel channel = confirming(2);
        verdicts(amqp.testkit.scripted.Verdict.NONE);
        CompletionStage<ConfirmCounts> all = channel.publishAllConfirmed(TO_Q, messages(1, 5));
        awaitPublished(2);
        world.adapter.io(() -> world.broker.ack(1, 1, false));
        awaitPublished(3);
        world.adapter.io(() -> world.broker.closeChannel(1, 404, "NOT_FOUND - no exchange", 60, 40));
        assertEquals(new ConfirmCounts(1, 0, 0, 4), get(all));
    }

    @Test
    void aClosedChannelTakesNothing() {
        Channel channel = world.confirmingChannel();
        get(channel.close());
        assertThrows(ClosedException.class, () -> channel.publishAll(TO_Q, messages(1, 2)));
        assertThrows(ClosedException.class, () -> channel.tryPublishAll(TO_Q, messages(1, 2)));
        failure(ClosedException.class, channel.publishAllConfirmed(TO_Q, messages(1, 2)));
    }

    @Test
    void aBatchBehindACommandWaitsForItsTurn() {
        Channel channel = world.channel();
        world.adapter.io(() -> world.broker.ignore("queue.declare"));
        channel.queueDeclare("q");
        channel.publishAll(TO_Q, messages(1, 3));
        MemoryConnection.await(
                () -> world.adapter.io(() -> world.broker.receivedMethods()).contains("queue.declare"),
                () -> "declare");
        assertEquals(List.of(), published());
        world.adapter.io(() -> world.broker.send(1, "queue.declare-ok", "q", 0, 0));
        awaitPublished(3);
        assertEquals(numbers(1, 3), published());
    }

    @Test
    void aLossEndsItAsUnknownOrPublishesItAgain() {
        for (LostPublishes policy : LostPublishes.values()) {
            RecoveryOptions recovery =
                    Losses.SOON.toBuilder().lostPublishes(policy).build();
            try (Losses losses = new Losses(recovery)) {
                Channel channel = get(losses.connection.openChannel());
                get(channel.confirmSelect());
                losses.adapter.io(() -> losses.broker().verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
                CompletionStage<ConfirmCounts> all = channel.publishAllConfirmed(TO_Q, messages(1, 5));
                losses.adapter.io(() -> losses.broker().ack(1, 2, true));
                losses.loseAndRecover();
                boolean again = policy == LostPublishes.REPUBLISH;
                assertEquals(again ? new ConfirmCounts(5, 0, 0, 0) : new ConfirmCounts(2, 0, 0, 3), get(all));
                assertEquals(
                        again ? numbers(3, 5) : List.of(),
                        losses.adapter.io(() -> losses.broker().publishes().stream()
                                .map(Publish::text)
                                .toList()));
            }
        }
    }

    @Test
    void whileTheConnectionIsAwayTheOptionsSayWhatHappens() {
        for (WhileDisconnected policy : WhileDisconnected.values()) {
            RecoveryOptions recovery =
                    Losses.SOON.toBuilder().whileDisconnected(policy).build();
            try (Losses losses = new Losses(recovery)) {
                Channel channel = get(losses.connection.openChannel());
                get(channel.confirmSelect());
                losses.gone();
                losses.lose();
                MemoryConnection.await(
                        () -> losses.heard.contains(ConnectionState.RECONNECTING), losses.heard::toString);
                CompletionStage<ConfirmCounts> all = channel.publishAllConfirmed(TO_Q, messages(1, 3));
                switch (policy) {
                    case FAIL -> failure(ClosedException.class, all);
                    case WAIT -> failure(PublishBlockedException.class, all);
                    case BUFFER -> {
                        assertFalse(all.toCompletableFuture().isDone());
                        losses.listen();
                        assertEquals(new ConfirmCounts(3, 0, 0, 0), get(all));
                    }
                }
            }
        }
    }
}
