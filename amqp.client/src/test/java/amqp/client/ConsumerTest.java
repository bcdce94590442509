// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsumerTest {
    private final MemoryConnection world = MemoryConnection.open();
    private final Channel channel = world.channel();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    private final DeliveryHandler consumer = new DeliveryHandler() {
        @Override
        public void onDelivery(Delivery delivery) {
            heard.add(MemoryConnection.text(delivery));
        }

        @Override
        public void onCancel(String consumerTag) {
            heard.add("cancelled " + consumerTag);
        }

        @Override
        public void onClosed(ClosedException why) {
            heard.add("closed " + why.replyCode());
        }
    };

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private void expectHeard(String... expected) {
        MemoryConnection.await(() -> heard.size() >= expected.length, heard::toString);
        assertEquals(List.of(expected), List.copyOf(heard));
    }

    private String consume(String tag) {
        return get(channel.basicConsume(BasicMethod.Consume.of("q").consumerTag(tag), consumer));
    }

    @Test
    void theBrokerNamesTheConsumer() {
        assertEquals("amq.ctag-1", get(channel.basicConsume("q", consumer)));
        assertEquals("q", world.expect("basic.consume").text("queue"));
    }

    @Test
    void aDeliveryIsAMessageToPublishAgain() {
        CompletableFuture<Delivery> delivered = new CompletableFuture<>();
        String tag = get(channel.basicConsume("q", delivered::complete));
        world.adapter.io(
                () -> world.broker.deliver(1, tag, "", "q", Map.of("type", "t"), MemoryConnection.octets("body")));
        Delivery delivery = get(delivered);
        Message message = delivery.message();
        assertEquals("body", message.text());
        assertEquals("t", message.properties().type());
        assertSame(delivery.body(), message.body());
        assertSame(delivery.properties(), message.properties());
    }

    @Test
    void theBrokerCancels() {
        world.deliver(1, consume("a"), "message");
        world.adapter.io(() -> world.broker.cancelConsumer(1, "a"));
        expectHeard("message", "cancelled a");
        get(channel.close());
        consumeNothingMore();
        expectHeard("message", "cancelled a");
    }

    /** All that the channel's executors had to do is done when a later channel's has. */
    private void consumeNothingMore() {
        get(world.connection.close());
    }

    @Test
    void weCancel() {
        consume("a");
        assertEquals(new BasicMethod.CancelOk("a"), get(channel.basicCancel("a")));
        assertEquals("a", expectCancel().text("consumer-tag"));
        get(channel.close());
        consumeNothingMore();
        expectHeard();
    }

    private amqp.testkit.wire.WireFrame.Method expectCancel() {
        world.expect("basic.consume");
        return world.expect("basic.cancel");
    }

    @Test
    void aTagCanBeTakenAnewAtOnce() {
        for (int i = 0; i < 50; i++) {
            consume("a");
            channel.basicCancel("a");
        }
        consume("a");
        channel.close(200, "done");
        expectHeard("closed 200");
    }

    @Test
    void theChannelCloses() {
        consume("a");
        consume("b");
        world.adapter.io(() -> world.broker.closeChannel(1, 406, "unknown delivery tag", 60, 80));
        expectHeard("closed 406", "closed 406");
    }

    @Test
    void theConnectionBreaks() {
        world.deliver(1, consume("a"), "last");
        expectHeard("last");
        world.transport().breaks(new java.io.IOException("cable cut"));
        expectHeard("last", "closed 0");
    }

    @Test
    void aConsumerOfARefusedConsumeHearsNothing() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "no queue"));
        assertEquals(
                404,
                failure(ClosedException.class, channel.basicConsume("nowhere", consumer))
                        .replyCode());
        expectHeard();
    }

    @Test
    void noWaitConsumesUnderItsOwnTag() {
        BasicMethod.Consume method =
                BasicMethod.Consume.of("q").consumerTag("mine").noWait(true);
        assertEquals("mine", get(channel.basicConsume(method, consumer)));
        world.deliver(1, "mine", "message");
        expectHeard("message");
        BasicMethod.Consume nameless = BasicMethod.Consume.of("q").noWait(true);
        assertThrows(IllegalArgumentException.class, () -> channel.basicConsume(nameless, consumer));
        assertThrows(IllegalArgumentException.class, () -> channel.basicConsume(method, consumer));
    }

    @Test
    void deliveriesAcknowledgeThemselves() {
        Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
        String tag = get(channel.basicConsume("q", deliveries::add));
        world.deliver(1, tag, "1", "2", "3", "4");
        MemoryConnection.await(() -> deliveries.size() == 4, deliveries::toString);
        Delivery first = deliveries.remove();
        first.nack(true);
        deliveries.remove();
        deliveries.remove().ackMultiple();
        MemoryConnection.await(
                () -> unacked().equals(Set.of(4L)), () -> unacked().toString());
        deliveries.remove().ack();
        MemoryConnection.await(() -> unacked().isEmpty(), () -> unacked().toString());
        assertTrue(first.consumerTag().equals(tag) && first.routingKey().equals("q"));
    }

    private Set<Long> unacked() {
        return world.adapter.io(() -> world.broker.unacked(1));
    }

    @Test
    void aMessageForNobodyEndsNothing() {
        world.deliver(1, "nobody", "lost");
        get(channel.queueDeclare("q"));
        expectHeard();
    }

    @Test
    void anOversizedMessageIsSkipped() {
        try (MemoryConnection small = MemoryConnection.open(options -> options.maxMessageSize(3))) {
            Channel other = small.channel();
            String tag = get(other.basicConsume("q", consumer));
            BlockingQueue<Long> sizes = new LinkedBlockingQueue<>();
            small.connection.addListener(new ConnectionListener() {
                @Override
                public void onOversized(String exchange, String routingKey, long size) {
                    sizes.add(size);
                }
            });
            small.deliver(1, tag, "large", "ok");
            expectHeard("ok");
            MemoryConnection.await(() -> List.copyOf(sizes).equals(List.of(5L)), () -> "heard of " + sizes);
        }
    }
}
