// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.client.Channel;
import amqp.client.Returned;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import amqp.testkit.Await;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One channel in confirm mode that many threads use at once: each publishes, mandatory and not, with and without a
 * route, declares, gets and acknowledges, in an order drawn from its own seed, while a consumer acknowledges too.
 */
final class SharedChannel {
    private static final int THREADS = 16;
    private static final int STEPS = 120;

    private final Session session;
    private final Channel channel;
    private final String shared;
    private final int largestBody;
    private final long seed;
    private final AtomicInteger consumed = new AtomicInteger();
    private final AtomicInteger forConsumer = new AtomicInteger();

    /** By message-id. */
    private final Map<String, Verdict> expected = new ConcurrentHashMap<>();

    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Map<String, byte[]> inVain = new ConcurrentHashMap<>();
    private final List<Returned> returned = new CopyOnWriteArrayList<>();

    SharedChannel(Session session, int largestBody, long seed) {
        this.session = session;
        this.channel = session.channel();
        this.shared = session.queue();
        this.largestBody = largestBody;
        this.seed = seed;
    }

    /** Returns when every thread has done its steps and everything that hangs on them has come. */
    void run() {
        Stages.await(channel.confirmSelect());
        channel.onReturn(returned::add);
        Stages.await(channel.basicConsume(shared, delivery -> {
            delivery.ack();
            consumed.incrementAndGet();
        }));
        List<CompletableFuture<Void>> threads = IntStream.range(0, THREADS)
                .mapToObj(number -> CompletableFuture.runAsync(
                        new User(number)::run, task -> new Thread(task, "user-" + number).start()))
                .toList();
        threads.forEach(Stages::await);
        Await.until(Stages.PATIENCE, this::isComplete, this::toString);
    }

    private boolean isComplete() {
        return verdicts.size() == expected.size()
                && returned.size() == inVain.size()
                && consumed.get() == forConsumer.get();
    }

    /** What the client told: every publish its own verdict, every return its own message. */
    void assertToldRight() {
        assertEquals(expected, verdicts);
        assertEquals(
                inVain.keySet(),
                returned.stream().map(each -> each.properties().messageId()).collect(Collectors.toSet()));
        returned.forEach(each -> {
            String id = each.properties().messageId();
            assertArrayEquals(inVain.get(id), each.body(), id);
            assertEquals("nowhere-" + id, each.routingKey());
        });
    }

    Channel channel() {
        return channel;
    }

    /** By message-id. */
    Map<String, Verdict> verdicts() {
        return new HashMap<>(verdicts);
    }

    @Override
    public String toString() {
        return verdicts.size() + " of " + expected.size() + " verdicts, " + returned.size() + " of " + inVain.size()
                + " returns, " + consumed + " of " + forConsumer + " deliveries, seed " + seed;
    }

    /** What one thread does. */
    private final class User {
        private final int number;
        private final Random random;
        private final List<String> inOwnQueue = new ArrayList<>();
        private String own;
        private int count;

        User(int number) {
            this.number = number;
            this.random = new Random(seed + number);
        }

        void run() {
            own = Stages.await(channel.queueDeclare()).queue();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> declare();
                    case 1 -> publish("nowhere-" + nextId(), true, Verdict.RETURNED);
                    case 2 -> publish("nowhere-" + nextId(), false, Verdict.ACKED);
                    case 3 -> publishToTheConsumer();
                    case 4 -> get();
                    default -> inOwnQueue.add(publish(own, random.nextBoolean(), Verdict.ACKED));
                }
            }
            while (!inOwnQueue.isEmpty()) {
                get();
            }
        }

        private String nextId() {
            return number + "-" + count;
        }

        private void declare() {
            var passive = QueueMethod.Declare.of(own).passive(true);
            List<CompletionStage<QueueMethod.DeclareOk>> replies = List.of(
                    channel.queueDeclare(passive),
                    channel.queueDeclare(QueueMethod.Declare.of(shared).passive(true)),
                    channel.queueDeclare(passive));
            assertEquals(
                    List.of(own, shared, own),
                    replies.stream()
                            .map(Stages::await)
                            .map(QueueMethod.DeclareOk::queue)
                            .toList());
        }

        private void publishToTheConsumer() {
            forConsumer.incrementAndGet();
            publish(shared, random.nextBoolean(), Verdict.ACKED);
        }

        private String publish(String key, boolean mandatory, Verdict verdict) {
            String id = nextId();
            count++;
            byte[] body = new byte[random.nextInt(largestBody)];
            random.nextBytes(body);
            expected.put(id, verdict);
            if (verdict == Verdict.RETURNED) {
                inVain.put(id, body);
            }
            var properties = BasicProperties.builder().messageId(id).build();
            var method = BasicMethod.Publish.of("", key).mandatory(mandatory);
            channel.publishConfirmed(method, Message.of(properties, body), settled -> {
                if (verdicts.put(id, settled) != null) {
                    throw new AssertionError("a second verdict for " + id);
                }
            });
            return id;
        }

        /** The oldest of its own; a publish before it on the same channel has been routed. */
        private void get() {
            var got = Stages.await(channel.basicGet(own));
            assertEquals(inOwnQueue.isEmpty(), got.isEmpty());
            got.ifPresent(delivery -> {
                assertEquals(inOwnQueue.remove(0), delivery.properties().messageId());
                delivery.ack();
            });
        }
    }
}
