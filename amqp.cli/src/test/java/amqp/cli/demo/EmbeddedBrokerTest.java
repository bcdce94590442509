// SPDX-License-Identifier: MPL-2.0
package amqp.cli.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asks the broker with a client that is not ours. */
@Timeout(60)
class EmbeddedBrokerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void declaresPublishesWithConfirmsAndConsumes() throws Exception {
        try (var broker = EmbeddedBroker.start();
                var connection = factory(broker).newConnection();
                var channel = connection.createChannel()) {
            var queue = channel.queueDeclare().getQueue();
            var body = "hello".getBytes(StandardCharsets.UTF_8);
            channel.confirmSelect();
            channel.basicPublish("", queue, null, body);
            channel.waitForConfirmsOrDie(DEADLINE.toMillis());

            var deliveries = new LinkedBlockingQueue<Delivery>();
            channel.basicConsume(queue, true, (tag, delivery) -> deliveries.add(delivery), tag -> {});
            var delivery = deliveries.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
            assertArrayEquals(body, delivery.getBody());
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        try (var broker = EmbeddedBroker.start()) {
            var factory = factory(broker);
            factory.setPassword("wrong");
            assertThrows(IOException.class, factory::newConnection);
        }
    }

    @Test
    void leavesNoThreadAndSaysNothing() throws Exception {
        var error = System.err;
        var output = System.out;
        var said = new ByteArrayOutputStream();
        var before = threads();
        try (var capture = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setErr(capture);
            System.setOut(capture);
            var broker = EmbeddedBroker.start();
            assertTrue(broker.port() > 0);
            broker.close();
        } finally {
            System.setErr(error);
            System.setOut(output);
        }
        assertEquals("", said.toString(StandardCharsets.UTF_8));
        Await.until(DEADLINE, () -> left(before).isEmpty(), () -> "still running: " + left(before));
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = taken.getLocalPort();
            var failure = assertThrows(IllegalStateException.class, () -> EmbeddedBroker.start(port));
            assertTrue(failure.getMessage().contains("port " + port + " is taken"), failure.getMessage());
        }
    }

    private static ConnectionFactory factory(EmbeddedBroker broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        return factory;
    }

    /** Without the JVM's own pool, which keeps its idle threads for a while. */
    private static Set<Thread> threads() {
        var threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
        return threads;
    }

    private static Set<Thread> left(Set<Thread> before) {
        var left = threads();
        left.removeAll(before);
        return left;
    }
}
