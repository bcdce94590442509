// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * An application in a class loader of its own: connects, publishes, consumes and has a task scheduled, with callbacks where
 * they run by default. Known to the test by types of the JDK alone.
 */
public final class Deployed implements BiFunction<String, Integer, AutoCloseable> {
    private static final AtomicInteger QUEUES = new AtomicInteger();

    /** For the class loader's owner. */
    public Deployed() {}

    /** Does its work over a connection, which the result closes. */
    @Override
    public AutoCloseable apply(String adapter, Integer port) {
        Connection connection = get(Connection.open(
                ConnectionOptions.ofUri("amqp://127.0.0.1:" + port + "?adapter=" + adapter + "&heartbeat=5")));
        String queue = "deployed-" + System.identityHashCode(this) + "-" + QUEUES.incrementAndGet();
        Channel channel = get(connection.openChannel());
        get(channel.confirmSelect());
        get(channel.queueDeclare(queue));
        CompletableFuture<String> delivered = new CompletableFuture<>();
        get(channel.basicConsume(queue, delivery -> delivered.complete(new String(delivery.body()))));
        get(channel.publishConfirmed("", queue, Message.of("there and back")));
        if (!get(delivered).equals("there and back")) {
            throw new IllegalStateException("something else came");
        }
        CompletableFuture<String> scheduled = new CompletableFuture<>();
        connection.schedule(Duration.ofMillis(1), () -> scheduled.complete(""));
        get(scheduled);
        return () -> get(connection.close());
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
