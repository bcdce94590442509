// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.client.dispatch.ReadingGate;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.connection.Event;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingGateTest {
    private static final byte[] BODY = new byte[4000];

    private final MemoryConnection world =
            MemoryConnection.open(options -> options.inboxBound(100_000).heartbeat(Duration.ofSeconds(1)));
    private final Channel channel = world.confirmingChannel();
    private final CountDownLatch release = new CountDownLatch(1);
    private final Queue<Delivery> taken = new ConcurrentLinkedQueue<>();

    @AfterEach
    void nothingWasAgainstTheRules() {
        release.countDown();
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private void flood(String tag, int messages) {
        world.adapter.io(() -> {
            for (int i = 0; i < messages; i++) {
                world.broker.deliver(1, tag, "", "q", Map.of(), BODY);
            }
        });
        MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
    }

    /** Takes nothing before it is released. */
    private String slowConsumer() {
        return get(channel.basicConsume("q", delivery -> {
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
            taken.add(delivery);
        }));
    }

    private int pending() {
        return world.adapter.io(world.broker::pending);
    }

    @Test
    void readingStopsForASlowConsumerAndGoesOn() {
        flood(slowConsumer(), 100);
        int left = pending();
        assertTrue(left > 250_000, () -> left + " bytes were left with the broker");
        release.countDown();
        MemoryConnection.await(() -> taken.size() == 100, () -> taken.size() + " were taken");
        assertFalse(world.transport().isPaused());
    }

    @Test
    void heartbeatsGoOnAndSilenceIsNoFault() {
        flood(slowConsumer(), 50);
        MemoryConnection.await(() -> heartbeats() >= 5, () -> heartbeats() + " heartbeats"); // more than two intervals
        assertTrue(world.connection.isOpen());
        assertTrue(world.transport().isPaused());
    }

    private long heartbeats() {
        return world.adapter.io(() -> world.broker.received().stream()
                .filter(WireFrame.Heartbeat.class::isInstance)
                .count());
    }

    @Test
    void aReplyComesThroughThoughTheConsumerWaitsForIt() {
        CompletableFuture<String> first = new CompletableFuture<>();
        String tag = get(channel.basicConsume("q", delivery -> {
            if (!first.isDone()) {
                MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
                first.complete(get(channel.queueDeclare("wanted")).queue());
            }
            taken.add(delivery);
        }));
        flood(tag, 50);
        assertEquals("wanted", get(first));
        MemoryConnection.await(() -> taken.size() == 50, () -> taken.size() + " were taken");
    }

    @Test
    void aVerdictComesThrough() {
        flood(slowConsumer(), 50);
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "x")));
    }

    @Test
    void nothingIsLetInWhileNothingIsAwaited() {
        flood(slowConsumer(), 50);
        int left = pending();
        CompletableFuture<Void> later = new CompletableFuture<>();
        world.connection.schedule(ReadingGate.PAUSE.multipliedBy(3), () -> later.complete(null));
        get(later);
        assertEquals(left, pending());
        assertEquals(1, world.transport().pauses());
    }

    @Test
    void closingIsNotHeldUp() {
        flood(slowConsumer(), 50);
        get(channel.close());
        get(world.connection.close());
    }

    @Test
    void whatWasNotTakenOfAClosedChannelCountsNoMore() {
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        flood(get(channel.basicConsume(BasicMethod.Consume.of("q").noAck(true), buffer)), 30);
        get(channel.close());
        MemoryConnection.await(() -> !world.transport().isPaused(), () -> "reading is still stopped");
        assertFalse(buffer.drain().isEmpty());
        assertFalse(world.transport().isPaused());
    }

    private static final Map<String, Object> LARGE_HEADERS = Map.of("headers", Map.of("h", "x".repeat(4000)));

    private void floodWithHeaders(String tag) {
        world.adapter.io(() -> {
            for (int i = 0; i < 100; i++) {
                world.broker.deliver(1, tag, "", "q", LARGE_HEADERS, new byte[0]);
            }
        });
        MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
        assertTrue(pending() > 250_000, () -> pending() + " bytes were left with the broker");
    }

    @Test
    void headersOfEmptyMessagesCount() {
        floodWithHeaders(slowConsumer());
        release.countDown();
        MemoryConnection.await(() -> taken.size() == 100, () -> taken.size() + " were taken");
        assertFalse(world.transport().isPaused());
    }

    @Test
    void headersOfEmptyMessagesInABufferCount() throws Exception {
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        floodWithHeaders(get(channel.basicConsume("q", buffer)));
        for (int i = 0; i < 100; i++) {
            assertTrue(buffer.poll(MemoryConnection.LONG).isPresent());
        }
        assertFalse(world.transport().isPaused());
    }

    @Test
    void headersOfReturnedMessagesCount() {
        CountDownLatch allReturned = new CountDownLatch(100);
        channel.onReturn(returned -> {
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
            allReturned.countDown();
        });
        world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.RETURN));
        Message message = Message.of(new byte[0]).header("h", "x".repeat(4000));
        for (int i = 0; i < 100; i++) {
            channel.publishConfirmed(BasicMethod.Publish.of("", "q").mandatory(true), message);
        }
        MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
        release.countDown();
        MemoryConnection.await(() -> allReturned.getCount() == 0, () -> "some did not come back");
        assertFalse(world.transport().isPaused());
    }

    @Test
    void methodsAndEventsThatCallbacksAwaitCount() {
        for (boolean ofChannel : List.of(true, false)) {
            CountDownLatch go = new CountDownLatch(1);
            Queue<Object> called = new ConcurrentLinkedQueue<>();
            Consumer<Object> slow = what -> {
                MemoryConnection.await(() -> go.getCount() == 0, () -> "not released");
                called.add(what);
            };
            Cancellable registered = ofChannel
                    ? world.connection.callbacks().register(Trigger.on(channel, ChannelMethod.Flow.class), slow)
                    : world.connection.callbacks().register(Trigger.of(0, Event.Blocked.class), slow);
            world.adapter.io(() -> {
                for (int i = 0; i < 3000; i++) {
                    if (ofChannel) {
                        world.broker.send(1, "channel.flow", true);
                    } else {
                        world.broker.block("disk");
                        world.broker.unblock();
                    }
                }
            });
            MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
            go.countDown();
            MemoryConnection.await(() -> called.size() == 3000, () -> called.size() + " were told");
            MemoryConnection.await(() -> !world.transport().isPaused(), () -> "reading is still stopped");
            registered.cancel();
        }
    }

    @Test
    void theMessageOfAGetCounts() {
        world.adapter.io(() ->
                world.broker.answer("basic.get", get -> world.broker.getOk(get, "", "q", Map.of(), new byte[150_000])));
        channel.basicGet(
                BasicMethod.Get.of("q"),
                (got, failure) -> MemoryConnection.await(() -> release.getCount() == 0, () -> "not released"));
        MemoryConnection.await(() -> world.transport().isPaused(), () -> "reading goes on");
        release.countDown();
        MemoryConnection.await(() -> !world.transport().isPaused(), () -> "reading is still stopped");
    }
}
