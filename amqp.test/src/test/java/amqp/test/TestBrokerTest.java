// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.blocking.PublishFailedException;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.client.ConnectionState;
import amqp.client.Delivery;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.testkit.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users do with a broker in their tests. */
@Timeout(60)
class TestBrokerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private interface Program {
        void run(TestBroker broker, BlockingConnection connection, BlockingChannel channel) throws Exception;
    }

    private static void with(TestBroker.Builder builder, Program program) throws Exception {
        try (TestBroker broker = builder.start();
                BlockingConnection connection = BlockingConnection.open(broker.options());
                BlockingChannel channel = connection.openChannel()) {
            program.run(broker, connection, channel);
        }
    }

    private static void with(Program program) throws Exception {
        with(TestBroker.builder(), program);
    }

    private static QueueMethod.Declare declare(String queue, Map<String, ?> arguments) {
        return QueueMethod.Declare.of(queue).arguments(FieldTable.of(arguments));
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void messagesAreSeenInTheirQueue() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("orders");
            channel.confirmSelect();
            channel.publish("", "orders", Message.of("book"));
            channel.publish("", "orders", Message.of("pen"));
            assertEquals(List.of("book", "pen"), broker.queue("orders").texts());
            assertEquals(1, broker.connections());
            assertFalse(broker.queue("others").exists());
        });
    }

    /** It waits for its next attempt then, which never comes. */
    @Test
    void aConnectionCanBeClosedAfterItsBroker() {
        TestBroker broker = TestBroker.start();
        BlockingConnection connection = BlockingConnection.open(broker.options());
        broker.close();
        broker.close();
        connection.close();
        assertEquals(ConnectionState.CLOSED, connection.state());
        assertThrows(IllegalStateException.class, broker::connections);
        assertThrows(IllegalStateException.class, () -> BlockingConnection.open(broker.options()));
    }

    @Test
    void consumersAcknowledgeRequeueAndReject() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("dead");
            channel.queueDeclare(
                    declare("orders", Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead")));
            BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
            channel.basicConsume("orders", deliveries::add);
            broker.publish("", "orders", Message.of("one"));
            Delivery first = next(deliveries);
            assertFalse(first.redelivered());
            assertEquals(1, broker.queue("orders").unacknowledged());
            first.nack(true);
            Delivery again = next(deliveries);
            assertTrue(again.redelivered());
            again.nack(false);
            Await.until(PATIENCE, () -> broker.queue("dead").size() == 1, () -> "no dead letter");
            var death = broker.queue("dead")
                    .messages()
                    .get(0)
                    .properties()
                    .headers()
                    .get("x-death");
            var entry = death.asList().get(0).asTable();
            assertEquals("rejected", entry.get("reason").asString());
            assertEquals("orders", entry.get("queue").asString());
            broker.publish("", "orders", Message.of("two"));
            next(deliveries).ack();
            Await.until(PATIENCE, () -> broker.queue("orders").unacknowledged() == 0, () -> "not acknowledged");
        });
    }

    @Test
    void exchangesRouteByTheirType() throws Exception {
        with((broker, connection, channel) -> {
            for (String queue : List.of("a", "b", "c")) {
                channel.queueDeclare(queue);
            }
            channel.exchangeDeclare("topic", "topic");
            channel.queueBind("a", "topic", "*.error");
            channel.queueBind("b", "topic", "shop.#");
            channel.exchangeDeclare("fanout", "fanout");
            channel.exchangeBind("fanout", "topic", "all");
            channel.queueBind("c", "fanout", "");
            assertTrue(broker.publish("topic", "shop.error", Message.of("1")));
            assertTrue(broker.publish("topic", "shop", Message.of("2")));
            assertTrue(broker.publish("topic", "all", Message.of("3")));
            assertFalse(broker.publish("topic", "none", Message.of("4")));
            assertEquals(List.of("1"), broker.queue("a").texts());
            assertEquals(List.of("1", "2"), broker.queue("b").texts());
            assertEquals(List.of("3"), broker.queue("c").texts());

            channel.exchangeDeclare("headers", "headers");
            channel.queueBind(new QueueMethod.Bind(
                    "a", "headers", "", false, FieldTable.of(Map.of("x-match", "any", "kind", "x", "size", 1))));
            assertTrue(broker.publish("headers", "", Message.of("5").header("size", 1)));
            assertFalse(broker.publish("headers", "", Message.of("6").header("size", 2)));
            channel.exchangeDeclare(ExchangeMethod.Declare.of("main", "direct")
                    .arguments(FieldTable.of("alternate-exchange", "fanout")));
            assertTrue(broker.publish("main", "nowhere", Message.of("7")));
            assertEquals(List.of("3", "7"), broker.queue("c").texts());
        });
    }

    @Test
    void whatNoQueueTakesComesBack() throws Exception {
        with((broker, connection, channel) -> {
            channel.confirmSelect();
            var failure = assertThrows(
                    PublishFailedException.class,
                    () -> channel.publish(BasicMethod.Publish.of("", "nowhere").mandatory(true), Message.of("lost")));
            assertTrue(failure.getMessage().contains("nowhere"), failure.getMessage());
        });
    }

    @Test
    void refusalsHaveRabbitMqsCodes() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("orders");
            assertRefused(
                    404,
                    connection,
                    refused -> refused.queueDeclare(
                            QueueMethod.Declare.of("missing").passive(true)));
            assertRefused(
                    406,
                    connection,
                    refused -> refused.queueDeclare(
                            QueueMethod.Declare.of("orders").durable(false)));
            assertRefused(403, connection, refused -> refused.exchangeDeclare("amq.own", "direct"));
            assertRefused(404, connection, refused -> refused.queueBind("orders", "missing", ""));
            assertRefused(
                    406,
                    connection,
                    refused -> refused.queueDelete(
                            new QueueMethod.Delete("orders", false, false, false).ifEmpty(filled(broker))));
            try (BlockingConnection other = BlockingConnection.open(broker.options())) {
                channel.queueDeclare(QueueMethod.Declare.of("mine").exclusive(true));
                assertRefused(405, other, refused -> refused.basicGet("mine"));
            }
        });
    }

    private static boolean filled(TestBroker broker) {
        return broker.publish("", "orders", Message.of("there"));
    }

    private static void assertRefused(
            int code, BlockingConnection connection, java.util.function.Consumer<BlockingChannel> command) {
        BlockingChannel channel = connection.openChannel();
        var refusal = assertThrows(ClosedException.class, () -> command.accept(channel));
        assertEquals(code, refusal.replyCode(), refusal.getMessage());
    }

    @Test
    void whatItDoesNotHaveItSays() throws Exception {
        with((broker, connection, channel) -> {
            var refusal = assertThrows(
                    ClosedException.class,
                    () -> channel.queueDeclare(declare("log", Map.of("x-queue-type", "stream"))));
            assertTrue(refusal.getMessage().contains("x-queue-type stream"), refusal.getMessage());
        });
    }

    @Test
    void timePassesAsTheTestSays() throws Exception {
        with(TestBroker.builder().virtualTime(), (broker, connection, channel) -> {
            channel.queueDeclare("late");
            channel.queueDeclare(declare(
                    "delay",
                    Map.of(
                            "x-message-ttl",
                            60_000,
                            "x-dead-letter-exchange",
                            "",
                            "x-dead-letter-routing-key",
                            "late")));
            channel.queueDeclare(declare("unused", Map.of("x-expires", 120_000)));
            channel.confirmSelect();
            channel.publish("", "delay", Message.of("in a minute"));
            broker.advance(Duration.ofSeconds(59));
            assertEquals(1, broker.queue("delay").size());
            broker.advance(Duration.ofSeconds(1));
            assertEquals(0, broker.queue("delay").size());
            assertEquals(List.of("in a minute"), broker.queue("late").texts());
            assertTrue(broker.queue("unused").exists());
            broker.advance(Duration.ofSeconds(60));
            assertFalse(broker.queue("unused").exists());
        });
    }

    @Test
    void aBrokerThatFallsSilentIsFoundDead() throws Exception {
        with(TestBroker.builder().virtualTime().heartbeat(Duration.ofSeconds(10)), (broker, connection, channel) -> {
            broker.advance(Duration.ofMinutes(5));
            assertTrue(connection.isOpen());
            broker.holdAnswers();
            broker.advance(Duration.ofSeconds(25));
            assertEquals(ConnectionState.RECONNECTING, connection.state());
            broker.answer();
            broker.advance(Duration.ofMinutes(1));
            Await.until(PATIENCE, channel::isOpen, () -> "not recovered");
        });
    }

    @Test
    void limitsDropOrRefuse() throws Exception {
        with((broker, connection, channel) -> {
            channel.confirmSelect();
            channel.queueDeclare(declare("newest", Map.of("x-max-length", 2)));
            for (String text : List.of("1", "2", "3")) {
                channel.publish("", "newest", Message.of(text));
            }
            assertEquals(List.of("2", "3"), broker.queue("newest").texts());
            channel.queueDeclare(declare("full", Map.of("x-max-length", 1, "x-overflow", "reject-publish")));
            channel.publish("", "full", Message.of("fits"));
            assertThrows(PublishFailedException.class, () -> channel.publish("", "full", Message.of("refused")));
            channel.queueDeclare(declare("sorted", Map.of("x-max-priority", 9)));
            channel.publish("", "sorted", Message.of("low").priority(1));
            channel.publish("", "sorted", Message.of("high").priority(8));
            assertEquals(List.of("high", "low"), broker.queue("sorted").texts());
        });
    }

    @Test
    void transactionsAreAllOrNothing() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("orders");
            channel.txSelect();
            channel.publish("", "orders", Message.of("never"));
            channel.txRollback();
            channel.publish("", "orders", Message.of("once"));
            assertEquals(0, broker.queue("orders").size());
            channel.txCommit();
            assertEquals(List.of("once"), broker.queue("orders").texts());
        });
    }

    @Test
    void aLostConnectionComesBackWithItsConsumers() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("orders");
            BlockingQueue<String> texts = new LinkedBlockingQueue<>();
            channel.basicConsume("orders", delivery -> {
                texts.add(delivery.message().text());
                delivery.ack();
            });
            broker.loseConnections();
            Await.until(PATIENCE, () -> broker.queue("orders").consumers() == 1, () -> "no consumer");
            broker.publish("", "orders", Message.of("after"));
            assertEquals("after", next(texts));
            assertEquals(ConnectionState.OPEN, connection.state());
        });
    }

    @Test
    void faultsComeOnDemand() throws Exception {
        with((broker, connection, channel) -> {
            channel.queueDeclare("orders");
            channel.confirmSelect();
            broker.nackNext(1);
            assertThrows(PublishFailedException.class, () -> channel.publish("", "orders", Message.of("refused")));
            channel.publish("", "orders", Message.of("taken"));
            BlockingChannel other = connection.openChannel();
            broker.closeChannels(406, "PRECONDITION_FAILED - by the test");
            Await.until(PATIENCE, () -> !other.isOpen(), () -> "the channel is open");
            assertTrue(connection.isOpen());
        });
    }

    @Test
    void usersAndTheirPermissionsCount() throws Exception {
        try (TestBroker broker = TestBroker.builder()
                .user("alice", "secret", "mine.*", ".*", ".*")
                .start()) {
            assertThrows(ConnectionFailedException.class, () -> BlockingConnection.open(broker.options()));
            ConnectionOptions alice =
                    broker.options().toBuilder().credentials("alice", "secret").build();
            try (BlockingConnection connection = BlockingConnection.open(alice)) {
                connection.openChannel().queueDeclare("mine.orders");
                assertRefused(403, connection, refused -> refused.queueDeclare("yours"));
            }
        }
    }

    @Test
    void otherClientsConnectToAPort() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            var factory = new com.rabbitmq.client.ConnectionFactory();
            factory.setUri(broker.listen());
            try (var connection = factory.newConnection();
                    var channel = connection.createChannel()) {
                channel.queueDeclare("orders", true, false, false, null);
                channel.confirmSelect();
                channel.basicPublish("", "orders", null, new byte[200_000]);
                channel.waitForConfirmsOrDie(PATIENCE.toMillis());
                assertEquals(200_000, channel.basicGet("orders", true).getBody().length);
            }
        }
    }

    @Test
    void theAdapterIsFoundByItsName() throws Exception {
        try (TestBroker broker = TestBroker.start();
                BlockingConnection connection = BlockingConnection.open(
                        ConnectionOptions.builder().adapter("memory").build())) {
            connection.openChannel().queueDeclare("orders");
            assertTrue(broker.queue("orders").exists());
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> BlockingConnection.open(
                        ConnectionOptions.builder().adapter("memory").build()));
    }
}
