// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Address;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.client.RecoveryReport;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How consumers go on after a loss, where something happened meanwhile. */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class ResumedConsumersIT {
    private final RabbitMqNode node = Brokers.node();
    private final String queue = Names.fresh("queue");
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final CompletableFuture<RecoveryReport> report = new CompletableFuture<>();

    /** What is done while the connection is away. */
    private volatile Runnable meanwhile = () -> {};

    private Connection other;
    private Connection connection;

    @BeforeEach
    void connect() {
        other = Stages.await(Connection.open(Brokers.nodeBroker().options().build()));
        connection = Stages.await(Connection.open(Brokers.nodeBroker()
                .options()
                .connectionName(queue)
                .recovery(Recovering.SOON.toBuilder().resolver(this::resolve).build())
                .build()));
        connection.addListener(new ConnectionListener() {
            @Override
            public void onRecovered(RecoveryReport what) {
                report.complete(what);
            }
        });
    }

    @AfterEach
    void disconnect() {
        Stages.await(connection.close());
        Stages.await(other.close());
    }

    private List<Address> resolve(List<Address> configured) {
        meanwhile.run();
        return configured;
    }

    private void loseAnd(Runnable what) {
        meanwhile = what;
        node.closeConnections(queue, "lost");
    }

    private RecoveryReport awaitReport() {
        RecoveryReport complete = Stages.await(report);
        assertTrue(complete.isComplete(), complete.toString());
        return complete;
    }

    private Channel onOther() {
        return Stages.await(other.openChannel());
    }

    private void publish(int from, int to) {
        Channel channel = onOther();
        Stages.await(channel.confirmSelect());
        IntStream.range(from, to)
                .mapToObj(i -> channel.publishConfirmed(
                        BasicMethod.Publish.of("", queue),
                        Message.of(Integer.toString(i).getBytes(StandardCharsets.UTF_8))))
                .toList()
                .forEach(Stages::await);
        Stages.await(channel.close());
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private void awaitBodies(List<String> expected) {
        Await.until(Stages.PATIENCE, () -> bodies.size() >= expected.size(), () -> "came " + bodies);
        assertEquals(expected, bodies);
    }

    private void consume(FieldTable arguments) {
        Channel channel = Stages.await(connection.openChannel());
        Stages.await(channel.basicQos(4));
        Stages.await(channel.basicConsume(BasicMethod.Consume.of(queue).arguments(arguments), delivery -> {
            bodies.add(new String(delivery.body(), StandardCharsets.UTF_8));
            delivery.ack();
        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"first", "next", "last", ""})
    void aConsumerOfAStreamMissesNothingAndGetsNothingTwice(String offset) {
        Stages.await(onOther().queueDeclare(QueueMethod.Declare.stream(queue)));
        consume(offset.isEmpty() ? FieldTable.EMPTY : FieldTable.of(Map.of("x-stream-offset", offset)));
        publish(0, 10);
        awaitBodies(numbers(0, 10));
        loseAnd(() -> publish(10, 20));
        awaitReport();
        awaitBodies(numbers(0, 20));
        publish(20, 22);
        awaitBodies(numbers(0, 22));
        Stages.await(onOther().queueDelete(QueueMethod.Delete.of(queue)));
    }

    /** Messages of a stream that somebody has moved to a queue of another kind keep their header. */
    @Test
    void theHeaderOfAStreamDoesNoHarmElsewhere() {
        Channel channel = onOther();
        Stages.await(channel.queueDeclare(QueueMethod.Declare.durable(queue)));
        consume(FieldTable.EMPTY);
        Map<String, Object> headers = Map.of("x-stream-offset", 7L);
        channel.publish("", queue, Message.of("0").headers(headers));
        awaitBodies(numbers(0, 1));
        loseAnd(() -> {});
        awaitReport();
        channel.publish("", queue, Message.of("1").headers(headers));
        awaitBodies(numbers(0, 2));
        Stages.await(channel.queueDelete(QueueMethod.Delete.of(queue)));
    }

    /** Each name is in the log once more for each refusal. */
    private void awaitRefusal(String text) {
        Await.until(
                Stages.PATIENCE,
                () -> node.log().lines().anyMatch(line -> line.contains(text) && line.contains(queue)),
                () -> "not refused");
    }

    /** As a connection has it whose loss the broker has not noticed. */
    @Test
    void anExclusiveQueueIsTakenOnceItIsFree() {
        var exclusive = QueueMethod.Declare.of(queue).durable(false).exclusive(true);
        Stages.await(Stages.await(connection.openChannel()).queueDeclare(exclusive));
        loseAnd(() -> Stages.await(onOther().queueDeclare(exclusive)));
        awaitRefusal("exclusive access to locked queue");
        Stages.await(other.close());
        assertEquals(queue, ((QueueMethod.Declare) awaitReport().items().get(0).method()).queue());
        Stages.await(Stages.await(connection.openChannel())
                .queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
    }

    @Test
    void anExclusiveConsumerGoesOnOnceItsQueueIsFree() {
        Stages.await(onOther().queueDeclare(QueueMethod.Declare.durable(queue)));
        Channel channel = Stages.await(connection.openChannel());
        Stages.await(channel.basicConsume(
                BasicMethod.Consume.of(queue).exclusive(true).noAck(true),
                delivery -> bodies.add(new String(delivery.body(), StandardCharsets.UTF_8))));
        loseAnd(() -> Stages.await(
                onOther().basicConsume(BasicMethod.Consume.of(queue).exclusive(true), delivery -> {})));
        awaitRefusal("in exclusive use");
        Stages.await(other.close());
        awaitReport();
        channel.publish("", queue, Message.of("0".getBytes(StandardCharsets.UTF_8)));
        awaitBodies(numbers(0, 1));
        Stages.await(channel.queueDelete(QueueMethod.Delete.of(queue)));
    }
}
