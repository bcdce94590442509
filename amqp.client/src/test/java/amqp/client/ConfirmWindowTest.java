// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bounding publishes without a verdict, and waiting for all of them. */
class ConfirmWindowTest {
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");

    private MemoryConnection world = MemoryConnection.open();
    private Channel channel = confirming(0);

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    private Channel confirming(int window) {
        Channel opened = get(world.connection.openChannel(
                ChannelOptions.builder().publishWindow(window).build()));
        get(opened.confirmSelect());
        world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
        return opened;
    }

    private void window(int publishes) {
        window(publishes, 16 << 20);
    }

    private void window(int publishes, long publishBuffer) {
        world.close();
        world = MemoryConnection.open(
                options -> options.recovery(RecoveryOptions.NONE).publishBuffer(publishBuffer));
        channel = confirming(publishes);
    }

    private void ack(long tag, boolean multiple) {
        world.adapter.io(() -> world.broker.ack(1, tag, multiple));
    }

    private boolean tryPublish() {
        return channel.tryPublish(TO_Q, Message.of(new byte[1]));
    }

    private int published() {
        return world.adapter.io(() -> world.broker.publishes().size());
    }

    @Test
    void thereIsAWindowByDefault() {
        Channel opened = get(world.connection.openChannel());
        get(opened.confirmSelect());
        Message message = Message.of(new byte[0]);
        int published = 0;
        while (published < 100_000 && opened.tryPublish(TO_Q, message)) {
            published++;
            if (published % 1000 == 0) { // so that nothing waits for the network
                int now = published;
                MemoryConnection.await(() -> published() == now, () -> published() + " were published");
            }
        }
        assertEquals(65_536, published);
        assertEquals(65_536, ChannelOptions.DEFAULT.publishWindow());
    }

    @Test
    void whatAFullWindowHoldsBackIsKeptAndGoesOutInOrder() {
        window(2);
        List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            verdicts.add(MemoryConnection.publishConfirmed(channel, Integer.toString(i)));
        }
        CompletionStage<ConfirmCounts> all = channel.allConfirmed(MemoryConnection.LONG);
        MemoryConnection.await(() -> published() == 2, () -> published() + " were published");
        ack(1, false);
        MemoryConnection.await(() -> published() == 3, () -> published() + " were published");
        world.adapter.io(() -> world.broker.nack(1, 3, true));
        MemoryConnection.await(() -> published() == 5, () -> published() + " were published");
        ack(5, true);
        assertEquals(Verdict.ACKED, get(verdicts.get(0)));
        assertEquals(Verdict.NACKED, get(verdicts.get(2)));
        assertEquals(Verdict.ACKED, get(verdicts.get(4)));
        assertEquals(new ConfirmCounts(3, 2, 0, 0), get(all));
        assertEquals(
                List.of("1", "2", "3", "4", "5"),
                world.adapter.io(() -> world.broker.publishes().stream()
                        .map(publish -> new String(publish.body(), java.nio.charset.StandardCharsets.UTF_8))
                        .toList()));
    }

    @Test
    void whatExceedsTheBoundIsRefusedThroughTheStage() {
        window(1, 10);
        MemoryConnection.publish(channel, "1");
        MemoryConnection.publish(channel, "0123456789");
        assertEquals(
                "no room to publish on channel 1: 1 publishes on channel 1 await the broker's verdict, as many as its"
                        + " window takes",
                failure(PublishBlockedException.class, MemoryConnection.publishConfirmed(channel, "3"))
                        .getMessage());
        assertThrows(PublishBlockedException.class, () -> MemoryConnection.publish(channel, "3"));
        ack(1, false);
        MemoryConnection.await(() -> published() == 2, () -> published() + " were published");
        assertEquals(2, published());
    }

    @Test
    void theEndOfTheChannelEndsWhatIsKept() {
        window(1);
        MemoryConnection.publish(channel, "1");
        CompletionStage<Verdict> second = MemoryConnection.publishConfirmed(channel, "2");
        world.adapter.io(() -> world.broker.closeChannel(1, 541, "trouble", 0, 0));
        assertEquals(541, failure(UnconfirmedException.class, second).why().replyCode());
    }

    @Test
    void theEndOfTheConnectionEndsWhatIsKept() {
        window(1);
        MemoryConnection.publish(channel, "1");
        CompletionStage<Verdict> second = MemoryConnection.publishConfirmed(channel, "2");
        world.connection.close();
        failure(UnconfirmedException.class, second);
    }

    @Test
    void tryingIsToldNotNowByAFullWindow() {
        window(1);
        assertTrue(tryPublish());
        assertFalse(tryPublish());
        List<Verdict> verdicts = new ArrayList<>();
        assertFalse(channel.tryPublishConfirmed(TO_Q, Message.of(new byte[1]), verdicts::add));
        ack(1, false);
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        assertTrue(channel.tryPublishConfirmed(TO_Q, Message.of(new byte[1]), verdict::complete));
        ack(2, false);
        assertEquals(Verdict.ACKED, get(verdict));
        assertEquals(List.of(), verdicts);
    }

    @Test
    void tryingIsToldNotNowByABlockedBrokerAndAFullBuffer() {
        assertTrue(tryPublish());
        world.adapter.io(() -> world.broker.block("disk"));
        assertFalse(tryPublish());
        world.adapter.io(() -> world.broker.unblock());
        world.transport().stuck(true);
        channel.publish(TO_Q, Message.of(new byte[5 << 20]));
        assertFalse(tryPublish());
        world.transport().stuck(false);
        MemoryConnection.await(this::tryPublish, () -> "still no room");
    }

    @Test
    void tryingOnAClosedChannelSaysWhy() {
        get(channel.close());
        assertThrows(ClosedException.class, this::tryPublish);
    }

    @Test
    void waitsForAllVerdictsAndCountsThem() {
        CompletableFuture<Verdict> first = new CompletableFuture<>();
        channel.publishConfirmed(TO_Q, Message.of(new byte[1]), first::complete);
        MemoryConnection.publish(channel, "unheard");
        CompletableFuture<ConfirmCounts> all =
                channel.allConfirmed(MemoryConnection.LONG).toCompletableFuture();
        ack(2, false);
        MemoryConnection.publish(channel, "later");
        assertFalse(all.isDone());
        world.adapter.io(() -> world.broker.nack(1, 1, false));
        assertEquals(new ConfirmCounts(1, 1, 0, 0), get(all));
        assertEquals(Verdict.NACKED, first.getNow(null), "callbacks of the publishes run before");
        ack(3, false);
        assertEquals(new ConfirmCounts(1, 0, 0, 0), get(channel.allConfirmed(MemoryConnection.LONG)));
        assertTrue(get(channel.allConfirmed(MemoryConnection.LONG)).allAcked());
    }

    @Test
    void theWaitHasALimit() {
        MemoryConnection.publish(channel, "m");
        CallTimeoutException failure = failure(CallTimeoutException.class, channel.allConfirmed(Duration.ofMillis(20)));
        assertEquals("the wait for confirms was not answered within 20 ms", failure.getMessage());
        ack(1, false);
        assertEquals(new ConfirmCounts(0, 0, 0, 0), get(channel.allConfirmed(MemoryConnection.LONG)));
    }

    /** One that times out, too, is told in turn: never while the callback of a publish runs. */
    @Test
    void theWaitStandsInLineWithTheCallbacksOfPublishes() {
        AtomicInteger inside = new AtomicInteger();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Integer> overlapping = new CompletableFuture<>();
        channel.publishConfirmed(TO_Q, Message.of(new byte[1]), verdict -> {
            inside.incrementAndGet();
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
            inside.decrementAndGet();
        });
        MemoryConnection.publish(channel, "never confirmed");
        ack(1, false);
        MemoryConnection.await(() -> inside.get() == 1, () -> "no callback");
        channel.allConfirmed(Duration.ofMillis(1), (counts, failure) -> overlapping.complete(inside.get()));
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        world.connection.schedule(Duration.ofMillis(20), () -> later.complete(true));
        get(later);
        release.countDown();
        assertEquals(0, get(overlapping));
    }

    @Test
    void aChannelThatClosesLeavesThemUnknown() {
        MemoryConnection.publish(channel, "m");
        var all = channel.allConfirmed(MemoryConnection.LONG);
        world.transport().breaks(new java.io.IOException("cable cut"));
        assertEquals(new ConfirmCounts(0, 0, 0, 1), get(all));
        failure(ClosedException.class, channel.allConfirmed(MemoryConnection.LONG));
    }

    /** Publishes until there is no room. */
    private int publishAsMayBe(PublishCallback callback, int most) {
        int before = published();
        int published = 0;
        while (published < most && channel.tryPublishConfirmed(TO_Q, Message.of(new byte[1]), callback)) {
            published++;
            int now = before + published;
            MemoryConnection.await(() -> published() >= now, () -> published() + " were published");
            // Whatever verdicts there are have been handed on.
            get(channel.queueDeclare("q"));
        }
        return published;
    }

    @Test
    void aCallbackThatIsStuckFillsTheWindow() {
        for (int window : new int[] {1, 2, 10}) {
            window(window);
            world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.ACK));
            CountDownLatch release = new CountDownLatch(1);
            AtomicInteger called = new AtomicInteger();
            CountDownLatch begun = new CountDownLatch(1);
            PublishCallback stuck = verdict -> {
                begun.countDown();
                MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
                called.incrementAndGet();
            };
            // The one that is being called, and as many that wait for their turn.
            assertEquals(1, publishAsMayBe(stuck, 1));
            MemoryConnection.await(() -> begun.getCount() == 0, () -> "no callback was called");
            assertEquals(window, publishAsMayBe(stuck, 100));
            assertEquals(
                    window
                            + " publishes on channel 1 await the broker's verdict or the turn of their callback, as many as"
                            + " its window takes",
                    channel.whyNotWritable());
            CompletionStage<Void> writable = channel.writable();
            List<CompletionStage<Verdict>> kept = new ArrayList<>();
            kept.add(MemoryConnection.publishConfirmed(channel, "kept 1"));
            kept.add(MemoryConnection.publishConfirmed(channel, "kept 2"));
            assertEquals(window + 1, published());
            release.countDown();
            get(writable);
            assertEquals(Verdict.ACKED, get(kept.get(0)));
            assertEquals(Verdict.ACKED, get(kept.get(1)));
            assertEquals(window + 1, called.get());
            assertTrue(tryPublish());
        }
    }

    @Test
    void whoSeesAVerdictFindsRoom() {
        window(1);
        world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.ACK));
        for (int i = 0; i < 1000; i++) {
            PublishStage stage = new PublishStage(channel.core().connection());
            assertTrue(channel.tryPublishConfirmed(TO_Q, Message.of(new byte[1]), stage));
            get(stage);
        }
    }

    @Test
    void anyNumberMayWaitForRoom() {
        window(1);
        assertTrue(tryPublish());
        List<CompletionStage<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            waiting.add(channel.writable());
        }
        waiting.get(7).toCompletableFuture().cancel(false);
        ack(1, false);
        for (int i = 0; i < waiting.size(); i++) {
            if (i != 7) {
                get(waiting.get(i));
            }
        }
        assertTrue(tryPublish());
        CompletionStage<Void> next = channel.writable();
        ack(2, false);
        get(next);
    }

    @Test
    void needsConfirmMode() {
        Channel plain = get(world.connection.openChannel());
        assertTrue(assertThrows(IllegalStateException.class, () -> plain.allConfirmed(MemoryConnection.LONG))
                .getMessage()
                .contains("call confirmSelect first"));
    }
}
