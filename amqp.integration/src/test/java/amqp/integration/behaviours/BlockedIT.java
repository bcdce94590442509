// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionListener;
import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

/** The broker runs short of memory: publishes wait, everything else goes on. */
@NeedsPrivateRabbitMq
class BlockedIT {
    private static final int MESSAGES = 200;
    private static final byte[] BODY = new byte[64 * 1024];
    private static final int BOUND = 1 << 20;

    /** What a connection was told. */
    private static final class Told implements ConnectionListener {
        final CompletableFuture<String> blocked = new CompletableFuture<>();
        final CompletableFuture<Void> unblocked = new CompletableFuture<>();

        @Override
        public void onBlocked(String reason) {
            blocked.complete(reason);
        }

        @Override
        public void onUnblocked() {
            unblocked.complete(null);
        }
    }

    @AfterEach
    void unblock() {
        Brokers.node().unblock();
    }

    @OnPrivateRabbitMq
    void publishersWaitAndGoOn(Setup setup) {
        var options = setup.options();
        try (var session = Session.with(options.build());
                var impatient =
                        Session.with(options.publishTimeout(Duration.ZERO).build())) {
            String queue = session.sharedQueue();
            var refused = impatient.openBlockingChannel(); // while the broker still reads
            Told told = listen(session);
            Brokers.node().blockByMemoryAlarm();
            var acked = new AtomicInteger();
            var publisher = CompletableFuture.runAsync(() -> publishMany(session, queue, acked));
            assertTrue(Stages.await(told.blocked).contains("memory"));
            assertFalse(publisher.isDone(), "the publisher waits");
            assertBlocked(impatient, queue);
            var refusal =
                    assertThrows(PublishBlockedException.class, () -> refused.publish("", queue, Message.of(BODY)));
            assertTrue(refusal.getMessage().contains("blocked"), refusal.getMessage());
            Brokers.node().unblock();
            Stages.await(told.unblocked);
            Stages.await(publisher);
            Await.until(Stages.PATIENCE, () -> acked.get() == MESSAGES, () -> acked + " acked");
            Stages.await(session.channel().queuePurge(queue));
        }
    }

    private static void publishMany(Session session, String queue, AtomicInteger acked) {
        var channel = session.openBlockingChannel();
        channel.confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            channel.publishConfirmed(BasicMethod.Publish.of("", queue), Message.of(BODY))
                    .thenAccept(verdict -> {
                        if (verdict == Verdict.ACKED) {
                            acked.incrementAndGet();
                        }
                    });
        }
    }

    /** What an asynchronous program publishes meanwhile is kept up to the bound, and refused beyond it. */
    @OnPrivateRabbitMq
    void asynchronousPublishesAreKeptWithinTheBound(Setup setup) {
        try (var session = Session.with(setup.options().publishBuffer(BOUND).build())) {
            String queue = session.sharedQueue();
            Stages.await(session.channel().confirmSelect());
            Brokers.node().blockByMemoryAlarm();
            assertBlocked(session, queue);
            List<CompletionStage<Verdict>> kept = new ArrayList<>();
            CompletionStage<Verdict> last = publishOne(session, queue);
            while (!last.toCompletableFuture().isDone()) {
                kept.add(last);
                last = publishOne(session, queue);
            }
            var refusal = Stages.failure(PublishBlockedException.class, last);
            assertTrue(refusal.getMessage().contains("blocked"), refusal.getMessage());
            assertTrue(kept.size() >= BOUND / BODY.length, kept.size() + " were kept");
            Brokers.node().unblock();
            kept.forEach(verdict -> assertEquals(Verdict.ACKED, Stages.await(verdict)));
            var purged = Stages.await(session.channel().queuePurge(queue));
            assertEquals(1 + kept.size(), purged.messageCount());
        }
    }

    private static CompletionStage<Verdict> publishOne(Session session, String queue) {
        return session.channel().publishConfirmed("", queue, Message.of(BODY));
    }

    /** It opens and works, is told once it publishes, and closes although the broker won't read that. */
    @OnPrivateRabbitMq
    void connectionMadeWhileBlockedWorksAndIsTold(Setup setup) {
        Brokers.node().blockByMemoryAlarm();
        var options = setup.options().closeTimeout(Duration.ofMillis(200));
        try (var late = Session.with(options.build())) {
            String queue = late.queue();
            assertTrue(late.drain(queue).isEmpty());
            assertBlocked(late, queue);
        }
    }

    private static void assertBlocked(Session session, String queue) {
        Told told = listen(session);
        session.channel().publish("", queue, Message.of(new byte[1]));
        assertTrue(Stages.await(told.blocked).contains("memory"));
    }

    private static Told listen(Session session) {
        var told = new Told();
        session.connection().addListener(told);
        return told;
    }
}
