// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingChannel;
import amqp.client.Channel;
import amqp.client.ConnectionListener;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Event;
import amqp.connection.Verdict;
import amqp.integration.support.AtOnce;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Proxies;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import amqp.testkit.proxy.Direction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One side is faster than the other: what waits in this process stays within its bound, and nothing is lost. */
@NeedsPrivateRabbitMq
class BoundedMemoryIT {
    private static final int MESSAGES = 800;
    private static final int BODY = 64 * 1024;
    private static final int BOUND = 1 << 20;

    /** Most that systems keep for the sockets between client, proxy and broker. */
    private static final long IN_SOCKETS = 20 << 20;

    /** Hears how much waits to be sent. */
    private static final class Waiting implements ConnectionListener {
        final AtomicLong most = new AtomicLong();

        @Override
        public void onBackpressure(Event.Backpressure backpressure) {
            most.accumulateAndGet(backpressure.waitingBytes(), Math::max);
        }
    }

    @TestFactory
    Stream<DynamicTest> publisherOutrunsABlockedBroker() {
        Brokers.node().blockByMemoryAlarm();
        var unblocked = new CountDownLatch(AtOnce.setups().size());
        var watcher = new Thread(() -> unblockAfter(unblocked), "unblock");
        watcher.start();
        return AtOnce.play("publisher", setup -> outrun(setup, unblocked));
    }

    /** When all are at their bound. */
    private static void unblockAfter(CountDownLatch full) {
        try {
            Stages.await(full);
        } finally {
            Brokers.node().unblock();
        }
    }

    private static void outrun(Setup setup, CountDownLatch full) {
        var options = setup.options().waterMarks(BOUND, BOUND / 2);
        try (var session = Session.with(options.build())) {
            var waiting = new Waiting();
            session.connection().addListener(waiting);
            Channel channel = session.channel();
            Stages.await(channel.confirmSelect());
            var acked = new AtomicInteger();
            var method = BasicMethod.Publish.of("", "nowhere");
            int taken = 0;
            for (int refused = 0; refused < MESSAGES; ) {
                boolean took = channel.tryPublishConfirmed(method, Message.of(new byte[BODY]), verdict -> {
                    if (verdict == Verdict.ACKED) {
                        acked.incrementAndGet();
                    }
                });
                taken += took ? 1 : 0;
                refused += took ? 0 : 1;
            }
            assertTrue((long) taken * BODY <= BOUND + IN_SOCKETS, taken + " publishes were taken");
            full.countDown();
            int all = taken;
            Await.until(Stages.PATIENCE, () -> acked.get() == all, () -> acked + " acked of " + all);
            assertTrue(waiting.most.get() <= BOUND + BODY + 1000, waiting.most + " bytes waited");
        }
    }

    @TestFactory
    Stream<DynamicTest> automaticConsumerIsSlowerThanTheBroker() {
        return AtOnce.play("consumer", BoundedMemoryIT::fallBehind);
    }

    private static void fallBehind(Setup setup) {
        try (var proxy = Proxies.to(setup).keepFrames(false);
                var filling = Session.on(setup);
                var session = Session.with(setup.optionsVia(proxy.port())
                        .inboxBound(BOUND)
                        .heartbeat(Duration.ofSeconds(1))
                        .build())) {
            String queue = filling.sharedQueue(QueueMethod.Declare.durable(Names.fresh("queue")));
            fill(filling, queue);
            var go = new CountDownLatch(1);
            var taken = new AtomicInteger();
            Stages.await(
                    session.channel().basicConsume(BasicMethod.Consume.of(queue).noAck(true), delivery -> {
                        Stages.await(go);
                        taken.incrementAndGet();
                    }));
            long sent = proxy.taps().get(0).frameCount(Direction.TO_SERVER);
            Await.until(
                    Stages.PATIENCE,
                    () -> proxy.taps().get(0).frameCount(Direction.TO_SERVER) >= sent + 4,
                    () -> "heartbeats do not go on");
            assertTrue(session.connection().isOpen());
            assertTrue(
                    proxy.octets(Direction.TO_CLIENT) <= BOUND + IN_SOCKETS,
                    proxy.octets(Direction.TO_CLIENT) + " came");
            go.countDown();
            Await.until(Stages.PATIENCE, () -> taken.get() == MESSAGES, () -> taken + " were taken");
        }
    }

    private static void fill(Session session, String queue) {
        BlockingChannel channel = session.openBlockingChannel();
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            channel.publishConfirmed(BasicMethod.Publish.of("", queue), Message.of(new byte[BODY]));
        }
        assertEquals(MESSAGES, channel.waitForConfirms(Stages.PATIENCE).acked());
    }
}
