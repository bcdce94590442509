// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import static amqp.memory.MemoryConnection.get;
import static amqp.memory.MemoryConnection.octets;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection that is observed, to a scripted broker that does what the routing key of a publish says. */
final class Traffic implements AutoCloseable {
    static final String QUEUE = "orders";
    private static final Map<String, amqp.testkit.scripted.Verdict> BY_KEY = Map.of(
            "nacked", amqp.testkit.scripted.Verdict.NACK,
            "returned", amqp.testkit.scripted.Verdict.RETURN,
            "none", amqp.testkit.scripted.Verdict.NONE);

    final MemoryConnection world;
    final Channel channel;
    private final BlockingQueue<Delivery> handed = new LinkedBlockingQueue<>();

    Traffic(ClientObserver observer, String name) {
        world = MemoryConnection.open(options -> options.observer(observer).connectionName(name));
        world.adapter.io(() -> world.broker.verdicts(
                publish -> BY_KEY.getOrDefault(publish.routingKey(), amqp.testkit.scripted.Verdict.ACK)));
        channel = world.confirmingChannel();
    }

    Verdict publish(String key) {
        return publish(key, Message.of("body"));
    }

    Verdict publish(String key, Message message) {
        return get(channel.publishConfirmed(BasicMethod.Publish.of("", key).mandatory(true), message));
    }

    /** Consumes the queue by a handler, which may throw, and gives it a message. */
    Delivery deliver(String tag, String queue, Map<String, ?> properties, DeliveryHandler handler)
            throws InterruptedException {
        get(channel.basicConsume(BasicMethod.Consume.of(queue).consumerTag(tag), delivery -> {
            handed.add(delivery);
            handler.onDelivery(delivery);
        }));
        world.adapter.io(() -> world.broker.deliver(channel.number(), tag, "", queue, properties, octets("body")));
        return handed.poll(MemoryConnection.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    Delivery deliver(String tag, String queue) throws InterruptedException {
        return deliver(tag, queue, Map.of(), delivery -> {});
    }

    @Override
    public void close() {
        get(world.connection.close());
        world.close();
    }
}
