// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One busy connection: a thread that publishes with confirms, a consumer, and a thread that makes calls. Goes on until
 * the connection ends by somebody's hand; {@link #assertEnded} then says whether everything came to its end.
 */
final class Traffic {
    private static final int WINDOW = 500;
    private static final int FLOWING = 500;
    private static final int PROGRESS = 200;

    private final Connection connection;
    private final Channel publishing;
    private final Channel calling;
    private final String queue;
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger acked = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final AtomicInteger otherVerdicts = new AtomicInteger();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger replies = new AtomicInteger();
    private final Semaphore window = new Semaphore(WINDOW);
    private final CompletableFuture<ClosedException> consumerEnd = new CompletableFuture<>();
    private final CompletableFuture<ClosedException> publisherEnd = new CompletableFuture<>();
    private final CompletableFuture<ClosedException> callerEnd = new CompletableFuture<>();

    private Traffic(Connection connection) {
        this.connection = connection;
        this.publishing = Stages.await(connection.openChannel());
        this.calling = Stages.await(connection.openChannel());
        this.queue = Stages.await(calling.queueDeclare()).queue();
    }

    /** Connects, and returns when everything is flowing. */
    static Traffic start(ConnectionOptions options) {
        var traffic = new Traffic(Stages.await(Connection.open(options)));
        traffic.begin();
        return traffic;
    }

    private void begin() {
        Stages.await(publishing.confirmSelect());
        Stages.await(calling.basicConsume(queue, new DeliveryHandler() {
            @Override
            public void onDelivery(Delivery delivery) {
                delivered.incrementAndGet();
                delivery.ack();
            }

            @Override
            public void onClosed(ClosedException why) {
                consumerEnd.complete(why);
            }
        }));
        new Thread(() -> untilClosed(this::publish, publisherEnd), "traffic-publisher").start();
        new Thread(() -> untilClosed(this::call, callerEnd), "traffic-caller").start();
        awaitMore(FLOWING);
    }

    /** Returns when publishes, deliveries and calls have gone on. */
    void awaitProgress() {
        awaitMore(PROGRESS);
    }

    private void awaitMore(int messages) {
        int toAck = acked.get() + messages;
        int toDeliver = delivered.get() + messages;
        int toReply = replies.get() + 3;
        Await.until(
                Stages.PATIENCE,
                () -> acked.get() >= toAck && delivered.get() >= toDeliver && replies.get() >= toReply,
                this::toString);
    }

    /** Closes the connection in the middle of it all. */
    void close() {
        connection.close();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void untilClosed(Step step, CompletableFuture<ClosedException> end) {
        try {
            while (true) {
                step.run();
            }
        } catch (ClosedException e) {
            end.complete(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            end.completeExceptionally(e);
        }
    }

    private void publish() throws InterruptedException {
        if (!window.tryAcquire(Stages.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("verdicts do not come: " + this);
        }
        publishing.publishConfirmed(BasicMethod.Publish.of("", queue), Message.of(new byte[256]), this::settled);
        published.incrementAndGet();
    }

    private void settled(Verdict verdict) {
        switch (verdict) {
            case ACKED -> acked.incrementAndGet();
            case UNKNOWN -> unknown.incrementAndGet();
            default -> otherVerdicts.incrementAndGet();
        }
        window.release();
    }

    private void call() {
        Stages.await(calling.queueDeclare(QueueMethod.Declare.of(queue).passive(true)));
        replies.incrementAndGet();
    }

    /** Waits until the connection has ended for this reason, and for all that hangs on it. */
    <R extends CloseReason> R assertEnded(Class<R> type) {
        R reason = assertInstanceOf(type, Stages.await(connection.closed()));
        assertEquals(reason, Stages.await(publisherEnd).reason());
        assertEquals(reason, Stages.await(callerEnd).reason());
        assertEquals(reason, Stages.await(consumerEnd).reason());
        assertEquals(reason, Stages.await(publishing.closed()));
        Await.until(
                Stages.PATIENCE,
                () -> acked.get() + unknown.get() == published.get(),
                () -> "every publish has a verdict: " + this);
        assertEquals(0, otherVerdicts.get());
        assertTrue(!connection.isOpen() && !publishing.isOpen() && !calling.isOpen());
        return reason;
    }

    @Override
    public String toString() {
        return published + " published, " + acked + " acked, " + unknown + " unknown, " + otherVerdicts + " other, "
                + delivered + " delivered, " + replies + " replies";
    }
}
