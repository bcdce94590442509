// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Delivery;
import amqp.codec.AmqpException;
import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.flow.DeliveryPublisher;
import amqp.flow.DeliveryPublisherOptions;
import amqp.integration.support.Names;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Messages as a reactive stream. */
class FlowPublisherIT {
    private static final DeliveryPublisherOptions AUTO =
            DeliveryPublisherOptions.builder().autoAck(true).build();

    /** Takes what it asked for, and asks for as much again each time that it has it all. */
    private static final class Taker implements Flow.Subscriber<Delivery> {
        final List<Delivery> taken = new CopyOnWriteArrayList<>();
        final CompletableFuture<Throwable> failed = new CompletableFuture<>();
        final CompletableFuture<Boolean> complete = new CompletableFuture<>();
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final int batch;
        private final boolean endless;
        private final boolean acks;

        Taker(int batch, boolean endless, boolean acks) {
            this.batch = batch;
            this.endless = endless;
            this.acks = acks;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            given.request(batch);
        }

        @Override
        public void onNext(Delivery delivery) {
            taken.add(delivery);
            if (acks) {
                delivery.ack();
            }
            if (endless && taken.size() % batch == 0) {
                subscription.join().request(batch);
            }
        }

        @Override
        public void onError(Throwable why) {
            failed.complete(why);
        }

        @Override
        public void onComplete() {
            complete.complete(true);
        }

        Taker await(int count) {
            Await.until(Stages.PATIENCE, () -> taken.size() >= count, () -> "took " + taken.size());
            return this;
        }

        List<String> bodies() {
            return taken.stream().map(Session::text).toList();
        }
    }

    private static Taker subscribe(Session session, String queue, DeliveryPublisherOptions options, Taker taker) {
        new DeliveryPublisher(session.connection(), BasicMethod.Consume.of(queue), options).subscribe(taker);
        return taker;
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static String fill(Session session, String queue, int count) {
        session.publish("", queue, numbers(count).toArray(String[]::new));
        return queue;
    }

    @OnEveryBroker
    void everyMessageComesOnceAndInOrder(Setup setup) {
        try (var session = Session.on(setup)) {
            for (int batch : new int[] {1, 7, 300}) {
                String queue = fill(session, session.queue(), 2_000);
                var taker = subscribe(session, queue, AUTO, new Taker(batch, true, false));
                assertEquals(numbers(2_000), taker.await(2_000).bodies());
            }
        }
    }

    @OnEveryBroker
    void theSubscriberAcknowledges(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.queue(), 1_000);
            var taker = subscribe(
                    session,
                    queue,
                    DeliveryPublisherOptions.builder().prefetch(50).build(),
                    new Taker(10, true, true));
            assertEquals(numbers(1_000), taker.await(1_000).bodies());
        }
    }

    @OnEveryBroker
    void whatWasNotHandedOnGoesBack(Setup setup) {
        try (var here = Session.on(setup);
                var there = Session.on(setup)) {
            String queue = fill(there, there.sharedQueue(), 100);
            var taker =
                    subscribe(here, queue, AUTO, new Taker(10, false, false)).await(10);
            taker.subscription.join().cancel();
            taker.subscription.join().request(50);
            var left = Session.consume(there.openChannel(), BasicMethod.Consume.of(queue));
            for (int i = 10; i < 100; i++) {
                Session.next(left).ack();
            }
            assertEquals(numbers(10), taker.bodies());
        }
    }

    @OnEveryBroker
    void theConnectionsCloseCompletes(Setup setup) {
        var taker = new Taker(5, false, false);
        try (var session = Session.on(setup)) {
            subscribe(session, fill(session, session.queue(), 3), AUTO, taker).await(3);
        }
        assertTrue(Stages.await(taker.complete));
    }

    @OnEveryBroker
    void aMissingQueueIsAFailure(Setup setup) {
        try (var session = Session.on(setup)) {
            var taker = subscribe(session, Names.fresh("nowhere"), AUTO, new Taker(1, false, false));
            var failure = assertInstanceOf(ClosedException.class, Stages.await(taker.failed));
            assertEquals(404, failure.replyCode());
        }
    }

    @OnRabbitMq
    void aDeletedQueueIsAFailure(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.queue(), 1);
            var taker =
                    subscribe(session, queue, AUTO, new Taker(5, false, false)).await(1);
            Stages.await(session.channel().queueDelete(queue));
            assertInstanceOf(AmqpException.class, Stages.await(taker.failed));
        }
    }

    /** One may be ahead of its acknowledgement, so that the broker has all but one of those that were not asked for. */
    @OnRabbitMq
    void theBrokerKeepsWhatIsBeyondThePrefetch(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = fill(session, session.queue(), 100);
            subscribe(session, queue, AUTO.toBuilder().prefetch(1).build(), new Taker(1, false, false))
                    .await(1);
            Await.until(Stages.PATIENCE, () -> ready(session, queue) == 98, () -> ready(session, queue) + " are ready");
        }
    }

    private static long ready(Session session, String queue) {
        return Stages.await(session.channel()
                        .queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .messageCount();
    }

    @OnRabbitMq
    void quorumQueuesAreRead(Setup setup) {
        read(setup, "quorum", BasicMethod.Consume::of);
    }

    @OnRabbitMq
    void streamsAreRead(Setup setup) {
        read(
                setup,
                "stream",
                queue -> BasicMethod.Consume.of(queue).arguments(FieldTable.of("x-stream-offset", "first")));
    }

    /** With the defaults, acknowledged by either side; and the connection goes on. */
    private static void read(Setup setup, String type, Function<String, BasicMethod.Consume> consume) {
        for (boolean auto : new boolean[] {true, false}) {
            try (var session = Session.on(setup)) {
                String queue = Names.fresh(type);
                Stages.await(session.channel()
                        .queueDeclare(QueueMethod.Declare.durable(queue).queueType(type)));
                fill(session, queue, 600);
                var taker = new Taker(10, true, !auto);
                var options = DeliveryPublisherOptions.builder().autoAck(auto).build();
                new DeliveryPublisher(session.connection(), consume.apply(queue), options).subscribe(taker);
                assertEquals(numbers(600), taker.await(600).bodies());
                taker.subscription.join().cancel();
                Stages.await(taker.taken.get(0).channel().closed()); // and all was acknowledged by then
                Stages.await(session.channel().queueDelete(queue));
            }
        }
    }
}
