// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryBuffer;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A connection with a channel for one test. What outlives the connection by itself is deleted at the end. */
public final class Session implements AutoCloseable {
    private final BlockingConnection blocking;
    private final Channel channel;
    private Channel confirming;
    private final List<String> sharedQueues = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();

    private Session(BlockingConnection blocking) {
        this.blocking = blocking;
        this.channel = Stages.await(connection().openChannel());
    }

    public static Session on(Setup setup) {
        return with(setup.options().build());
    }

    public static Session with(ConnectionOptions options) {
        return new Session(BlockingConnection.open(options));
    }

    public Connection connection() {
        return blocking.connection();
    }

    /** The first channel, with callbacks on the executor. */
    public Channel channel() {
        return channel;
    }

    public BlockingChannel openBlockingChannel() {
        return blocking.openChannel();
    }

    public Channel openChannel() {
        return Stages.await(connection().openChannel());
    }

    /** A queue of this connection alone, named by the broker. */
    public String queue() {
        return Stages.await(channel.queueDeclare()).queue();
    }

    /** A queue of this connection alone, with arguments, named by the broker. */
    public String queue(FieldTable arguments) {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of("")
                        .durable(false)
                        .exclusive(true)
                        .arguments(arguments)))
                .queue();
    }

    /** A queue that other connections may use too; durable, since later releases of RabbitMQ refuse it otherwise. */
    public String sharedQueue() {
        return sharedQueue(QueueMethod.Declare.durable(Names.fresh("queue")));
    }

    public String sharedQueue(QueueMethod.Declare method) {
        Stages.await(channel.queueDeclare(method));
        sharedQueues.add(method.queue());
        return method.queue();
    }

    /** A name for a queue that the test declares as it likes. */
    public String nameOfSharedQueue() {
        String name = Names.fresh("queue");
        sharedQueues.add(name);
        return name;
    }

    /** What the broker says of a queue. */
    public QueueMethod.DeclareOk look(String queue) {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
    }

    public String exchange(String type) {
        return exchange(ExchangeMethod.Declare.of(Names.fresh(type), type));
    }

    public String exchange(ExchangeMethod.Declare method) {
        Stages.await(channel.exchangeDeclare(method));
        exchanges.add(method.exchange());
        return method.exchange();
    }

    public void bind(String queue, String exchange, String key) {
        Stages.await(channel.queueBind(queue, exchange, key));
    }

    /** Publishes on a channel of its own and waits until the broker has everything. */
    public void publish(String exchange, String key, String... bodies) {
        publish(exchange, key, BasicProperties.EMPTY, bodies);
    }

    public void publish(String exchange, String key, BasicProperties properties, String... bodies) {
        if (confirming == null) {
            confirming = openChannel();
            Stages.await(confirming.confirmSelect());
        }
        Stream.of(bodies)
                .map(body -> confirming.publishConfirmed(
                        BasicMethod.Publish.of(exchange, key), Message.of(properties, body.getBytes(UTF_8))))
                .toList()
                .forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
    }

    public DeliveryBuffer consume(String queue) {
        return consume(channel, BasicMethod.Consume.of(queue));
    }

    public static DeliveryBuffer consume(Channel channel, BasicMethod.Consume method) {
        var buffer = new DeliveryBuffer(channel);
        Stages.await(channel.basicConsume(method, buffer));
        return buffer;
    }

    /** The next message; fails where none comes. */
    public static Delivery next(DeliveryBuffer buffer) {
        try {
            return buffer.poll(Stages.PATIENCE).orElseThrow(() -> new AssertionError("no message came"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    /** The message at the head of a queue, not acknowledged. */
    public Delivery get(String queue) {
        return Stages.await(channel.basicGet(queue)).orElseThrow();
    }

    public static String text(Delivery delivery) {
        return new String(delivery.body(), UTF_8);
    }

    /** What a queue has ready, in order; it is empty afterwards. */
    public List<String> drain(String queue) {
        List<String> bodies = new ArrayList<>();
        var get = BasicMethod.Get.of(queue).noAck(true);
        for (var next = Stages.await(channel.basicGet(get));
                next.isPresent();
                next = Stages.await(channel.basicGet(get))) {
            bodies.add(text(next.get()));
        }
        return bodies;
    }

    @Override
    public void close() {
        if (connection().isOpen() && !(sharedQueues.isEmpty() && exchanges.isEmpty())) {
            try (var last = blocking.openChannel()) {
                sharedQueues.forEach(name -> last.queueDelete(name));
                exchanges.forEach(name -> last.exchangeDelete(name));
            }
        }
        blocking.close();
    }
}
