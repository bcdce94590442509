// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.DeliveryHandler;
import amqp.codec.Message;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Shares the tasks of a queue between two workers: with a prefetch of one, whoever is busy gets no more. */
public final class WorkQueue {
    private static final int TASKS = 10;

    private final CountDownLatch easyTasks = new CountDownLatch(TASKS - 1);
    private final CountDownLatch allTasks = new CountDownLatch(TASKS);
    private final AtomicInteger doneBySlow = new AtomicInteger();
    private final AtomicInteger doneByQuick = new AtomicInteger();

    private WorkQueue() {}

    public static void main(String[] args) {
        Connection connection =
                Connection.open(Arguments.of(args).uri()).toCompletableFuture().join();
        try {
            new WorkQueue().run(connection);
        } finally {
            connection.close().toCompletableFuture().join();
        }
    }

    private void run(Connection connection) {
        Channel channel = connection.openChannel().toCompletableFuture().join();
        String queue = channel.queueDeclare().toCompletableFuture().join().queue();

        // Callbacks run on an executor, the deliveries of a channel one at a time: this one may block, and no other
        // worker waits.
        work(connection, queue, delivery -> {
                    await(easyTasks);
                    doneBySlow.incrementAndGet();
                    delivery.ack(); // only now: a worker that is lost before leaves its task to the others
                    allTasks.countDown();
                })
                .toCompletableFuture()
                .join();
        work(connection, queue, delivery -> {
                    doneByQuick.incrementAndGet();
                    delivery.ack();
                    easyTasks.countDown();
                    allTasks.countDown();
                })
                .toCompletableFuture()
                .join();

        for (int i = 0; i < TASKS; i++) {
            channel.publish("", queue, Message.of("task " + i).persistent());
        }

        await(allTasks);
        Claim.equal(1, doneBySlow.get(), "tasks of the slow worker");
        Claim.equal(TASKS - 1, doneByQuick.get(), "tasks of the quick worker");
        System.out.println("the slow worker did one task, the quick one the other " + doneByQuick);
    }

    /** A worker is a consumer on a channel of its own; completes with its consumer tag. */
    private static CompletionStage<String> work(Connection connection, String queue, DeliveryHandler worker) {
        return connection
                .openChannel()
                .thenCompose(channel -> channel.basicQos(1).thenCompose(ok -> channel.basicConsume(queue, worker)));
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(latch.getCount() + " tasks are not done");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
