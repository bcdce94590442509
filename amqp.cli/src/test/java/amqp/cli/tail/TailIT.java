// SPDX-License-Identifier: MPL-2.0
package amqp.cli.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.RabbitMq;
import amqp.cli.connection.Session;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.connection.Verdict;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code amqp tail} on a real RabbitMQ. */
@Timeout(120)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class TailIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String EXCHANGE = "tail.exchange";

    private Session session;
    private Channel channel;

    @BeforeEach
    void open() {
        session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()));
        channel = session.openChannel(Dispatch.EXECUTOR);
    }

    @AfterEach
    void clean() {
        Stages.await(channel.exchangeDelete(EXCHANGE));
        session.close();
    }

    private void declare(String type) {
        Stages.await(channel.exchangeDeclare(ExchangeMethod.Declare.of(EXCHANGE, type)));
    }

    private static CompletableFuture<Cli> tail(String uri, String... options) {
        List<String> arguments = new ArrayList<>(List.of("tail", "--uri", uri));
        arguments.addAll(List.of(options));
        return CompletableFuture.supplyAsync(
                () -> Cli.run(arguments.toArray(String[]::new)), task -> new Thread(task, "tail").start());
    }

    /** Publishes until there is a queue that takes the message. */
    private void publishOnceRouted(String exchange, String routingKey, Message message) {
        BasicMethod.Publish mandatory = new BasicMethod.Publish(exchange, routingKey, true);
        Channel probing = session.openChannel(Dispatch.IO_THREAD);
        Stages.await(probing.confirmSelect());
        Await.until(
                DEADLINE,
                () -> Stages.await(probing.publishConfirmed(mandatory, message)) == Verdict.ACKED,
                () -> "nobody listens");
    }

    /** Publishes until the command has ended. */
    private void publishUntil(CompletableFuture<Cli> ended, String routingKey) {
        Await.until(
                DEADLINE,
                () -> {
                    channel.publish(EXCHANGE, routingKey, Message.of("again"));
                    Stages.await(channel.basicQos(0));
                    return ended.isDone();
                },
                () -> "it does not end");
    }

    @ParameterizedTest
    @CsvSource({"topic", "fanout", "headers"})
    void everyMessage(String type) {
        declare(type);
        var tail = tail(RabbitMq.uri(), EXCHANGE, "--count", "2");
        publishOnceRouted(EXCHANGE, "a.b", Message.of("one"));
        Message second = Message.of(
                BasicProperties.builder().headers(FieldTable.of("n", 5)).build(), "two".getBytes());
        channel.publish(EXCHANGE, "c", second);
        List<String> lines = tail.join().lines();
        assertEquals(4, lines.size(), lines.toString());
        assertTrue(lines.get(0).contains("exchange=" + EXCHANGE + "  routingKey=a.b"), lines.get(0));
        assertEquals("    one", lines.get(1));
        assertEquals("    two", lines.get(3));
    }

    @Test
    void endsWhenNothingComes() {
        declare("fanout");
        var tail = tail(RabbitMq.uri(), EXCHANGE, "--idle", "3s");
        publishOnceRouted(EXCHANGE, "", Message.of("one"));
        assertEquals("    one", tail.join().lines().get(1));
    }

    @Test
    void patterns() {
        declare("topic");
        var tail = tail(
                RabbitMq.uri(), EXCHANGE, "--count", "2", "--json", "--routing-key", "a.*", "--routing-key", "last");
        publishOnceRouted(EXCHANGE, "last", Message.of("1"));
        channel.publish(EXCHANGE, "b.1", Message.of("2"));
        channel.publish(EXCHANGE, "a.1", Message.of("3"));
        List<String> lines = tail.join().lines();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("\"routingKey\":\"last\""), lines.get(0));
        assertTrue(lines.get(1).contains("\"routingKey\":\"a.1\""), lines.get(1));
    }

    @Test
    void filters() {
        declare("fanout");
        var tail = tail(RabbitMq.uri(), EXCHANGE, "--count", "2", "--json", "--body-matches", "^(wanted|last)");
        publishOnceRouted(EXCHANGE, "k", Message.of("wanted"));
        channel.publish(EXCHANGE, "k", Message.of("unwanted"));
        channel.publish(EXCHANGE, "k", Message.of("last"));
        List<String> lines = tail.join().lines();
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).contains("\"body\":\"last\""), lines.get(1));
    }

    @Test
    void goesOnAfterALoss() {
        declare("topic");
        try (FaultProxy proxy = FaultProxy.to(RabbitMq.NODE.port())) {
            var tail = tail("amqp://guest:guest@127.0.0.1:" + proxy.port(), EXCHANGE, "--count", "2");
            publishOnceRouted(EXCHANGE, "before", Message.of("1"));
            Await.until(
                    DEADLINE,
                    () -> proxy.taps().get(0).contentCount(Direction.TO_CLIENT) == 1,
                    () -> "it is not delivered");
            proxy.reset();
            publishUntil(tail, "after");
            Cli ended = tail.join();
            assertEquals(0, ended.status(), ended.err());
            assertTrue(ended.out().contains("routingKey=after"), ended.out());
            List<String> said = ended.err().lines().toList();
            assertEquals(3, said.size(), ended.err());
            assertTrue(said.get(0).startsWith("amqp: connection lost, connecting again"), ended.err());
            assertTrue(said.get(1).startsWith("amqp: connected again"), ended.err());
            assertEquals("amqp: messages of the meantime are missed", said.get(2));
        }
    }

    @Test
    void tracingOfRabbitMq() {
        RabbitMq.NODE.rabbitmqctl("trace_on");
        try {
            declare("fanout");
            var tail = tail(RabbitMq.uri(), "amq.rabbitmq.trace", "--routing-key", "publish." + EXCHANGE, "--count=1");
            publishUntil(tail, "k");
            assertTrue(
                    tail.join().lines().get(0).contains("routing_keys"),
                    tail.join().out());
        } finally {
            RabbitMq.NODE.rabbitmqctl("trace_off");
        }
    }

    @Test
    void refusals() {
        Cli.run("tail", "--uri", RabbitMq.uri(), "nowhere").assertFailed(1, "404", "declare it first");
        Cli.run("tail", "").assertFailed(2, "no queue can be bound to the default exchange", "trace_on");
        Cli.run("tail", "amq.direct").assertFailed(2, "give a --routing-key");
        Cli.run("tail").assertFailed(2, "EXCHANGE");
        Cli.run("tail", "x", "--count", "0").assertFailed(2, "--count must be at least 1");
        Cli.run("tail", "x", "--max-waiting", "0").assertFailed(2, "--max-waiting must be at least 1");
    }
}
