// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingChannel;
import amqp.blocking.BlockingConnection;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Acknowledges what was handled, requeues what may work later, and rejects what never will. */
public final class Acknowledging {
    /** Three messages, one of them twice. */
    private final CountDownLatch handled = new CountDownLatch(4);

    private Acknowledging() {}

    public static void main(String[] args) throws InterruptedException {
        new Acknowledging().run(Arguments.of(args).uri());
    }

    private void run(String uri) throws InterruptedException {
        try (var connection = BlockingConnection.open(uri);
                var channel = connection.openChannel()) {
            channel.confirmSelect();
            String orders = channel.queueDeclare().queue();
            for (String order : new String[] {"good", "later", "broken"}) {
                channel.publish("", orders, Message.of(order));
            }
            consume(connection.openChannel(), orders);
            Claim.equal(true, handled.await(10, TimeUnit.SECONDS), "all were handled");

            multiple(connection.openChannel(), channel);
            Claim.equal(0L, channel.queueDelete(orders).messageCount(), "messages that are left");
            System.out.println("acknowledged two, requeued one of them before, rejected one");
        }
    }

    private void consume(BlockingChannel channel, String orders) {
        // tag::outcomes[]
        DeliveryHandler handler = delivery -> {
            try {
                handle(delivery);
                delivery.ack(); // done: the broker deletes the message
            } catch (TryLaterException e) {
                delivery.nack(true); // back to its queue, to be delivered again
            } catch (RuntimeException e) {
                delivery.nack(false); // dead-lettered, or deleted
            }
        };
        // end::outcomes[]
        channel.basicQos(10);
        channel.basicConsume(orders, handler);
    }

    private static void multiple(BlockingChannel channel, BlockingChannel publisher) {
        String own = publisher.queueDeclare().queue();
        publisher.publish("", own, Message.of("one"));
        publisher.publish("", own, Message.of("two"));
        channel.basicGet(own);
        Delivery second = channel.basicGet(own).orElseThrow();
        // tag::multiple[]
        second.ackMultiple(); // this message and all before it on its channel
        // end::multiple[]
        channel.close();
        Claim.equal(
                true, publisher.basicGet(BasicMethod.Get.of(own).noAck(true)).isEmpty(), "both are acknowledged");
    }

    private void handle(Delivery delivery) {
        handled.countDown();
        String order = delivery.message().text();
        if (order.equals("broken")) throw new IllegalArgumentException("not an order");
        if (order.equals("later") && !delivery.redelivered()) throw new TryLaterException();
    }

    private static final class TryLaterException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
