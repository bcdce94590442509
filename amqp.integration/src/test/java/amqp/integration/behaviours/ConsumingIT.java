// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Session.next;
import static amqp.integration.support.Session.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Getting, consuming, acknowledging, giving back. */
class ConsumingIT {

    @OnEveryBroker
    void getTakesOneOrNone(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String queue = session.queue();
            assertEquals(Optional.empty(), Stages.await(channel.basicGet(queue)));
            session.publish("", queue, "a", "b");
            Delivery first = Stages.await(channel.basicGet(queue)).orElseThrow();
            assertEquals("a", text(first));
            assertEquals(queue, first.routingKey());
            assertFalse(first.redelivered());
            first.ack();
            assertEquals(List.of("b"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void whatIsGivenBackComesAgainMarkedAndInPlace(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a", "b", "c");
            var get = BasicMethod.Get.of(queue);
            List<Delivery> taken = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taken.add(Stages.await(session.channel().basicGet(get)).orElseThrow());
            }
            taken.get(2).nack(true);
            session.channel().basicReject(taken.get(1).deliveryTag(), true);
            taken.get(0).ack();
            var again = session.consume(queue);
            for (String expected : List.of("b", "c")) {
                Delivery delivery = next(again);
                assertEquals(expected, text(delivery));
                assertTrue(delivery.redelivered());
                delivery.ack();
            }
        }
    }

    @OnRabbitMq
    void whatIsRejectedForGoodGoesToTheDeadLetters(Setup setup) {
        try (var session = Session.on(setup)) {
            String dead = session.queue();
            var arguments = FieldTable.builder()
                    .put("x-dead-letter-exchange", "")
                    .put("x-dead-letter-routing-key", dead)
                    .build();
            String queue = Stages.await(session.channel()
                            .queueDeclare(QueueMethod.Declare.of("")
                                    .durable(false)
                                    .exclusive(true)
                                    .arguments(arguments)))
                    .queue();
            session.publish("", queue, "a", "b");
            var messages = session.consume(queue);
            next(messages).nack(false);
            Delivery second = next(messages);
            session.channel().basicReject(second.deliveryTag(), false);
            var dying = session.consume(dead);
            assertEquals("a", text(next(dying)));
            Delivery last = next(dying);
            assertEquals("b", text(last));
            var death =
                    last.properties().headers().get("x-death").asList().get(0).asTable();
            assertEquals("rejected", death.get("reason").asString());
        }
    }

    @OnEveryBroker
    void oneAckForMany(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a", "b", "c");
            var channel = session.openChannel();
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            next(messages);
            next(messages).ackMultiple();
            next(messages);
            Stages.await(channel.close());
            assertEquals(List.of("c"), session.drain(queue));
        }
    }

    @OnRabbitMq
    void oneNackForAll(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a", "b", "c");
            Stages.await(session.channel().basicQos(3));
            var messages = session.consume(queue);
            for (int i = 0; i < 3; i++) {
                next(messages);
            }
            session.channel().basicNack(0, true, true);
            for (String expected : List.of("a", "b", "c")) {
                Delivery again = next(messages);
                assertEquals(expected, text(again));
                assertTrue(again.redelivered());
            }
        }
    }

    @OnEveryBroker
    void prefetchBoundsWhatIsUnacknowledged(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var channel = session.openChannel();
            Stages.await(channel.basicQos(3));
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            session.publish("", queue, "1", "2", "3", "4", "5", "6");
            List<Delivery> first = List.of(next(messages), next(messages), next(messages));
            assertEquals(List.of("4", "5", "6"), session.drain(queue), "the consumer has no more than three");
            session.publish("", queue, "7");
            first.get(0).ack();
            assertEquals("7", text(next(messages)));
        }
    }

    @OnEveryBroker
    void recoverSendsEverythingAgain(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a");
            var messages = session.consume(queue);
            assertFalse(next(messages).redelivered());
            Stages.await(session.channel().basicRecover(true));
            Delivery again = next(messages);
            assertEquals("a", text(again));
            assertTrue(again.redelivered());
        }
    }

    @OnEveryBroker
    void afterTheCancelNothingComes(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var messages = session.consume(queue);
            session.publish("", queue, "a");
            Delivery delivery = next(messages);
            delivery.ack();
            Stages.await(session.channel().basicCancel(delivery.consumerTag()));
            session.publish("", queue, "b");
            assertEquals(List.of("b"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void cancelOfAnUnknownTagIsHarmless(Setup setup) {
        try (var session = Session.on(setup)) {
            Stages.await(session.channel().basicCancel("nobody"));
            assertFalse(session.queue().isEmpty());
        }
    }

    @OnRabbitMq
    void deletedQueueCancelsItsConsumers(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            var cancelled = new CompletableFuture<String>();
            String tag = Stages.await(session.channel().basicConsume(queue, new DeliveryHandler() {
                @Override
                public void onDelivery(Delivery delivery) {
                    delivery.ack();
                }

                @Override
                public void onCancel(String consumerTag) {
                    session.queue(); // waiting is allowed here
                    cancelled.complete(consumerTag);
                }
            }));
            var buffer = session.consume(queue);
            Stages.await(session.openChannel().queueDelete(queue));
            assertEquals(tag, Stages.await(cancelled));
            AmqpException end = assertThrows(AmqpException.class, () -> buffer.poll(Stages.PATIENCE));
            assertTrue(end.getMessage().contains("was its queue deleted?"), end.getMessage());
        }
    }

    @OnEveryBroker
    void closedChannelTellsItsConsumersAndGivesBack(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            session.publish("", queue, "a");
            var channel = session.openChannel();
            var messages = Session.consume(channel, BasicMethod.Consume.of(queue));
            next(messages);
            Stages.await(channel.close());
            assertThrows(ClosedException.class, () -> messages.poll(Stages.PATIENCE));
            var again = Stages.await(
                            session.channel().basicGet(BasicMethod.Get.of(queue).noAck(true)))
                    .orElseThrow();
            assertTrue(again.redelivered());
        }
    }

    @OnEveryBroker
    void withAutoAckNothingIsToBeAcknowledged(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            session.publish("", queue, "a");
            var messages = Session.consume(
                    session.channel(), BasicMethod.Consume.of(queue).noAck(true));
            Delivery delivery = next(messages);
            assertThrows(IllegalStateException.class, delivery::ack);
            assertFalse(session.queue().isEmpty(), "the channel goes on");
        }
    }

    @OnEveryBroker
    void failingConsumerHarmsNobody(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            var second = new CompletableFuture<String>();
            Stages.await(session.channel().basicConsume(queue, delivery -> {
                if (text(delivery).equals("a")) {
                    throw new IllegalStateException("on purpose");
                }
                second.complete(text(delivery));
            }));
            session.publish("", queue, "a", "b");
            assertEquals("b", Stages.await(second));
        }
    }

    @OnEveryBroker
    void iterationEndsInSilenceAndGoesOn(Setup setup) {
        try (var session = Session.on(setup);
                var channel = session.openBlockingChannel()) {
            String queue = session.sharedQueue();
            try (var deliveries = channel.consume(queue, Duration.ofMillis(50))) {
                assertFalse(deliveries.iterator().hasNext());
                session.publish("", queue, "a");
                List<String> seen = new ArrayList<>();
                while (seen.isEmpty()) { // silence may be the network's
                    for (Delivery delivery : deliveries) {
                        seen.add(text(delivery));
                        delivery.ack();
                    }
                }
                assertEquals(List.of("a"), seen);
            }
        }
    }
}
