// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import static amqp.cli.queue.Queues.amqp;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.RabbitMq;
import amqp.cli.connection.Session;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Getting, peeking, moving, copying and requeueing on a RabbitMQ. */
@Timeout(120)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class MessageCommandsIT {
    private static final BasicProperties FULL = BasicProperties.builder()
            .contentType("text/plain")
            .contentEncoding("identity")
            .headers(FieldTable.builder()
                    .put("n", 5)
                    .put("list", FieldValue.array(List.of(FieldValue.int8(1), FieldValue.VOID)))
                    .build())
            .deliveryMode(2)
            .priority(3)
            .correlationId("c")
            .replyTo("r")
            .expiration("3600000")
            .messageId("m")
            .timestampRaw(1293839939)
            .type("t")
            .userId("guest")
            .appId("a")
            .build();

    private final Queues queues = new Queues();

    @AfterEach
    void close() {
        queues.close();
    }

    private String declare(String type, String name) {
        return queues.declare(QueueMethod.Declare.durable(name).queueType(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void peekPutsBackInOrder(String type) {
        declare(type, "orders");
        queues.publish("orders", "a", "b", "c", "d", "e");
        List<String> lines = amqp("peek", "orders", "--count=3").lines();
        assertEquals(6, lines.size());
        assertTrue(lines.get(0).startsWith("1  routingKey=orders  1 bytes  {"), lines.get(0));
        assertEquals(List.of("    a", "    b", "    c"), List.of(lines.get(1), lines.get(3), lines.get(5)));
        queues.awaitReady("orders", 5);
        assertEquals(10, amqp("get", "orders", "--count=9").lines().size());
        assertEquals(List.of("a", "b", "c", "d", "e"), queues.drain("orders", 5));
    }

    /** A delivery limit that the queue may have can't be asked for. */
    @Test
    void whoLooksTooOftenIntoAQuorumQueueIsWarned() {
        declare("quorum", "orders");
        queues.publish("orders", "a");
        for (int i = 0; i < 10; i++) {
            amqp("peek", "orders").lines();
            queues.awaitReady("orders", 1);
        }
        Cli run = amqp("peek", "orders");
        assertEquals(0, run.status());
        assertTrue(run.err().startsWith("amqp: warning: \"orders\" has delivered a message 10 times"), run.err());
        assertEquals(List.of("a"), queues.drain("orders", 1));
    }

    /** RabbitMQ 4 drops what comes back more than 20 times, unless the queue has another limit. */
    @Test
    void whoLooksTooOftenIntoAQuorumQueueLosesNothing() {
        declare("quorum", "orders");
        queues.publish("orders", "a", "b");
        for (int i = 0; i < 25; i++) {
            assertEquals(0, amqp("peek", "orders").status());
            queues.awaitReady("orders", 2);
        }
        assertEquals(Set.of("a", "b"), Set.copyOf(queues.drain("orders", 2)));
    }

    @Test
    void largeBodiesAreMoved() {
        queues.classic("orders");
        queues.classic("bills");
        String[] bodies =
                IntStream.range(0, 6).mapToObj(i -> i + "x".repeat(3 << 20)).toArray(String[]::new);
        queues.publish("orders", bodies);
        amqp("move", "orders", "bills").lines();
        assertEquals(List.of(bodies), queues.drain("bills", 6));
        assertEquals(0, queues.ready("orders"));
    }

    @Test
    void getTakesWhatItHasPrinted() {
        queues.classic("orders");
        assertEquals(List.of(), amqp("get", "orders").lines());
        queues.publish("orders", "a", "b", "c", "d");
        assertEquals(
                List.of("{\"exchange\":\"\",\"routingKey\":\"orders\",\"deliveryTag\":1,\"redelivered\":false,"
                        + "\"properties\":{\"deliveryMode\":2},\"body\":\"a\"}"),
                amqp("get", "orders", "--ack", "--json").lines());
        assertEquals(
                List.of("    c"),
                amqp("get", "orders", "--ack", "--body-matches=[cd]").lines().subList(1, 2));
        assertEquals(List.of("b", "d"), queues.drain("orders", 2));
    }

    @Test
    void messagesForPeopleAndInFiles(@TempDir Path folder) throws IOException {
        queues.classic("orders");
        queues.publish("", "orders", FULL, "a", "b", "c");
        List<String> pretty = amqp("peek", "orders", "--pretty").lines();
        assertTrue(pretty.contains("    contentType: text/plain"), pretty.toString());
        assertTrue(pretty.contains("        n: 5  (I)"), pretty.toString());
        queues.awaitReady("orders", 3);
        Path file = folder.resolve("messages");
        assertEquals(
                List.of(),
                amqp("peek", "orders", "--count=3", "--json", "--output=" + file)
                        .lines());
        assertEquals(3, Files.readAllLines(file).size());
        queues.awaitReady("orders", 3);
        amqp("get", "orders", "--ack", "--output=" + file).assertFailed(1, "is there already");
        Path directory = folder.resolve("bodies");
        amqp("get", "orders", "--ack", "--count=2", "--output=" + directory + "/")
                .lines();
        assertEquals("b", Files.readString(directory.resolve("00000002.body")));
        assertEquals(List.of("c"), queues.drain("orders", 1));
    }

    /** What was printed before has left the queue. */
    @Test
    void whatCannotBePrintedAnyMoreStays() {
        queues.classic("orders");
        queues.publish("orders", "a", "b", "c", "d", "e");
        Writer full = new FilterWriter(new StringWriter()) {
            @Override
            public void flush() throws IOException {
                if (out.toString().contains("    c")) {
                    throw new IOException("No space left on device");
                }
            }
        };
        assertEquals(
                1,
                Cli.run(full, "get", "orders", "--ack", "--count=4", "--uri", RabbitMq.uri())
                        .status());
        assertEquals(List.of("c", "d", "e"), queues.drain("orders", 3));
    }

    @Test
    void whatCannotBePrintedStays() {
        queues.classic("orders");
        queues.publish("orders", "a");
        Writer full = new StringWriter() {
            @Override
            public void flush() {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        };
        assertEquals(
                1,
                Cli.run(full, "get", "orders", "--ack", "--uri", RabbitMq.uri()).status());
        assertEquals(List.of("a"), queues.drain("orders", 1));
    }

    @ParameterizedTest
    @CsvSource({"classic, classic", "quorum, classic", "classic, quorum", "classic, stream"})
    void movedMessagesAreAsTheyWere(String from, String to) {
        declare(from, "orders");
        declare(to, "bills");
        queues.publish("", "orders", FULL, "a", "b", "c");
        amqp("peek", "orders", "--count=3").lines(); // so that a quorum queue counts a delivery
        queues.awaitReady("orders", 3);
        assertEquals(
                List.of("{\"queue\":\"orders\",\"to\":\"bills\",\"moved\":3,\"kept\":0,\"returned\":0,\"nacked\":0}"),
                amqp("move", "orders", "bills", "--json").lines());
        assertEquals(0, queues.ready("orders"));
        if (to.equals("stream")) {
            queues.awaitReady("bills", 3);
            return;
        }
        List<Delivery> moved = queues.take("bills", 3);
        assertEquals(
                List.of("a", "b", "c"),
                moved.stream().map(each -> new String(each.body(), UTF_8)).toList());
        for (Delivery each : moved) {
            assertEquals(FULL.toBuilder().headers(FieldTable.EMPTY).build(), withoutHeaders(each));
            Map<String, FieldValue> headers =
                    new HashMap<>(each.properties().headers().entries());
            headers.remove("x-delivery-count"); // by the quorum queue that it comes from now
            assertEquals(FULL.headers().entries(), headers);
            assertEquals("bills", each.routingKey());
        }
    }

    private static BasicProperties withoutHeaders(Delivery delivery) {
        return delivery.properties().toBuilder().headers(FieldTable.EMPTY).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void moreThanAreAskedForAheadKeepTheirOrder(String type) {
        declare(type, "orders");
        declare(type, "bills");
        String[] bodies = IntStream.range(0, 3000).mapToObj(Integer::toString).toArray(String[]::new);
        queues.publish("orders", bodies);
        assertEquals(
                List.of("copied 3000 messages from \"orders\" to queue \"bills\"; 0 others were left alone"),
                amqp("copy", "orders", "bills").lines());
        assertEquals(List.of(bodies), queues.drain("bills", 3000));
        assertEquals(
                List.of("moved 2000 messages from \"orders\" to queue \"bills\"; 0 others were left alone"),
                amqp("move", "orders", "bills", "--count=2000").lines());
        assertEquals(List.of(bodies).subList(0, 2000), queues.drain("bills", 2000));
        assertEquals(List.of(bodies).subList(2000, 3000), queues.drain("orders", 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void manyThatStayKeepTheirOrder(String type) {
        declare(type, "orders");
        declare(type, "bills");
        String[] bodies = IntStream.range(0, 3000).mapToObj(Integer::toString).toArray(String[]::new);
        queues.publish("orders", bodies);
        assertEquals(
                List.of("moved 300 messages from \"orders\" to queue \"bills\"; 2700 others were left alone"),
                amqp("move", "orders", "bills", "--body-matches=7$").lines());
        assertEquals(Stream.of(bodies).filter(body -> body.endsWith("7")).toList(), queues.drain("bills", 300));
        assertEquals(Stream.of(bodies).filter(body -> !body.endsWith("7")).toList(), queues.drain("orders", 2700));
    }

    @Test
    void messagesThatOthersTakeMeanwhileAreNotAwaited() {
        queues.classic("orders");
        queues.publish("orders", "a", "b", "c", "d", "e");
        try (Session session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()))) {
            Fetching fetching = new Fetching(session, "orders");
            fetch("orders").ack();
            fetch("orders").ack();
            StringBuilder fetched = new StringBuilder();
            for (Optional<Delivery> next = fetching.next(9); next.isPresent(); next = fetching.next(9)) {
                fetched.append(new String(next.get().body(), UTF_8));
                fetching.ack(next.get());
            }
            assertEquals("cde", fetched.toString());
            fetching.putBack(new PrintWriter(new StringWriter()));
        }
        assertEquals(0, queues.ready("orders"));
    }

    /** Then a consumer of this command gets none. */
    @Test
    void whatASingleActiveConsumerLeavesIsFetchedOneByOne() {
        queues.declare(QueueMethod.Declare.durable("orders").singleActiveConsumer(true));
        queues.classic("bills");
        queues.publish("orders", "a", "b", "c", "d", "e");
        try (Session session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()))) {
            Channel channel = session.openChannel(Dispatch.EXECUTOR);
            Stages.await(channel.basicQos(1));
            Stages.await(channel.basicConsume("orders", delivery -> {}));
            queues.awaitReady("orders", 4);
            assertEquals(
                    List.of("moved 4 messages from \"orders\" to queue \"bills\"; 0 others were left alone"),
                    amqp("move", "orders", "bills").lines());
        }
        assertEquals(List.of("b", "c", "d", "e"), queues.drain("bills", 4));
    }

    /** It refuses basic.get, and gives a second consumer nothing. */
    @Test
    void aQuorumQueueWithASingleActiveConsumerIsReadWhereNobodyElseReadsIt() {
        queues.declare(QueueMethod.Declare.durable("orders").queueType("quorum").singleActiveConsumer(true));
        queues.classic("bills");
        queues.publish("orders", "a", "b", "c", "d", "e");
        assertEquals(2, amqp("peek", "orders").lines().size());
        queues.awaitReady("orders", 5);
        assertEquals(
                List.of("moved 2 messages from \"orders\" to queue \"bills\"; 0 others were left alone"),
                amqp("move", "orders", "bills", "--count=2").lines());
        assertEquals(List.of("a", "b"), queues.drain("bills", 2));
        try (Session session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()))) {
            Channel channel = session.openChannel(Dispatch.EXECUTOR);
            Stages.await(channel.basicQos(1));
            Stages.await(channel.basicConsume("orders", delivery -> {}));
            queues.awaitReady("orders", 2);
            amqp("move", "orders", "bills").assertFailed(1, "405", "single active consumer");
        }
        queues.awaitReady("orders", 3);
    }

    /** What is published comes to the end of the same queue. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void movingToTheQueueItselfEnds(String type) {
        declare(type, "orders");
        Stages.await(queues.channel().queueBind("orders", "amq.fanout", ""));
        String[] bodies = IntStream.range(0, 1200).mapToObj(Integer::toString).toArray(String[]::new);
        queues.publish("orders", bodies);
        assertEquals(
                List.of("moved 1200 messages from \"orders\" to exchange \"amq.fanout\"; 0 others were left alone"),
                amqp("move", "orders", "--to-exchange=amq.fanout").lines());
        assertEquals(List.of(bodies), queues.drain("orders", 1200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void filtersChooseAndTheOthersKeepTheirOrder(String type) {
        declare(type, "orders");
        queues.classic("bills");
        queues.publish("", "orders", FULL, "a", "b");
        queues.publish("orders", "c", "d");
        queues.publish("", "orders", FULL, "e", "f");
        assertEquals(
                List.of("{\"queue\":\"orders\",\"to\":\"bills\",\"moved\":2,\"kept\":1,\"returned\":0,\"nacked\":0}"),
                amqp("move", "orders", "bills", "--header=n=I:5", "--body-matches=[bef]", "--count=2", "--json")
                        .lines()
                        .stream()
                        .map(line -> line.replaceAll("\"kept\":\\d", "\"kept\":1"))
                        .toList());
        assertEquals(List.of("b", "e"), queues.drain("bills", 2));
        assertEquals(List.of("a", "c", "d", "f"), queues.drain("orders", 4));
    }

    @Test
    void toAnExchangeWithTheirOwnKeyOrAnother() {
        queues.classic("orders");
        queues.classic("a");
        queues.classic("b");
        Stages.await(queues.channel().queueBind("orders", "amq.direct", "key"));
        Stages.await(queues.channel().queueBind("a", "amq.topic", "key"));
        Stages.await(queues.channel().queueBind("b", "amq.topic", "other"));
        queues.publish("amq.direct", "key", FULL, "1", "2");
        assertEquals(
                List.of("{\"queue\":\"orders\",\"toExchange\":\"amq.topic\",\"copied\":2,\"kept\":0,\"returned\":0,"
                        + "\"nacked\":0}"),
                amqp("copy", "orders", "--to-exchange=amq.topic", "--json").lines());
        assertEquals(List.of("1", "2"), queues.drain("a", 2));
        queues.awaitReady("orders", 2);
        amqp("move", "orders", "--to-exchange=amq.topic", "--routing-key=other").lines();
        assertEquals(List.of("1", "2"), queues.drain("b", 2));
        assertEquals(0, queues.ready("orders"));
    }

    @Test
    void whatNobodyTakesStays() {
        queues.classic("orders");
        queues.publish("orders", "a", "b");
        Cli returned = amqp("move", "orders", "--to-exchange=amq.fanout", "--json");
        returned.assertFailed(1, "did not take all messages: 2 returned; they stay in \"orders\"");
        assertTrue(returned.out().contains("\"moved\":0,\"kept\":0,\"returned\":2,\"nacked\":0"), returned.out());
        queues.awaitReady("orders", 2);

        queues.declare(QueueMethod.Declare.durable("full").maxLength(1).overflow("reject-publish"));
        Cli nacked = amqp("move", "orders", "full");
        nacked.assertFailed(1, "did not take all messages: 1 nacked; they stay in \"orders\"");
        assertEquals(List.of("a"), queues.drain("full", 1));
        assertEquals(List.of("b"), queues.drain("orders", 1));
    }

    /** It closes the channel, after other messages have been moved. */
    @Test
    void aMessageThatTheBrokerWillNotTakeLosesNothing(@TempDir Path folder) throws IOException {
        queues.classic("orders");
        queues.classic("bills");
        String[] bodies = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
        queues.publish("orders", bodies);
        queues.publish("", "orders", FULL, "mine");
        queues.publish("orders", "z");
        Cli run = Queues.amqpAs("client", folder, "move", "orders", "bills");
        run.assertFailed(1, "406", "user_id", "no message is lost");
        assertTrue(run.out().matches("moved \\d+ messages from \"orders\" .*\\s+"), run.out());
        Set<String> there = new HashSet<>();
        Await.until(
                Duration.ofSeconds(30),
                () -> {
                    there.addAll(queues.drain("orders"));
                    there.addAll(queues.drain("bills"));
                    return there.size() == 102;
                },
                there::toString);
    }

    @Test
    void missingQueuesAndExchangesAreOneSentence() {
        queues.classic("orders");
        queues.publish("orders", "a");
        amqp("move", "orders", "nothing").assertFailed(1, "404", "'nothing'", "declare it first");
        amqp("copy", "nothing", "orders").assertFailed(1, "404", "'nothing'", "declare it first");
        amqp("move", "orders", "--to-exchange=nowhere").assertFailed(1, "404", "'nowhere'", "declare it first");
        amqp("peek", "nothing").assertFailed(1, "404", "'nothing'", "declare it first");
        amqp("requeue-dlq", "nothing").assertFailed(1, "404", "'nothing'", "declare it first");
        assertEquals(List.of("a"), queues.drain("orders", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get log", "peek log", "move log bills", "copy log bills", "requeue-dlq log"})
    void aStreamIsSaidToBeOne(String commandLine) {
        declare("stream", "log");
        queues.classic("bills");
        queues.publish("log", "a");
        queues.awaitReady("log", 1);
        amqp(commandLine.split(" ")).assertFailed(1, "\"log\"", "it is a stream", "amqp consume");
    }

    @Test
    void deadLettersGoBackToWhereTheyDiedFirst() {
        queues.classic("dead");
        queues.classic("other");
        for (String name : List.of("orders", "bills")) {
            queues.declare(
                    QueueMethod.Declare.durable(name).deadLetterExchange("").deadLetterRoutingKey("dead"));
            queues.publish("", name, FULL, name + " 1", name + " 2");
            for (Delivery each : List.of(fetch(name), fetch(name))) {
                each.nack(false);
            }
        }
        queues.publish("dead", "never died");
        queues.awaitReady("dead", 5);
        assertEquals(
                List.of("{\"queue\":\"dead\",\"requeued\":1,\"kept\":0,\"returned\":0,\"nacked\":0}"),
                amqp("requeue-dlq", "dead", "--death-reason=rejected", "--body-matches=1", "--count=1", "--json")
                        .lines());
        assertEquals(List.of("orders 1"), queues.drain("orders", 1));
        assertEquals(
                List.of(
                        "requeued 3 messages from \"dead\" to the queues that they came from; 1 others were left alone"),
                amqp("requeue-dlq", "dead").lines());
        Delivery back = queues.take("orders", 1).get(0);
        assertEquals("m", back.properties().messageId());
        assertEquals(
                "rejected",
                back.properties().headers().get("x-first-death-reason").asString());
        assertEquals(List.of("bills 1", "bills 2"), queues.drain("bills", 2));
        assertEquals(List.of("never died"), queues.drain("dead", 1));
    }

    private Delivery fetch(String queue) {
        return Stages.await(queues.channel().basicGet(queue)).orElseThrow();
    }

    @Test
    void deadLettersGoBackByTheirExchangeToo() {
        queues.classic("dead");
        queues.classic("new");
        queues.declare(
                QueueMethod.Declare.durable("orders").deadLetterExchange("").deadLetterRoutingKey("dead"));
        Stages.await(queues.channel().queueBind("orders", "amq.direct", "key"));
        queues.publish("amq.direct", "key", FULL, "1", "2");
        for (Delivery each : List.of(fetch("orders"), fetch("orders"))) {
            each.nack(false);
        }
        queues.awaitReady("dead", 2);
        Stages.await(queues.channel().queueDelete("orders"));
        amqp("requeue-dlq", "dead").assertFailed(1, "did not take all messages: 2 returned");
        queues.awaitReady("dead", 2);
        Stages.await(queues.channel().queueBind("new", "amq.direct", "key"));
        assertEquals(
                List.of("requeued 2 messages from \"dead\" to the exchanges that they came from; 0 others were left"
                        + " alone"),
                amqp("requeue-dlq", "dead", "--by-exchange").lines());
        assertEquals(List.of("1", "2"), queues.drain("new", 2));
    }

    @Test
    void whatDiedInTheQueueItselfStays() {
        queues.declare(
                QueueMethod.Declare.durable("orders").deadLetterExchange("").deadLetterRoutingKey("retry"));
        queues.declare(QueueMethod.Declare.durable("retry")
                .messageTtl(Duration.ZERO)
                .deadLetterExchange("")
                .deadLetterRoutingKey("orders"));
        queues.publish("retry", "a");
        queues.awaitReady("orders", 1);
        fetch("orders").nack(false);
        queues.awaitReady("orders", 1); // by way of retry, which dead letters pass at once
        assertEquals(1, amqp("requeue-dlq", "orders").lines().size());
        queues.awaitReady("orders", 1);
    }
}
