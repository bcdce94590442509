// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import static amqp.cli.queue.Queues.amqp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.method.QueueMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declaring, deleting, purging and binding on a RabbitMQ. */
@Timeout(120)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class QueueCommandsIT {
    private final Queues queues = new Queues();

    @AfterEach
    void close() {
        queues.close();
    }

    @Test
    void aQueueIsDeclaredPurgedAndDeleted() {
        assertEquals(
                List.of("queue \"orders\" has 0 messages ready and 0 consumers"),
                amqp("declare", "queue", "orders").lines());
        queues.publish("orders", "a", "b");
        assertEquals(
                List.of("{\"queue\":\"orders\",\"messages\":2,\"consumers\":0}"),
                amqp("declare", "queue", "orders", "--json").lines());
        amqp("delete", "queue", "orders", "--if-empty").assertFailed(1, "406", "not empty");
        assertEquals(
                List.of("{\"queue\":\"orders\",\"messages\":2}"),
                amqp("purge", "queue", "orders", "--json").lines());
        queues.publish("orders", "c");
        assertEquals(
                List.of("queue \"orders\" deleted, with 1 messages"),
                amqp("delete", "queue", "orders", "--if-unused").lines());
        amqp("declare", "queue", "orders", "--passive").assertFailed(1, "404", "'orders'", "declare it first");
        amqp("delete", "queue", "orders").assertFailed(1, "404", "'orders'", "declare it first");
        amqp("purge", "queue", "orders").assertFailed(1, "404", "'orders'", "declare it first");
    }

    @Test
    void theOptionsOfAQueueAreItsArguments() {
        amqp(
                        "declare",
                        "queue",
                        "orders",
                        "--max-length=100",
                        "--max-bytes=1000000",
                        "--overflow=reject-publish",
                        "--message-ttl=1h",
                        "--expires=2d",
                        "--dead-letter-exchange=",
                        "--dead-letter-routing-key=dead",
                        "--max-priority=5",
                        "--single-active-consumer",
                        "--argument=x-queue-mode=S:lazy")
                .lines();
        queues.declare(QueueMethod.Declare.durable("orders")
                .maxLength(100)
                .maxLengthBytes(1_000_000)
                .overflow("reject-publish")
                .messageTtl(Duration.ofHours(1))
                .expires(Duration.ofDays(2))
                .deadLetterExchange("")
                .deadLetterRoutingKey("dead")
                .maxPriority(5)
                .singleActiveConsumer(true)
                .with("x-queue-mode", "lazy")); // the same, or it would be refused
        amqp("declare", "queue", "orders")
                .assertFailed(1, "406", "inequivalent arg", "'orders'", "check the arguments");
    }

    @ParameterizedTest
    @CsvSource({"quorum", "stream", "classic"})
    void everyTypeOfQueueIsDeclared(String type) {
        queues.deleteInTheEnd("orders");
        amqp("declare", "queue", "orders", "--type", type).lines();
        queues.declare(QueueMethod.Declare.durable("orders").queueType(type));
    }

    @Test
    void aQuorumQueueHasADeliveryLimit() {
        queues.deleteInTheEnd("orders");
        amqp("declare", "queue", "orders", "--type=quorum", "--delivery-limit=5")
                .lines();
        queues.declare(QueueMethod.Declare.quorum("orders").deliveryLimit(5));
        amqp("declare", "queue", "orders", "--type=quorum", "--delivery-limit=6")
                .assertFailed(1, "406", "x-delivery-limit");
    }

    @Test
    void anExclusiveQueueIsGoneAfterwardsAndABrokersNameIsTold() {
        amqp("declare", "queue", "mine", "--exclusive", "--transient").lines();
        amqp("declare", "queue", "mine", "--passive").assertFailed(1, "404");
        String json =
                amqp("declare", "queue", "", "--exclusive", "--json").lines().get(0);
        assertTrue(json.matches("\\{\"queue\":\"amq\\.gen-.+\",\"messages\":0,\"consumers\":0}"), json);
    }

    @Test
    void messagesGoWhereTheBindingsSay() {
        queues.classic("orders");
        try {
            assertEquals(
                    List.of("{\"exchange\":\"shop\"}"),
                    amqp("declare", "exchange", "shop", "--type=topic", "--json")
                            .lines());
            assertEquals(
                    List.of("exchange \"front\" is there"),
                    amqp("declare", "exchange", "front", "--type=headers", "--auto-delete", "--alternate-exchange=shop")
                            .lines());
            assertEquals(
                    List.of("{\"exchange\":\"front\",\"toExchange\":\"shop\",\"routingKey\":\"\"}"),
                    amqp(
                                    "bind",
                                    "front",
                                    "--to-exchange=shop",
                                    "--argument=x-match=S:any",
                                    "--argument=a=I:1",
                                    "--json")
                            .lines());
            assertEquals(
                    List.of("queue \"orders\" bound to \"shop\""),
                    amqp("bind", "shop", "orders", "--routing-key=order.#").lines());
            BasicProperties properties =
                    BasicProperties.builder().headers(FieldTable.of("a", 1)).build();
            queues.publish("front", "order.new", properties, "x");
            assertEquals(List.of("x"), queues.drain("orders", 1));

            assertEquals(
                    List.of("{\"exchange\":\"shop\",\"queue\":\"orders\",\"routingKey\":\"order.#\"}"),
                    amqp("unbind", "shop", "orders", "--routing-key=order.#", "--json")
                            .lines());
            amqp("unbind", "front", "--to-exchange=shop", "--argument=x-match=S:any", "--argument=a=I:1")
                    .lines();
            amqp("declare", "exchange", "front", "--passive").assertFailed(1, "404", "'front'");
        } finally {
            amqp("delete", "exchange", "shop", "--if-unused").lines();
        }
        amqp("delete", "exchange", "shop").assertFailed(1, "404", "'shop'", "declare it first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "declare queue amq.mine                       | 403 | amq.mine",
                "declare queue orders --type huge             | 4   | x-queue-type",
                "declare queue bills --max-length -1          | 406 | x-max-length",
                "declare exchange shop --type huge            | 0   | unknown exchange type 'huge'",
                "declare exchange amq.direct --type fanout    | 406 | 'amq.direct'",
                "delete exchange amq.direct                   | 403 | amq.direct",
                "bind nowhere orders                          | 404 | nowhere",
                "bind amq.direct nothing                      | 404 | nothing",
            })
    void theBrokersRefusalIsOneSentence(String commandLine, String code, String name) {
        queues.classic("orders");
        amqp(commandLine.split(" +")).assertFailed(1, code, name);
    }

    @ParameterizedTest
    @CsvSource({
        "declare queue orders", "purge queue orders", "delete queue orders", "bind amq.direct orders",
        "declare exchange shop", "get orders", "peek orders", "move orders bills"
    })
    void missingPermissionIsOneSentence(String commandLine, @TempDir Path folder) throws IOException {
        queues.classic("orders");
        queues.classic("bills");
        queues.publish("orders", "x");
        Queues.amqpAs("restricted", folder, commandLine.split(" "))
                .assertFailed(1, "403", "'restricted'", "check what this user may do");
    }
}
