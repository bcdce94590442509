// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.cli.Cli;
import amqp.cli.RabbitMq;
import amqp.cli.connection.Session;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The queues of one test on the shared RabbitMQ, deleted in the end. */
final class Queues implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Session session;
    private final Channel channel;
    private final List<String> names = new ArrayList<>();

    Queues() {
        session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()));
        channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.confirmSelect());
    }

    /** A run of the command on the shared RabbitMQ. */
    static Cli amqp(String... commandLine) {
        return Cli.run(Stream.concat(Stream.of(commandLine), Stream.of("--uri", RabbitMq.uri()))
                .toArray(String[]::new));
    }

    /** The same as another of its users. */
    static Cli amqpAs(String user, Path folder, String... commandLine) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), user);
        String address = RabbitMq.uri().replace("guest:guest", user);
        return Cli.run(Stream.concat(
                        Stream.of(commandLine), Stream.of("--uri", address, "--password-file", password.toString()))
                .toArray(String[]::new));
    }

    Channel channel() {
        return channel;
    }

    String declare(QueueMethod.Declare method) {
        names.add(method.queue());
        Stages.await(channel.queueDeclare(method));
        return method.queue();
    }

    String classic(String name) {
        return declare(QueueMethod.Declare.durable(name));
    }

    void publish(String exchange, String key, BasicProperties properties, String... bodies) {
        Stream.of(bodies)
                .map(body -> channel.publishConfirmed(
                        BasicMethod.Publish.of(exchange, key), Message.of(properties, body.getBytes(UTF_8))))
                .toList()
                .forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
    }

    void publish(String queue, String... bodies) {
        publish("", queue, BasicProperties.persistent(), bodies);
    }

    long ready(String queue) {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .messageCount();
    }

    /** Waits until so many are ready: what a connection held goes back a moment after its end. */
    void awaitReady(String queue, long messages) {
        Await.until(DEADLINE, () -> ready(queue) == messages, () -> queue + " has " + ready(queue));
    }

    /** The bodies in order, when there are so many; the queue is empty afterwards. */
    List<String> drain(String queue, int messages) {
        awaitReady(queue, messages);
        return drain(queue);
    }

    /** The bodies of what is ready, in order. */
    List<String> drain(String queue) {
        return take(queue).stream()
                .map(delivery -> new String(delivery.body(), UTF_8))
                .toList();
    }

    List<Delivery> take(String queue, int messages) {
        awaitReady(queue, messages);
        return take(queue);
    }

    private List<Delivery> take(String queue) {
        List<Delivery> all = new ArrayList<>();
        BasicMethod.Get get = BasicMethod.Get.of(queue).noAck(true);
        for (Optional<Delivery> next = Stages.await(channel.basicGet(get));
                next.isPresent();
                next = Stages.await(channel.basicGet(get))) {
            all.add(next.get());
        }
        return all;
    }

    /** For a queue that the test has others make. */
    void deleteInTheEnd(String queue) {
        names.add(queue);
    }

    @Override
    public void close() {
        names.forEach(name -> Stages.await(channel.queueDelete(name)));
        session.close();
    }
}
