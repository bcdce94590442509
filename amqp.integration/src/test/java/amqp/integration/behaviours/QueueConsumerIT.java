// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.consumer.ConsumerEnd;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.MessageHandler;
import amqp.consumer.QueueConsumer;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Consumers with concurrency, order, retries and batches. */
class QueueConsumerIT {
    private static final Duration SOON = Duration.ofMillis(5);

    private static String fill(Session session, String queue, int count) {
        session.publish(
                "", queue, IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
        return queue;
    }

    private static int number(Delivery delivery) {
        return Integer.parseInt(Session.text(delivery));
    }

    private static QueueConsumer start(
            Session session, String queue, ConsumerOptions.Builder options, MessageHandler handler) {
        return Stages.await(QueueConsumer.start(session.connection(), queue, options.build(), handler));
    }

    private static void stop(QueueConsumer consumer) {
        ConsumerEnd end = Stages.await(consumer.stop());
        assertTrue(end.isGraceful(), end::toString);
    }

    @OnEveryBroker
    void asManyHandlersRunAtOnceAndEachMessageIsHandledOnce(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.sharedQueue(), 1_000);
            Map<Integer, Integer> handled = new ConcurrentHashMap<>();
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch atOnce = new CountDownLatch(8);
            QueueConsumer consumer =
                    start(session, queue, ConsumerOptions.builder().concurrency(8), delivery -> {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        atOnce.countDown();
                        Stages.await(atOnce);
                        handled.merge(number(delivery), 1, Integer::sum);
                        running.decrementAndGet();
                    });
            Await.until(Stages.PATIENCE, () -> handled.size() == 1_000, () -> handled.size() + " were handled");
            stop(consumer);
            assertEquals(8, most.get());
            assertEquals(Set.of(1), Set.copyOf(handled.values()));
            assertEquals(List.of(), session.drain(queue));
        }
    }

    @OnRabbitMq("the order is the consumer's own")
    void messagesOfAKeyKeepTheirOrder(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.sharedQueue(), 500);
            Map<Integer, List<Integer>> handled = new ConcurrentHashMap<>();
            AtomicInteger count = new AtomicInteger();
            QueueConsumer consumer = start(
                    session,
                    queue,
                    ConsumerOptions.builder()
                            .concurrency(8)
                            .retries(1, SOON)
                            .orderedBy(delivery -> number(delivery) % 7),
                    delivery -> {
                        int number = number(delivery);
                        List<Integer> ofKey = handled.computeIfAbsent(number % 7, key -> new ArrayList<>());
                        if (number % 50 == 0 && !ofKey.contains(-1 - number)) {
                            ofKey.add(-1 - number);
                            throw new IllegalStateException("once more");
                        }
                        ofKey.add(number);
                        count.incrementAndGet();
                    });
            Await.until(Stages.PATIENCE, () -> count.get() == 500, () -> count + " were handled");
            stop(consumer);
            handled.forEach((key, numbers) -> {
                List<Integer> expected = new ArrayList<>();
                for (int number = key; number < 500; number += 7) {
                    if (number % 50 == 0) {
                        expected.add(-1 - number);
                    }
                    expected.add(number);
                }
                assertEquals(expected, numbers);
            });
        }
    }

    @OnRabbitMq("it does not tell the consumer")
    void aQueueThatIsDeletedAndDeclaredAgainIsConsumedFrom(Setup setup) {
        try (var session = Session.on(setup)) {
            var declare = QueueMethod.Declare.of(Names.fresh("again")).durable(true);
            String queue = session.sharedQueue(declare);
            List<String> handled = Collections.synchronizedList(new ArrayList<>());
            QueueConsumer consumer = start(
                    session,
                    queue,
                    ConsumerOptions.builder().restarts(ReconnectionStrategy.fixed(SOON)),
                    delivery -> handled.add(Session.text(delivery)));
            for (int round = 0; round < 3; round++) {
                int messages = round + 1;
                session.publish("", queue, "of round " + round);
                Await.until(Stages.PATIENCE, () -> handled.size() == messages, handled::toString);
                Stages.await(session.channel().queueDelete(queue));
                Stages.await(session.channel().queueDeclare(declare));
            }
            stop(consumer);
            assertEquals(List.of("of round 0", "of round 1", "of round 2"), handled);
        }
    }

    @OnRabbitMq("a consumer like any other")
    void failedMessagesAreInTheErrorQueueAndNowhereElse(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            String errors = session.sharedQueue();
            session.publish(
                    "",
                    queue,
                    BasicProperties.builder()
                            .messageId("m")
                            .expiration("60000")
                            .userId("guest")
                            .headers(FieldTable.of("CC", List.of(session.sharedQueue())))
                            .build(),
                    "bad");
            AtomicInteger calls = new AtomicInteger();
            QueueConsumer consumer = start(
                    session, queue, ConsumerOptions.builder().retries(2, SOON).publishFailed("", errors), delivery -> {
                        calls.incrementAndGet();
                        throw new IllegalStateException("no such account");
                    });
            var buffer = session.consume(errors);
            Delivery failed = Session.next(buffer);
            stop(consumer);
            assertEquals(3, calls.get());
            assertEquals("bad", Session.text(failed));
            assertEquals("m", failed.properties().messageId());
            Map<String, Object> headers = failed.properties().headers().toMap();
            assertEquals(queue, headers.get("x-original-queue"));
            assertEquals("java.lang.IllegalStateException: no such account", headers.get("x-exception-message"));
            assertFalse(headers.containsKey("CC"));
            assertEquals(List.of(), session.drain(queue));
        }
    }

    @OnRabbitMq("dead-lettering has its own tests")
    void rejectedMessagesAreDeadLettered(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.sharedQueue();
            String queue = session.queue(
                    FieldTable.of(Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead)));
            session.publish("", queue, "bad");
            QueueConsumer consumer = start(
                    session, queue, ConsumerOptions.builder().retries(1, SOON).rejectFailed(), delivery -> {
                        throw new IllegalStateException("no");
                    });
            assertEquals("bad", Session.text(Session.next(session.consume(dead))));
            stop(consumer);
        }
    }

    /** A quorum queue marks what was on its way when the consumer was cancelled as redelivered; nobody was handed it. */
    @OnRabbitMq("a consumer like any other")
    void aStopLeavesTheRestInTheQueueAndNothingHandledComesAgain(Setup setup) {
        try (var session = Session.on(setup)) {
            for (String type : List.of("classic", "quorum")) {
                String queue = session.sharedQueue(QueueMethod.Declare.of(Names.fresh(type))
                        .durable(true)
                        .arguments(FieldTable.of("x-queue-type", type)));
                fill(session, queue, 500);
                Set<Integer> handled = ConcurrentHashMap.newKeySet();
                QueueConsumer consumer = start(
                        session, queue, ConsumerOptions.builder().concurrency(3).prefetch(20), delivery -> {
                            assertTrue(handled.add(number(delivery)), "handled twice");
                        });
                Await.until(Stages.PATIENCE, () -> handled.size() >= 30, () -> handled.size() + " were handled");
                stop(consumer);
                var get = BasicMethod.Get.of(queue).noAck(true);
                for (var rest = Stages.await(session.channel().basicGet(get));
                        rest.isPresent();
                        rest = Stages.await(session.channel().basicGet(get))) {
                    assertFalse(type.equals("classic") && rest.get().redelivered(), rest.get()::toString);
                    assertTrue(handled.add(number(rest.get())), "handled already");
                }
                assertEquals(500, handled.size());
            }
        }
    }

    @OnRabbitMq("a consumer like any other")
    void batchesAreFullOrAsOldAsTheyMayBe(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.sharedQueue(), 95);
            List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
            List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
            QueueConsumer consumer = Stages.await(QueueConsumer.startBatches(
                    session.connection(),
                    queue,
                    ConsumerOptions.builder()
                            .batchSize(10)
                            .batchTimeout(Duration.ofMillis(300))
                            .build(),
                    batch -> {
                        sizes.add(batch.size());
                        batch.forEach(delivery -> numbers.add(number(delivery)));
                    }));
            Await.until(Stages.PATIENCE, () -> numbers.size() == 95, () -> numbers.size() + " were handled");
            stop(consumer);
            assertEquals(IntStream.range(0, 95).boxed().toList(), numbers);
            assertEquals(10, Collections.max(sizes));
            assertEquals(List.of(), session.drain(queue));
        }
    }
}
