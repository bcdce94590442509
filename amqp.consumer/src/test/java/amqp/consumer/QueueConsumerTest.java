// SPDX-License-Identifier: MPL-2.0
package amqp.consumer;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ClientObserver;
import amqp.client.ConsumerCancelledException;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.Publish;
import amqp.testkit.scripted.Verdict;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueueConsumerTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final String FIRST = "amq.ctag-1";
    private static final String SECOND = "amq.ctag-2";

    private final MemoryConnection world = MemoryConnection.open();
    private final Told told = new Told();

    /** Everything that a consumer told, in order. */
    private static final class Told implements ConsumerListener {
        final List<String> events = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onConsuming(String consumerTag) {
            events.add("consuming " + consumerTag);
        }

        @Override
        public void onInterrupted(Throwable why) {
            events.add("interrupted " + why.getClass().getSimpleName());
        }

        @Override
        public void onAttemptFailed(Throwable why, Duration delay) {
            events.add("attempt failed");
        }

        @Override
        public void onRetry(Delivery delivery, int attempt, Throwable why, Duration delay) {
            events.add("retry " + attempt + " " + why.getMessage());
        }

        @Override
        public void onFailed(Delivery delivery, int attempts, Throwable why) {
            events.add("failed " + attempts + " " + why.getMessage());
        }

        @Override
        public void onEnded(ConsumerEnd end) {
            events.add("ended");
        }

        void await(String event) {
            MemoryConnection.await(() -> events.contains(event), events::toString);
        }
    }

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private ConsumerOptions.Builder options() {
        return ConsumerOptions.builder()
                .retries(0, SOON)
                .restarts(ReconnectionStrategy.fixed(SOON))
                .listener(told);
    }

    private QueueConsumer start(ConsumerOptions.Builder options, MessageHandler handler) {
        return get(QueueConsumer.start(world.connection, "q", options.build(), handler));
    }

    private Set<Long> unacked(int channel) {
        return world.adapter.io(() -> world.broker.unacked(channel));
    }

    private void awaitAcked(int channel) {
        MemoryConnection.await(() -> unacked(channel).isEmpty(), () -> unacked(channel) + " are unacknowledged");
    }

    private List<WireFrame.Method> received(String... names) {
        return world.adapter.io(world.broker::received).stream()
                .filter(WireFrame.Method.class::isInstance)
                .map(WireFrame.Method.class::cast)
                .filter(method -> List.of(names).contains(method.name()))
                .toList();
    }

    private List<WireFrame.Method> await(int count, String... names) {
        MemoryConnection.await(
                () -> received(names).size() >= count, () -> received(names).toString());
        return received(names);
    }

    private List<Publish> publishes(int count) {
        MemoryConnection.await(() -> world.adapter.io(world.broker::publishes).size() >= count, () -> "publishes");
        return world.adapter.io(world.broker::publishes);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(MemoryConnection.LONG.toSeconds(), TimeUnit.SECONDS), latch::toString);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private void deliver(String... bodies) {
        world.deliver(1, FIRST, bodies);
    }

    private void deliver(Map<String, Object> properties, String body) {
        world.adapter.io(() -> world.broker.deliver(1, FIRST, "x", "key", properties, MemoryConnection.octets(body)));
    }

    // ---- messages ----

    @Test
    void acknowledgesWhenTheHandlerHasReturned() {
        CountDownLatch mayReturn = new CountDownLatch(1);
        CompletableFuture<String> thread = new CompletableFuture<>();
        QueueConsumer consumer = start(options().prefetch(7), delivery -> {
            thread.complete(Thread.currentThread().getName() + " "
                    + Thread.currentThread().isDaemon());
            await(mayReturn);
        });
        assertEquals(7, (int) received("basic.qos").get(0).number("prefetch-count"));
        assertFalse(received("basic.qos").get(0).flag("global"));
        deliver("a");
        assertEquals("amqp-consumer-q-1 true", get(thread));
        assertEquals(Set.of(1L), unacked(1));
        assertEquals(1, consumer.inHand());
        mayReturn.countDown();
        awaitAcked(1);
        MemoryConnection.await(() -> consumer.inHand() == 0, () -> "in hand");
        assertEquals(ConsumerState.CONSUMING, consumer.state());
    }

    @Test
    void asManyHandlersAsAllowedRunAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch four = new CountDownLatch(4);
        CountDownLatch mayReturn = new CountDownLatch(1);
        start(options().concurrency(4), delivery -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            four.countDown();
            await(mayReturn);
            running.decrementAndGet();
        });
        deliver(numbers(50).toArray(String[]::new));
        await(four);
        mayReturn.countDown();
        awaitAcked(1);
        assertEquals(4, most.get());
    }

    @Test
    void oneAtATimeKeepsTheOrderThroughRetries() {
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        start(options().retries(2, SOON), delivery -> {
            String body = MemoryConnection.text(delivery);
            boolean first = !handled.contains(body);
            handled.add(body);
            if (first) {
                throw new IllegalStateException("not yet");
            }
        });
        deliver("a", "b", "c");
        awaitAcked(1);
        assertEquals(List.of("a", "a", "b", "b", "c", "c"), handled);
    }

    @Test
    void thoseOfAKeyComeInOrderAndThoseOfOthersAtTheSameTime() {
        Map<String, List<Integer>> handled = new java.util.concurrent.ConcurrentHashMap<>();
        CountDownLatch bothKeys = new CountDownLatch(2);
        start(options().concurrency(8).retries(1, SOON).orderedBy(Delivery::routingKey), delivery -> {
            List<Integer> ofKey = handled.computeIfAbsent(delivery.routingKey(), key -> new ArrayList<>());
            if (ofKey.isEmpty()) { // one at a time, so that no lock is needed
                bothKeys.countDown();
                await(bothKeys);
            }
            int number = Integer.parseInt(MemoryConnection.text(delivery));
            if (!delivery.redelivered() && number % 10 == 3 && !ofKey.contains(-number)) {
                ofKey.add(-number);
                throw new IllegalStateException("once more");
            }
            ofKey.add(number);
        });
        List<Integer> expected = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            int body = number;
            for (String key : List.of("x", "y")) {
                world.adapter.io(() -> world.broker.deliver(
                        1, FIRST, "", key, Map.of(), MemoryConnection.octets(Integer.toString(body))));
            }
            if (number % 10 == 3) {
                expected.add(-number);
            }
            expected.add(number);
        }
        awaitAcked(1);
        assertEquals(Map.of("x", expected, "y", expected), handled);
    }

    @Test
    void aStageHoldsItsPlaceUntilItCompletes() {
        List<CompletableFuture<Void>> stages = Collections.synchronizedList(new ArrayList<>());
        get(QueueConsumer.startAsync(
                world.connection, "q", options().concurrency(2).build(), delivery -> {
                    CompletableFuture<Void> stage = new CompletableFuture<>();
                    stages.add(stage);
                    return stage;
                }));
        deliver("a", "b", "c");
        MemoryConnection.await(() -> stages.size() == 2, stages::toString);
        assertEquals(Set.of(1L, 2L, 3L), unacked(1));
        stages.get(1).complete(null);
        MemoryConnection.await(() -> stages.size() == 3, stages::toString);
        stages.get(2).completeExceptionally(new IllegalStateException("no"));
        stages.get(0).complete(null);
        awaitAcked(1);
        assertEquals(1, received("basic.nack").size());
        assertTrue(told.events.contains("failed 1 no"), told.events::toString);
    }

    @Test
    void aHandlerIsCalledAgainAndThenTheMessageGoesBack() {
        AtomicInteger calls = new AtomicInteger();
        start(options().retries(2, SOON), delivery -> {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        });
        deliver("a");
        assertTrue(await(1, "basic.nack").get(0).flag("requeue"));
        assertEquals(List.of("consuming " + FIRST, "retry 1 call 1", "retry 2 call 2", "failed 3 call 3"), told.events);
    }

    @Test
    void aRejectedMessageIsDeadLettered() {
        start(options().rejectFailed(), delivery -> {
            throw new IllegalStateException("no");
        });
        deliver("a");
        assertFalse(await(1, "basic.nack").get(0).flag("requeue"));
    }

    @Test
    void aFailedMessageIsPublishedBeforeItIsAcknowledged() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        start(options().publishFailed("", "errors"), delivery -> {
            throw new IllegalStateException("no such account");
        });
        Map<String, Object> properties = Map.of(
                "user-id", "somebody", "expiration", "5", "message-id", "m", "headers", Map.of("CC", "q2", "a", "b"));
        deliver(properties, "body");
        Publish publish = publishes(1).get(0);
        assertEquals(" errors body", publish.exchange() + " " + publish.routingKey() + " " + publish.text());
        assertTrue(publish.mandatory());
        assertEquals(Set.of("message-id", "headers"), publish.properties().keySet());
        assertEquals(
                Map.of(
                        "a",
                        "b",
                        "x-exception-message",
                        "java.lang.IllegalStateException: no such account",
                        "x-original-queue",
                        "q",
                        "x-original-exchange",
                        "x",
                        "x-original-routingKey",
                        "key"),
                publish.properties().get("headers"));
        assertEquals(Set.of(1L), unacked(1));
        world.adapter.io(() -> world.broker.ack(publish.channel(), 1, false));
        awaitAcked(1);
        assertEquals(List.of(), received("basic.nack"));
    }

    @Test
    void whatNoQueueTakesIsPublishedAgain() {
        AtomicInteger tries = new AtomicInteger();
        world.adapter.io(() -> world.broker.verdicts(publish -> switch (tries.incrementAndGet()) {
            case 1 -> Verdict.RETURN;
            case 2 -> Verdict.NACK;
            default -> Verdict.ACK;
        }));
        start(options().publishFailed("", "errors"), delivery -> {
            throw new IllegalStateException("no");
        });
        deliver("a");
        awaitAcked(1);
        assertEquals(3, tries.get());
        assertEquals(1, received("basic.ack").size());
    }

    @Test
    void aMissingExchangeOfFailedMessagesLosesNothing() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        start(options().publishFailed("missing", "errors"), delivery -> {
            throw new IllegalStateException("no");
        });
        deliver("a");
        Publish first = publishes(1).get(0);
        world.adapter.io(() -> {
            world.broker.verdicts(publish -> Verdict.ACK);
            world.broker.closeChannel(first.channel(), 404, "NOT_FOUND - no exchange", 60, 40);
        });
        awaitAcked(1);
        assertEquals(2, publishes(2).size());
    }

    @Test
    void whatCannotBePublishedIntheEndGoesBack() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NACK));
        start(options().restarts(ReconnectionStrategy.fixed(SOON).atMost(2)).publishFailed("", "errors"), delivery -> {
            throw new IllegalStateException("no");
        });
        deliver("a");
        assertTrue(await(1, "basic.nack").get(0).flag("requeue"));
        assertEquals(3, publishes(3).size());
    }

    @Test
    void whatTheBrokerHasBackIsNotPublished() {
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        QueueConsumer consumer = get(QueueConsumer.startBatches(
                world.connection,
                "q",
                options().batchSize(2).publishFailed("", "errors").build(),
                batch -> {
                    throw new IllegalStateException("no");
                }));
        deliver("a", "b");
        Publish first = publishes(1).get(0);
        world.adapter.io(() -> world.broker.closeChannel(1, 406, "PRECONDITION_FAILED - timed out", 0, 0));
        told.await("consuming " + SECOND);
        world.adapter.io(() -> world.broker.ack(first.channel(), 1, false));
        MemoryConnection.await(() -> consumer.inHand() == 0, () -> "in hand");
        assertEquals(1, publishes(1).size());
    }

    @Test
    void aClosedQueueOfFailedMessagesOpensNoChannel() {
        CompletableFuture<Delivery> came = new CompletableFuture<>();
        start(options(), came::complete);
        deliver("a");
        FailedQueue closed = new FailedQueue(
                world.connection,
                "q",
                options().publishFailed("", "errors").build().failed());
        closed.close();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        closed.publish(get(came), new IllegalStateException("no"), outcome::complete);
        assertEquals("the consumer has ended", get(outcome).getMessage());
        assertEquals(1, received("channel.open").size());
        awaitAcked(1);
    }

    @Test
    void theHandlerMayAcknowledge() {
        CompletableFuture<Delivery> kept = new CompletableFuture<>();
        QueueConsumer consumer =
                start(options().acknowledgement(Acknowledgement.MANUAL).rejectFailed(), delivery -> {
                    if (MemoryConnection.text(delivery).equals("fails")) {
                        throw new IllegalStateException("no");
                    }
                    kept.complete(delivery);
                });
        deliver("a", "fails");
        assertEquals(2, (int) await(1, "basic.nack").get(0).number("delivery-tag"));
        var stopped = consumer.stop().toCompletableFuture();
        await(1, "basic.cancel");
        MemoryConnection.await(() -> consumer.inHand() == 0, () -> "in hand");
        assertFalse(stopped.isDone()); // it is not acknowledged
        get(kept).ack();
        assertTrue(get(stopped).isGraceful());
        assertTrue(unacked(1).isEmpty());
    }

    @Test
    void anObserverIsToldOfTheHandlersCalls() {
        List<String> observed = Collections.synchronizedList(new ArrayList<>());
        ClientObserver observer = new ClientObserver() {
            @Override
            public DeliveryObservation handling(Delivery delivery, String queue) {
                observed.add(queue + " on " + Thread.currentThread().getName());
                return thrown -> observed.add(thrown == null ? "handled" : thrown.getMessage());
            }
        };
        try (MemoryConnection watched = MemoryConnection.open(options -> options.observer(observer))) {
            AtomicInteger calls = new AtomicInteger();
            get(QueueConsumer.start(
                    watched.connection, "q", options().retries(1, SOON).build(), delivery -> {
                        if (calls.incrementAndGet() == 1) {
                            throw new java.io.IOException("no");
                        }
                    }));
            watched.deliver(1, FIRST, "a");
            MemoryConnection.await(() -> observed.size() == 4, observed::toString);
            assertEquals(List.of("q on amqp-consumer-q-1", "no", "q on amqp-consumer-q-1", "handled"), observed);
        }
    }

    // ---- batches ----

    @Test
    void aBatchIsHandedOutWhenItIsFull() {
        List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
        get(QueueConsumer.startBatches(
                world.connection,
                "q",
                options().batchSize(3).batchTimeout(Duration.ofDays(1)).build(),
                batch -> batches.add(batch.stream().map(MemoryConnection::text).toList())));
        deliver(numbers(7).toArray(String[]::new));
        MemoryConnection.await(() -> batches.size() == 2, batches::toString);
        assertEquals(List.of(List.of("0", "1", "2"), List.of("3", "4", "5")), batches);
        MemoryConnection.await(
                () -> unacked(1).equals(Set.of(7L)), () -> unacked(1).toString());
        List<WireFrame.Method> acks = received("basic.ack");
        assertTrue(acks.get(acks.size() - 1).flag("multiple"), acks::toString);
    }

    @Test
    void aBatchIsHandedOutWhenItHasWaitedAndWhenTheConsumerStops() {
        List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
        QueueConsumer consumer = get(QueueConsumer.startBatches(
                world.connection,
                "q",
                options().batchTimeout(SOON).concurrency(2).build(),
                batch -> batches.add(batch.stream().map(MemoryConnection::text).toList())));
        deliver("a");
        MemoryConnection.await(() -> batches.size() == 1, batches::toString);
        get(consumer.stop());
        QueueConsumer patient = get(QueueConsumer.startBatches(
                world.connection,
                "q",
                options().batchTimeout(Duration.ofDays(1)).build(),
                batch -> batches.add(batch.stream().map(MemoryConnection::text).toList())));
        world.deliver(1, SECOND, "b", "c");
        MemoryConnection.await(() -> patient.inHand() == 2, () -> "in hand");
        assertTrue(get(patient.stop()).isGraceful());
        assertEquals(List.of(List.of("a"), List.of("b", "c")), batches);
    }

    @Test
    void aBatchThatFailsIsRetriedAsAWholeAndThenEachMessageGoes() {
        AtomicInteger calls = new AtomicInteger();
        get(QueueConsumer.startBatches(
                world.connection,
                "q",
                options()
                        .batchSize(2)
                        .retries(1, SOON)
                        .publishFailed("", "errors")
                        .build(),
                batch -> {
                    throw new IllegalStateException(batch.size() + " in call " + calls.incrementAndGet());
                }));
        deliver("a", "b");
        awaitAcked(1);
        assertEquals(2, calls.get());
        assertEquals(List.of("a", "b"), publishes(2).stream().map(Publish::text).toList());
    }

    // ---- staying alive ----

    @Test
    void aChannelThatTheBrokerClosedIsOpenedAgain() {
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        start(options(), delivery -> {
            handled.add(MemoryConnection.text(delivery));
            await(mayReturn);
        });
        deliver("slow", "waiting");
        MemoryConnection.await(() -> handled.size() == 1, handled::toString);
        world.adapter.io(() -> world.broker.closeChannel(
                1, 406, "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out", 0, 0));
        told.await("consuming " + SECOND);
        mayReturn.countDown();
        int channel = received("basic.consume").get(1).channel();
        world.deliver(channel, SECOND, "again");
        awaitAcked(channel);
        assertEquals(List.of("slow", "again"), handled); // what waited comes again, by the broker
        assertEquals(List.of("consuming " + FIRST, "interrupted ClosedException", "consuming " + SECOND), told.events);
        assertEquals(1, received("basic.ack").size());
        assertEquals(2, received("basic.qos").size());
    }

    @Test
    void aCancelledConsumerTriesAgainUntilTheQueueIsThere() {
        CountDownLatch mayReturn = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        start(options(), delivery -> {
            begun.countDown();
            await(mayReturn);
        });
        deliver("slow", "waiting");
        await(begun);
        world.adapter.io(() -> {
            world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'");
            world.broker.cancelConsumer(1, FIRST);
        });
        told.await("consuming " + SECOND);
        assertEquals(
                List.of(
                        "consuming " + FIRST,
                        "interrupted " + ConsumerCancelledException.class.getSimpleName(),
                        "attempt failed",
                        "consuming " + SECOND),
                told.events);
        assertEquals(Set.of(1L, 2L), unacked(1)); // the channel is kept for what it has
        mayReturn.countDown();
        assertEquals(1, await(1, "channel.close").get(0).channel());
        assertEquals(2, (int)
                received("basic.ack").get(received("basic.ack").size() - 1).number("delivery-tag"));
    }

    @Test
    void aFirstStartFailsAtOnce() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'"));
        ClosedException why = failure(
                ClosedException.class,
                QueueConsumer.start(world.connection, "q", options().build(), delivery -> {}));
        assertEquals(404, why.replyCode());
        assertEquals(List.of("ended"), told.events);
    }

    @Test
    void aFirstStartMayWaitForItsQueue() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'"));
        start(options().retryFirstStart(true), delivery -> {});
        assertEquals(List.of("attempt failed", "consuming " + FIRST), told.events);
    }

    @Test
    void aStartThatIsGivenUpEnds() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "NOT_FOUND - no queue 'q'"));
        var starting = QueueConsumer.start(
                world.connection,
                "q",
                options()
                        .retryFirstStart(true)
                        .restarts(ReconnectionStrategy.fixed(Duration.ofDays(1)))
                        .build(),
                delivery -> {});
        told.await("attempt failed");
        starting.toCompletableFuture().cancel(false);
        told.await("ended");
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::openChannels).isEmpty(), () -> "a channel is open");
    }

    @Test
    void aConsumerThatGivesUpSaysWhy() {
        QueueConsumer consumer = start(options().restarts(ReconnectionStrategy.none()), delivery -> {});
        world.adapter.io(() -> world.broker.cancelConsumer(1, FIRST));
        ConsumerEnd end = get(consumer.ended());
        assertInstanceOf(ConsumerCancelledException.class, end.failure());
        assertFalse(end.isGraceful());
        assertEquals(ConsumerState.ENDED, consumer.state());
    }

    @Test
    void aConsumerEndsWithItsConnection() {
        QueueConsumer consumer = start(options(), delivery -> {});
        get(world.connection.close());
        assertInstanceOf(ClosedException.class, get(consumer.ended()).failure());
        failure(ClosedException.class, QueueConsumer.start(world.connection, "q", delivery -> {}));
    }

    @Test
    void aStreamGoesOnBehindTheLastMessageThatCame() {
        CountDownLatch mayReturn = new CountDownLatch(1);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        QueueConsumer consumer = get(QueueConsumer.start(
                world.connection,
                BasicMethod.Consume.of("q").arguments(FieldTable.of("x-stream-offset", "first")),
                options().build(),
                delivery -> {
                    await(mayReturn);
                    handled.add(MemoryConnection.text(delivery));
                }));
        for (long offset = 10; offset < 13; offset++) {
            deliver(Map.of("headers", Map.of("x-stream-offset", offset)), "at " + offset);
        }
        MemoryConnection.await(() -> consumer.inHand() == 3, () -> "in hand");
        world.adapter.io(() -> world.broker.closeChannel(1, 406, "PRECONDITION_FAILED - timed out", 0, 0));
        told.await("consuming " + SECOND);
        assertEquals(
                Map.of("x-stream-offset", 13L), received("basic.consume").get(1).table("arguments"));
        mayReturn.countDown();
        MemoryConnection.await(() -> handled.size() == 3, handled::toString);
        assertEquals(List.of("at 10", "at 11", "at 12"), handled);
    }

    // ---- how it ends ----

    @Test
    void stopWaitsForAllThatHasCome() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        QueueConsumer consumer = start(options(), delivery -> {
            begun.countDown();
            await(mayReturn);
        });
        deliver("a", "b", "c");
        await(begun);
        MemoryConnection.await(() -> consumer.inHand() == 3, () -> "in hand");
        var stopping = consumer.stop().toCompletableFuture();
        await(1, "basic.cancel");
        assertEquals(ConsumerState.STOPPING, consumer.state());
        assertFalse(stopping.isDone());
        mayReturn.countDown();
        ConsumerEnd end = get(stopping);
        assertTrue(end.isGraceful(), end::toString);
        assertEquals(end, get(consumer.stop()));
        assertEquals(List.of(), received("basic.nack"));
        List<String> methods = world.adapter.io(world.broker::receivedMethods);
        assertTrue(methods.lastIndexOf("basic.ack") < methods.indexOf("channel.close"), methods::toString);
        assertTrue(unacked(1).isEmpty());
    }

    @Test
    void stopEndsAfterItsTimeout() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        QueueConsumer consumer = start(options(), delivery -> {
            begun.countDown();
            await(mayReturn);
        });
        deliver("a", "b");
        await(begun);
        MemoryConnection.await(() -> consumer.inHand() == 2, () -> "in hand");
        ConsumerEnd end = get(consumer.stop(SOON));
        assertNull(end.failure());
        assertEquals(2, end.unfinished());
        mayReturn.countDown();
        assertEquals(List.of(), received("basic.ack"));
    }

    @Test
    void stopWhileItWaitsForItsNextAttempt() {
        QueueConsumer consumer =
                start(options().restarts(ReconnectionStrategy.fixed(Duration.ofDays(1))), delivery -> {});
        world.adapter.io(() -> world.broker.cancelConsumer(1, FIRST));
        told.await("interrupted " + ConsumerCancelledException.class.getSimpleName());
        assertTrue(get(consumer.stop()).isGraceful());
    }

    // ---- options ----

    @Test
    void theGivenExecutorRunsHandlers() {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "mine"));
        try {
            CompletableFuture<String> thread = new CompletableFuture<>();
            QueueConsumer consumer = start(
                    options().executor(executor),
                    delivery -> thread.complete(Thread.currentThread().getName()));
            deliver("a");
            assertEquals("mine", get(thread));
            awaitAcked(1);
            executor.shutdown();
            deliver("b");
            assertInstanceOf(
                    java.util.concurrent.RejectedExecutionException.class,
                    get(consumer.ended()).failure());
            assertEquals(1, received("basic.ack").size());
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aKeyOrListenerThatFailsEndsNothing() {
        ConsumerListener failing = new ConsumerListener() {
            @Override
            public void onConsuming(String consumerTag) {
                throw new IllegalStateException("listener");
            }
        };
        start(
                options().listener(failing).concurrency(2).orderedBy(delivery -> {
                    throw new IllegalStateException("key");
                }),
                delivery -> {});
        deliver("a", "b");
        awaitAcked(1);
    }

    @Test
    void optionsSurviveABuilder() {
        ConsumerOptions options = options()
                .concurrency(3)
                .prefetch(5)
                .orderedBy(Delivery::routingKey)
                .acknowledgement(Acknowledgement.MANUAL)
                .rejectFailed()
                .batchSize(4)
                .batchTimeout(SOON)
                .retryFirstStart(true)
                .stopTimeout(SOON)
                .build();
        assertEquals(options.toString(), options.toBuilder().build().toString());
        assertEquals(50, ConsumerOptions.DEFAULT.prefetchFor(1));
        assertEquals(5, options.prefetchFor(100));
        assertEquals(65_535, ConsumerOptions.builder().concurrency(1000).build().prefetchFor(100));
    }

    @Test
    void wrongOptionsAreRefused() {
        ConsumerOptions.Builder builder = ConsumerOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.concurrency(0));
        assertThrows(IllegalArgumentException.class, () -> builder.prefetch(65_536));
        assertThrows(IllegalArgumentException.class, () -> builder.batchSize(0));
        assertThrows(IllegalArgumentException.class, () -> builder.batchTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> builder.stopTimeout(Duration.ofMillis(-1)));
        builder.publishFailed("", "errors").acknowledgement(Acknowledgement.MANUAL);
        assertThrows(IllegalStateException.class, builder::build);
        assertThrows(
                IllegalArgumentException.class,
                () -> QueueConsumer.start(
                        world.connection,
                        BasicMethod.Consume.of("q").noAck(true),
                        ConsumerOptions.DEFAULT,
                        delivery -> {}));
        ConsumerOptions ordered =
                ConsumerOptions.builder().orderedBy(Delivery::routingKey).build();
        assertThrows(
                IllegalArgumentException.class,
                () -> QueueConsumer.startBatches(world.connection, "q", ordered, batch -> {}));
    }
}
