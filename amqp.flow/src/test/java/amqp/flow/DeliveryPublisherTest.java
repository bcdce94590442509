// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ClientObserver;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of the Reactive Streams specification (https://www.reactive-streams.org), by their numbers; and what is ours. */
class DeliveryPublisherTest {
    private static final int CHANNEL = 1;
    private static final DeliveryPublisherOptions AUTO =
            DeliveryPublisherOptions.builder().autoAck(true).build();

    private final MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    /** Remembers its signals, and whether two of them ever overlapped. */
    private static class Probe implements Flow.Subscriber<Delivery> {
        final List<String> signals = new CopyOnWriteArrayList<>();
        final List<Delivery> deliveries = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger inside = new AtomicInteger();
        volatile boolean overlapped;
        volatile Throwable failure;
        volatile Flow.Subscription subscription;

        private void signal(String signal, Runnable then) {
            overlapped |= inside.incrementAndGet() > 1;
            signals.add(signal);
            then.run();
            inside.decrementAndGet();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            signal("subscribed", () -> subscription = given);
        }

        @Override
        public void onNext(Delivery delivery) {
            signal(MemoryConnection.text(delivery), () -> deliveries.add(delivery));
        }

        @Override
        public void onError(Throwable why) {
            failure = why;
            signal("failed", () -> {});
        }

        @Override
        public void onComplete() {
            signal("complete", () -> {});
        }

        void expect(String... expected) {
            MemoryConnection.await(() -> signals.size() >= expected.length, signals::toString);
            assertEquals(List.of(expected), List.copyOf(signals));
        }
    }

    private Probe subscribe(DeliveryPublisherOptions options, Probe probe) {
        new DeliveryPublisher(world.connection, BasicMethod.Consume.of("q"), options).subscribe(probe);
        MemoryConnection.await(() -> probe.subscription != null, probe.signals::toString);
        return probe;
    }

    private Probe subscribe(DeliveryPublisherOptions options) {
        return subscribe(options, new Probe());
    }

    private void awaitMethod(String method, int times) {
        MemoryConnection.await(
                () -> Collections.frequency(methods(), method) == times,
                () -> methods().toString());
    }

    private List<String> methods() {
        return world.adapter.io(world.broker::receivedMethods);
    }

    private void deliver(String... bodies) {
        awaitMethod("basic.consume", 1);
        world.deliver(CHANNEL, "amq.ctag-1", bodies);
    }

    private Set<Long> unacked() {
        return world.adapter.io(() -> world.broker.unacked(CHANNEL));
    }

    /** All signals that were due have come when those of a later request have. */
    private void settle(Probe probe) {
        get(world.connection.close());
        MemoryConnection.await(
                () -> probe.signals.contains("complete") || probe.signals.contains("failed"), probe.signals::toString);
    }

    private List<WireFrame.Method> qos() {
        return world.adapter.io(() -> world.broker.received().stream()
                .filter(frame -> frame instanceof WireFrame.Method method
                        && method.name().equals("basic.qos"))
                .map(WireFrame.Method.class::cast)
                .toList());
    }

    private List<Long> prefetches() {
        return qos().stream().map(each -> each.number("prefetch-count")).toList();
    }

    @Test
    void rule1_1_neverMoreThanWasAskedFor() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(2);
        deliver("1", "2", "3", "4");
        probe.expect("subscribed", "1", "2");
        probe.subscription.request(1);
        probe.expect("subscribed", "1", "2", "3");
        settle(probe);
        probe.expect("subscribed", "1", "2", "3", "complete");
    }

    @Test
    void rule1_3_signalsAreSerial() {
        Probe probe = subscribe(AUTO);
        for (int i = 0; i < 100; i++) {
            probe.subscription.request(1);
        }
        String[] bodies = Collections.nCopies(100, "m").toArray(String[]::new);
        deliver(bodies);
        MemoryConnection.await(() -> probe.deliveries.size() == 100, () -> "got " + probe.deliveries.size());
        assertTrue(!probe.overlapped);
    }

    @Test
    void rule1_4_aLostConnectionIsAFailure() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        awaitMethod("basic.consume", 1);
        world.transport().breaks(new java.io.IOException("cable cut"));
        probe.expect("subscribed", "failed");
        assertInstanceOf(ClosedException.class, probe.failure);
    }

    @Test
    void rule1_4_aChannelClosedByTheBrokerIsAFailure() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        awaitMethod("basic.consume", 1);
        world.adapter.io(() -> world.broker.closeChannel(CHANNEL, 406, "no", 60, 80));
        probe.expect("subscribed", "failed");
        assertEquals(406, ((ClosedException) probe.failure).replyCode());
    }

    @Test
    void rule1_4_aMissingQueueIsAFailure() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.consume", 404, "no queue"));
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        probe.expect("subscribed", "failed");
        assertEquals(404, ((ClosedException) probe.failure).replyCode());
    }

    @Test
    void rule1_4_aConsumerCancelledByTheBrokerIsAFailure() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        awaitMethod("basic.consume", 1);
        world.adapter.io(() -> world.broker.cancelConsumer(CHANNEL, "amq.ctag-1"));
        probe.expect("subscribed", "failed");
        assertTrue(probe.failure.getMessage().contains("the broker cancelled"), probe.failure.getMessage());
    }

    @Test
    void rule1_5_theApplicationsCloseCompletes() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        awaitMethod("basic.consume", 1);
        get(world.connection.close());
        probe.expect("subscribed", "complete");
    }

    @Test
    void rule1_7_afterTheEndComesNothing() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(5);
        awaitMethod("basic.consume", 1);
        probe.subscription.request(-1);
        probe.expect("subscribed", "failed");
        get(world.connection.close());
        probe.subscription.request(1);
        probe.expect("subscribed", "failed");
    }

    @Test
    void rule1_9_onSubscribeComesFirstAndNullIsRefused() {
        DeliveryPublisher publisher = new DeliveryPublisher(world.connection, "q");
        assertThrows(NullPointerException.class, () -> publisher.subscribe(null));
        Probe probe = new Probe() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                given.request(1);
                super.onSubscribe(given);
            }
        };
        publisher.subscribe(probe);
        deliver("1");
        probe.expect("subscribed", "1");
    }

    @Test
    void rule1_11_eachSubscriberHasItsOwnChannel() {
        Probe one = subscribe(DeliveryPublisherOptions.DEFAULT);
        one.subscription.request(1);
        awaitMethod("basic.consume", 1);
        subscribe(DeliveryPublisherOptions.DEFAULT).subscription.request(1);
        awaitMethod("basic.consume", 2);
        assertEquals(Set.of(1, 2), world.adapter.io(world.broker::openChannels));
    }

    @Test
    void rule2_13_aSubscriberThatThrowsHearsNoMore() {
        Probe probe = subscribe(AUTO, new Probe() {
            @Override
            public void onNext(Delivery delivery) {
                super.onNext(delivery);
                throw new IllegalStateException("thrown by the test");
            }
        });
        probe.subscription.request(2);
        deliver("1", "2");
        awaitMethod("channel.close", 1);
        get(world.connection.close());
        probe.expect("subscribed", "1");
        assertEquals(0, Collections.frequency(methods(), "basic.ack"));
    }

    @Test
    void rule3_3_requestsFromWithinOnNextDontNest() {
        Probe probe = subscribe(AUTO, new Probe() {
            @Override
            public void onNext(Delivery delivery) {
                super.onNext(delivery);
                inside.incrementAndGet();
                subscription.request(1);
                inside.decrementAndGet();
            }
        });
        probe.subscription.request(1);
        deliver("1", "2", "3");
        probe.expect("subscribed", "1", "2", "3");
        assertTrue(!probe.overlapped);
    }

    @Test
    void rule3_6_and_3_7_afterCancellingNothingHasAnEffect() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.cancel();
        probe.subscription.cancel();
        probe.subscription.request(1);
        probe.subscription.request(-1);
        get(world.connection.openChannel());
        get(world.connection.close());
        probe.expect("subscribed");
        assertEquals(0, Collections.frequency(methods(), "basic.consume"));
    }

    @Test
    void rule3_9_aRequestOfNothingIsAFailure() {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
            probe.subscription.request(n);
            probe.expect("subscribed", "failed");
            assertInstanceOf(IllegalArgumentException.class, probe.failure);
            assertTrue(probe.failure.getMessage().contains("3.9"), probe.failure.getMessage());
        }
    }

    @Test
    void rule3_12_cancellingGivesBackWhatWaits() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        deliver("1", "2", "3");
        probe.expect("subscribed", "1");
        probe.subscription.cancel();
        awaitMethod("basic.cancel", 1);
        awaitMethod("basic.nack", 2);
        assertEquals(Set.of(1L), unacked());
        probe.deliveries.get(0).ack();
        MemoryConnection.await(() -> unacked().isEmpty(), () -> unacked().toString());
        probe.expect("subscribed", "1");
    }

    @Test
    void rule3_12_cancellingWithNothingHandedOnClosesTheChannel() {
        Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
        probe.subscription.request(1);
        awaitMethod("basic.consume", 1);
        probe.subscription.cancel();
        awaitMethod("channel.close", 1);
    }

    @Test
    void rule3_17_demandHasNoEnd() {
        Probe probe = subscribe(AUTO);
        probe.subscription.request(Long.MAX_VALUE);
        probe.subscription.request(Long.MAX_VALUE);
        deliver("1", "2", "3");
        probe.expect("subscribed", "1", "2", "3");
        assertEquals(List.of(256L), prefetches());
    }

    @Test
    void nothingIsConsumedBeforeTheFirstRequest() {
        subscribe(DeliveryPublisherOptions.DEFAULT);
        get(world.connection.openChannel());
        assertEquals(0, Collections.frequency(methods(), "basic.consume"));
    }

    @Test
    void thePrefetchIsThatOfTheConsumer() {
        Probe probe = subscribe(AUTO.toBuilder().prefetch(7).build());
        probe.subscription.request(1);
        deliver("1", "2");
        probe.expect("subscribed", "1");
        probe.subscription.request(100);
        probe.expect("subscribed", "1", "2");
        assertEquals(List.of(7L), prefetches());
        assertFalse(qos().get(0).flag("global"));
        assertTrue(methods().indexOf("basic.qos") < methods().indexOf("basic.consume"));
    }

    @Test
    void aRefusedPrefetchEndsThisSubscriptionOnly() {
        world.adapter.io(() -> world.broker.refuseOnce("basic.qos", 406, "no prefetch"));
        Probe refused = subscribe(AUTO);
        refused.subscription.request(1);
        refused.expect("subscribed", "failed");
        assertEquals(406, ((ClosedException) refused.failure).replyCode());
        assertEquals(0, Collections.frequency(methods(), "basic.consume"));
        Probe other = subscribe(AUTO);
        other.subscription.request(1);
        deliver("1");
        other.expect("subscribed", "1");
    }

    @Test
    void cancelledSubscriptionsHoldNoChannelsOnceAllIsAcknowledged() {
        List<Probe> probes = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            Probe probe = subscribe(DeliveryPublisherOptions.DEFAULT);
            probes.add(probe);
            probe.subscription.request(2);
            awaitMethod("basic.consume", i);
            world.deliver(i, "amq.ctag-" + i, "1", "2", "3");
            probe.expect("subscribed", "1", "2");
            probe.deliveries.get(0).ack();
            probe.subscription.cancel();
            awaitMethod("basic.cancel", i);
        }
        assertEquals(20, world.adapter.io(world.broker::openChannels).size());
        probes.forEach(probe -> probe.deliveries.get(1).nack(true));
        MemoryConnection.await(
                () -> world.adapter.io(world.broker::openChannels).isEmpty(), () -> "channels are open");
    }

    @Test
    void acknowledgesWhatWasHandedOnAndNothingElse() {
        Probe probe = subscribe(AUTO);
        probe.subscription.request(1);
        deliver("1", "2");
        MemoryConnection.await(
                () -> unacked().equals(Set.of(2L)), () -> unacked().toString());
        assertThrows(DeliveryTagException.class, probe.deliveries.get(0)::ack);
    }

    @Test
    void leavesAloneWhatTheSubscriberHasDealtWith() {
        Probe probe = subscribe(AUTO, new Probe() {
            @Override
            public void onNext(Delivery delivery) {
                delivery.nack(false);
                super.onNext(delivery);
            }
        });
        probe.subscription.request(2);
        deliver("1", "2");
        probe.expect("subscribed", "1", "2");
        MemoryConnection.await(() -> unacked().isEmpty(), () -> unacked().toString());
        assertEquals(2, Collections.frequency(methods(), "basic.nack"));
        assertEquals(0, Collections.frequency(methods(), "basic.ack"));
    }

    @Test
    void rule1_9_withoutAChannelItEndsAtOnce() {
        world.adapter.io(() -> world.broker.ignore("channel.open"));
        Probe probe = new Probe();
        new DeliveryPublisher(world.connection, "q").subscribe(probe);
        awaitMethod("channel.open", 1);
        world.transport().breaks(new java.io.IOException("cable cut"));
        probe.expect("subscribed", "failed");
        assertInstanceOf(ClosedException.class, probe.failure);
        probe.subscription.request(1);
        probe.subscription.cancel();
        Probe late = subscribe(DeliveryPublisherOptions.DEFAULT);
        late.expect("subscribed", "failed");
    }

    @Test
    void whatCannotBeConsumedIsAFailure() {
        Probe probe = new Probe();
        new DeliveryPublisher(world.connection, "q".repeat(256)).subscribe(probe);
        MemoryConnection.await(() -> probe.subscription != null, probe.signals::toString);
        probe.subscription.request(1);
        probe.expect("subscribed", "failed");
        assertInstanceOf(IllegalArgumentException.class, probe.failure);
        awaitMethod("channel.close", 1);
    }

    @Test
    void refusesWhatCannotBe() {
        BasicMethod.Consume consume = BasicMethod.Consume.of("q");
        for (BasicMethod.Consume wrong :
                List.of(consume.noAck(true), consume.consumerTag("t").noWait(true))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new DeliveryPublisher(world.connection, wrong, DeliveryPublisherOptions.DEFAULT));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> DeliveryPublisherOptions.builder().prefetch(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> DeliveryPublisherOptions.builder().prefetch(65536));
    }

    @Test
    void anObserverIsToldOfWhatIsHandedOnAlone() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ClientObserver observer = new ClientObserver() {
            @Override
            public DeliveryObservation handling(Delivery delivery, String queue) {
                told.add("handling " + MemoryConnection.text(delivery) + " from " + queue);
                return thrown -> told.add("handled");
            }
        };
        Probe probe = new Probe() {
            @Override
            public void onNext(Delivery delivery) {
                told.add("next");
            }
        };
        try (MemoryConnection watched = MemoryConnection.open(options -> options.observer(observer))) {
            new DeliveryPublisher(watched.connection, "q").subscribe(probe);
            MemoryConnection.await(() -> probe.subscription != null, probe.signals::toString);
            probe.subscription.request(1);
            MemoryConnection.await(
                    () -> watched.adapter.io(watched.broker::receivedMethods).contains("basic.consume"),
                    () -> "no consumer");
            watched.deliver(CHANNEL, "amq.ctag-1", "a", "b");
            MemoryConnection.await(() -> told.size() >= 3, told::toString);
            get(watched.connection.close());
            MemoryConnection.await(() -> probe.signals.contains("complete"), probe.signals::toString);
        }
        assertEquals(List.of("handling a from q", "next", "handled"), told);
    }
}
