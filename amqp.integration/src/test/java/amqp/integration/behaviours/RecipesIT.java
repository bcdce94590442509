// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static amqp.integration.support.Stages.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionHealth;
import amqp.client.ConnectionState;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.client.DeliveryHandler;
import amqp.client.ShutdownReport;
import amqp.client.Stages;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.consumer.ConsumerOptions;
import amqp.consumer.MessageHandler;
import amqp.consumer.QueueConsumer;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Recipes that the guide shows as they stand here, and what they do on a broker. */
class RecipesIT {

    // tag::orders[]
    static void declareOrders(BlockingChannel channel, String orders, String failed) {
        channel.queueDeclare(QueueMethod.Declare.quorum(failed));
        channel.queueDeclare(QueueMethod.Declare.quorum(orders)
                .deliveryLimit(5)
                .deadLetterExchange("")
                .deadLetterRoutingKey(failed)
                .deadLetterStrategy("at-least-once")
                .overflow("reject-publish"));
    }
    // end::orders[]

    @OnRabbitMq("quorum queues are RabbitMQ's")
    void aMessageThatAlwaysFailsEndsAmongTheFailed(Setup setup) {
        try (var session = Session.on(setup)) {
            String orders = session.nameOfSharedQueue();
            String failed = session.nameOfSharedQueue();
            declareOrders(session.openBlockingChannel(), orders, failed);
            session.publish("", orders, "bad");
            var tries = new AtomicInteger();
            Stages.await(session.channel().basicConsume(orders, delivery -> {
                tries.incrementAndGet();
                delivery.channel().basicReject(delivery.deliveryTag(), true);
            }));
            Delivery dead = next(session.consume(failed));
            assertEquals("bad", text(dead));
            assertEquals(
                    FieldValue.of("delivery_limit"), dead.properties().headers().get("x-first-death-reason"));
            assertEquals(6, tries.get());
        }
    }

    // tag::retry-queues[]
    static void declareWithRetry(BlockingChannel channel, String orders, String later, Duration delay) {
        channel.queueDeclare(QueueMethod.Declare.quorum(orders)
                .deadLetterExchange("")
                .deadLetterRoutingKey(later) // a rejected message waits there
                .deadLetterStrategy("at-least-once")
                .overflow("reject-publish"));
        channel.queueDeclare(QueueMethod.Declare.quorum(later)
                .messageTtl(delay)
                .deadLetterExchange("")
                .deadLetterRoutingKey(orders) // and comes back
                .deadLetterStrategy("at-least-once")
                .overflow("reject-publish"));
    }
    // end::retry-queues[]

    // tag::retry[]
    static CompletionStage<QueueConsumer> consumeWithRetry(
            Connection connection, String orders, int tries, String failed, MessageHandler handler) {
        Channel toFailed = Stages.await(connection.openChannel());
        Stages.await(toFailed.confirmSelect());
        ConsumerOptions options = ConsumerOptions.builder()
                .retries(ReconnectionStrategy.none())
                .rejectFailed()
                .build();
        return QueueConsumer.start(connection, orders, options, delivery -> {
            try {
                handler.handle(delivery);
            } catch (Exception e) {
                if (rejections(delivery) + 1 < tries) {
                    throw e; // rejected, and so it waits
                }
                BasicMethod.Publish publish = BasicMethod.Publish.of("", failed).mandatory(true);
                if (Stages.await(toFailed.publishConfirmed(publish, delivery.message())) != Verdict.ACKED) {
                    throw e;
                }
            }
        });
    }

    static long rejections(Delivery delivery) {
        FieldValue deaths = delivery.properties().headers().get("x-death");
        return deaths == null
                ? 0
                : deaths.asList().get(0).asTable().get("count").asLong();
    }
    // end::retry[]

    @OnRabbitMq("quorum queues are RabbitMQ's")
    void aFailedMessageComesAgainAfterTheDelay(Setup setup) {
        try (var session = Session.on(setup)) {
            String orders = session.nameOfSharedQueue();
            String later = session.nameOfSharedQueue();
            String failed = session.sharedQueue();
            declareWithRetry(session.openBlockingChannel(), orders, later, Duration.ofMillis(100));
            List<String> handled = new CopyOnWriteArrayList<>();
            var consumer = Stages.await(consumeWithRetry(session.connection(), orders, 3, failed, delivery -> {
                handled.add(text(delivery));
                throw new IllegalStateException("out of stock");
            }));
            session.publish("", orders, "a");
            assertEquals("a", text(next(session.consume(failed))));
            assertEquals(List.of("a", "a", "a"), handled);
            assertEquals(0, Stages.await(consumer.stop()).unfinished());
            assertEquals(List.of(), session.drain(orders));
            assertEquals(List.of(), session.drain(later));
        }
    }

    // tag::drain[]
    static Thread drainOnSigterm(Connection connection, List<QueueConsumer> consumers) {
        Thread drain = new Thread(() -> {
            consumers.stream()
                    .map(consumer -> consumer.stop(Duration.ofSeconds(15)))
                    .toList() // all are stopping
                    .forEach(Stages::await);
            ShutdownReport report = Stages.await(connection.shutdown(Duration.ofSeconds(10)));
            if (!report.isComplete()) {
                System.err.println(report); // what was left undone
            }
        });
        Runtime.getRuntime().addShutdownHook(drain);
        return drain;
    }
    // end::drain[]

    @OnRabbitMq("it counts what was sent to a cancelled consumer otherwise")
    void whatWasHandledBeforeTheEndDoesNotComeAgain(Setup setup) throws InterruptedException {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            String[] all = IntStream.range(0, 200).mapToObj(Integer::toString).toArray(String[]::new);
            session.publish("", queue, all);
            Queue<String> seen = new ConcurrentLinkedQueue<>();
            Connection connection = setup.connect();
            QueueConsumer consumer =
                    Stages.await(QueueConsumer.start(connection, queue, delivery -> seen.add(text(delivery))));
            Channel plain = Stages.await(connection.openChannel());
            Stages.await(plain.basicQos(10));
            Stages.await(plain.basicConsume(queue, delivery -> {
                seen.add(text(delivery));
                delivery.ack();
            }));
            Await.until(PATIENCE, () -> seen.size() > 10, () -> seen + " handled");
            Thread hook = drainOnSigterm(connection, List.of(consumer));
            assertTrue(Runtime.getRuntime().removeShutdownHook(hook));
            hook.start();
            hook.join(PATIENCE.toMillis());
            assertEquals(ConnectionState.CLOSED, connection.state());
            seen.addAll(session.drain(queue));
            assertEquals(
                    Stream.of(all).sorted().toList(), seen.stream().sorted().toList());
        }
    }

    // tag::outbox[]
    record Entry(long id, String routingKey, String body) {}

    interface Outbox {
        List<Entry> oldest(int limit); // select … order by id limit ?

        void delete(long id); // delete … where id = ?
    }

    static boolean relay(Outbox outbox, Channel channel, String exchange) {
        Map<Entry, CompletionStage<Verdict>> verdicts = new LinkedHashMap<>();
        for (Entry entry : outbox.oldest(100)) {
            Message message = Message.of(entry.body()).persistent().messageId(Long.toString(entry.id()));
            BasicMethod.Publish publish =
                    BasicMethod.Publish.of(exchange, entry.routingKey()).mandatory(true);
            verdicts.put(entry, channel.publishConfirmed(publish, message));
        }
        boolean all = true;
        for (var each : verdicts.entrySet()) {
            if (Stages.await(each.getValue()) == Verdict.ACKED) {
                outbox.delete(each.getKey().id());
            } else {
                all = false; // stays in the table, for the next time
            }
        }
        return all;
    }
    // end::outbox[]

    @OnRabbitMq
    void onlyWhatTheBrokerHasLeavesTheOutbox(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Map<Long, Entry> table = new LinkedHashMap<>();
            table.put(1L, new Entry(1, queue, "a"));
            table.put(2L, new Entry(2, queue + "-that-is-missing", "b"));
            table.put(3L, new Entry(3, queue, "c"));
            var outbox = new Outbox() {
                @Override
                public List<Entry> oldest(int limit) {
                    return table.values().stream().limit(limit).toList();
                }

                @Override
                public void delete(long id) {
                    table.remove(id);
                }
            };
            Channel channel = session.openChannel();
            Stages.await(channel.confirmSelect());
            assertFalse(relay(outbox, channel, ""));
            assertEquals(List.of(2L), List.copyOf(table.keySet()));
            assertEquals(List.of("a", "c"), session.drain(queue));
            table.clear();
            assertTrue(relay(outbox, channel, ""));
        }
    }

    // tag::at-once[]
    static CompletionStage<QueueConsumer> consumeAtOnce(Connection connection, String orders, MessageHandler handler) {
        ConsumerOptions options = ConsumerOptions.builder()
                .concurrency(8) // handlers at once
                .orderedBy(delivery -> delivery.properties().headers().get("customer")) // one at a time for each
                .build();
        return QueueConsumer.start(connection, orders, options, handler);
    }
    // end::at-once[]

    @OnRabbitMq("one broker is enough")
    void eightAreHandledAtOnce(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var eight = new CountDownLatch(8);
            var consumer = Stages.await(consumeAtOnce(session.connection(), queue, delivery -> {
                eight.countDown();
                eight.await();
            }));
            Channel channel = session.openChannel();
            for (int i = 0; i < 8; i++) {
                channel.publish("", queue, Message.of("order").header("customer", i));
            }
            amqp.integration.support.Stages.await(eight);
            assertEquals(0, Stages.await(consumer.stop()).unfinished());
        }
    }

    // tag::priority[]
    static void declareWithPriority(BlockingChannel channel, String orders) {
        channel.queueDeclare(QueueMethod.Declare.durable(orders).maxPriority(5));
    }

    static void publishUrgent(BlockingChannel channel, String orders, String body) {
        channel.publish("", orders, Message.of(body).persistent().priority(5));
    }
    // end::priority[]

    @OnRabbitMq
    void urgentMessagesComeFirst(Setup setup) {
        try (var session = Session.on(setup);
                var channel = session.openBlockingChannel()) {
            String orders = session.nameOfSharedQueue();
            declareWithPriority(channel, orders);
            session.publish("", orders, "first", "second");
            channel.confirmSelect();
            publishUrgent(channel, orders, "urgent");
            assertEquals(List.of("urgent", "first", "second"), session.drain(orders));
        }
    }

    // tag::single[]
    static String consumeAlone(BlockingChannel channel, String orders, DeliveryHandler handler) {
        channel.queueDeclare(QueueMethod.Declare.quorum(orders).singleActiveConsumer(true));
        channel.basicQos(50);
        return channel.basicConsume(orders, handler);
    }
    // end::single[]

    @OnRabbitMq
    void theSecondConsumerGetsMessagesWhenTheFirstIsGone(Setup setup) {
        try (var session = Session.on(setup);
                var one = session.openBlockingChannel();
                var two = session.openBlockingChannel()) {
            String orders = session.nameOfSharedQueue();
            var ofOne = new DeliveryBuffer(one.channel());
            var ofTwo = new DeliveryBuffer(two.channel());
            String first = consumeAlone(one, orders, ofOne);
            consumeAlone(two, orders, ofTwo);
            session.publish("", orders, "a", "b");
            for (var expected : List.of("a", "b")) {
                Delivery delivery = next(ofOne);
                assertEquals(expected, text(delivery));
                delivery.ack();
            }
            one.basicCancel(first);
            session.publish("", orders, "c");
            Delivery third = next(ofTwo);
            assertEquals("c", text(third));
            third.ack();
            assertEquals(0, ofTwo.size());
        }
    }

    // tag::stream[]
    static void declareEvents(BlockingChannel channel, String events) {
        channel.queueDeclare(QueueMethod.Declare.stream(events)
                .maxAge(Duration.ofDays(7))
                .maxLengthBytes(10_000_000_000L)
                .streamMaxSegmentSizeBytes(100_000_000));
    }

    static CompletionStage<QueueConsumer> readFrom(
            Connection connection, String events, long offset, MessageHandler handler) {
        BasicMethod.Consume consume = BasicMethod.Consume.of(events).streamOffset(offset);
        return QueueConsumer.start(connection, consume, ConsumerOptions.DEFAULT, handler);
    }

    static long offset(Delivery delivery) {
        return delivery.properties().headers().get("x-stream-offset").asLong();
    }
    // end::stream[]

    @OnRabbitMq("streams are RabbitMQ's")
    void aStreamIsReadAgainFromAnOffset(Setup setup) {
        try (var session = Session.on(setup)) {
            String events = session.nameOfSharedQueue();
            declareEvents(session.openBlockingChannel(), events);
            session.publish("", events, "a", "b", "c");
            for (int time = 0; time < 2; time++) {
                Queue<String> read = new ConcurrentLinkedQueue<>();
                var consumer = Stages.await(readFrom(
                        session.connection(),
                        events,
                        1,
                        delivery -> read.add(offset(delivery) + " " + text(delivery))));
                Await.until(PATIENCE, () -> read.size() == 2, read::toString);
                Stages.await(consumer.stop());
                assertEquals(List.of("1 b", "2 c"), List.copyOf(read));
            }
        }
    }

    // tag::probes[]
    static HttpServer probes(Connection connection, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/live", http -> answer(http, connection.state() != ConnectionState.CLOSED));
        server.createContext("/ready", http -> {
            ConnectionHealth health = connection.health();
            boolean open = health.state() == ConnectionState.OPEN;
            answer(http, open && health.blockedReason().isEmpty());
        });
        server.start();
        return server;
    }

    static void answer(HttpExchange http, boolean good) throws IOException {
        http.sendResponseHeaders(good ? 200 : 503, -1);
        http.close();
    }
    // end::probes[]

    @OnRabbitMq("one broker is enough")
    void probesFailOnceTheConnectionIsClosed(Setup setup) throws Exception {
        try (var session = Session.on(setup)) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            HttpServer server = probes(session.connection(), address);
            try {
                assertEquals(List.of(200, 200), List.of(status(server, "/live"), status(server, "/ready")));
                Stages.await(session.connection().close());
                assertEquals(List.of(503, 503), List.of(status(server, "/live"), status(server, "/ready")));
            } finally {
                server.stop(0);
            }
        }
    }

    private static int status(HttpServer server, String path) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
