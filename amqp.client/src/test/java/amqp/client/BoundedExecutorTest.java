// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callbacks that wait for what comes, on executors of the application that have no thread left for it. */
class BoundedExecutorTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private MemoryConnection world(Executor executor) {
        return MemoryConnection.open(options -> options.executor(executor).callTimeout(Duration.ofSeconds(10)));
    }

    /** What a consumer awaits while consumers have all the threads. */
    private <T> T awaitedByAllThreads(MemoryConnection world, Function<Channel, CompletionStage<T>> command) {
        CyclicBarrier allThere = new CyclicBarrier(2);
        List<Channel> channels = List.of(world.channel(), world.channel());
        List<CompletableFuture<T>> results = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        for (int i = 0; i < 2; i++) {
            Channel channel = channels.get(i);
            get(channel.confirmSelect());
            CompletableFuture<T> result = results.get(i);
            String tag = get(channel.basicConsume("q", delivery -> {
                meet(allThere);
                try {
                    result.complete(get(command.apply(channel)));
                } catch (AssertionError e) {
                    result.completeExceptionally(e);
                }
            }));
            world.deliver(channel.number(), tag, "x");
        }
        get(results.get(1));
        return get(results.get(0));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitACommand() {
        try (MemoryConnection world = world(pool)) {
            assertEquals(
                    "q",
                    awaitedByAllThreads(world, channel -> channel.queueDeclare("q"))
                            .queue());
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitAVerdict() {
        try (MemoryConnection world = world(pool)) {
            assertEquals(
                    Verdict.ACKED,
                    awaitedByAllThreads(world, channel -> MemoryConnection.publishConfirmed(channel, "x")));
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitTheVerdictOfAMessageThatComesBack() {
        try (MemoryConnection world = world(pool)) {
            world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.RETURN));
            AtomicInteger returned = new AtomicInteger();
            Verdict verdict = awaitedByAllThreads(world, channel -> {
                channel.onReturn(message -> returned.incrementAndGet());
                return channel.publishConfirmed(
                        BasicMethod.Publish.of("", "q").mandatory(true), Message.of(MemoryConnection.octets("x")));
            });
            assertEquals(Verdict.RETURNED, verdict);
            assertEquals(2, returned.get());
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitAllVerdictsAndRoom() {
        try (MemoryConnection world = world(pool)) {
            awaitedByAllThreads(
                    world,
                    channel -> channel.writable().thenCompose(room -> channel.allConfirmed(Duration.ofSeconds(10))));
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitANewChannel() {
        try (MemoryConnection world = world(pool)) {
            assertTrue(awaitedByAllThreads(world, channel -> world.connection.openChannel())
                    .isOpen());
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitTheEndOfTheConnection() {
        try (MemoryConnection world = world(pool)) {
            CloseReason reason = awaitedByAllThreads(world, channel -> world.connection.close());
            assertTrue(reason instanceof CloseReason.ByApplication, reason::toString);
        }
    }

    @Test
    void consumersOnAllThreadsMayAwaitAnotherConnection() {
        try (MemoryConnection world = world(pool)) {
            world.adapter.listen(1, ScriptedBroker::automatic);
            Connection other = awaitedByAllThreads(
                    world,
                    channel -> Connection.open(world.connection.options().toBuilder()
                            .address("elsewhere", 1)
                            .executor(pool)
                            .build()));
            assertTrue(other.isOpen());
        }
    }

    @Test
    void theTimeoutOfACallHoldsWhereConsumersHaveAllThreads() {
        try (MemoryConnection world =
                MemoryConnection.open(options -> options.executor(pool).callTimeout(Duration.ofSeconds(1)))) {
            world.adapter.io(() -> world.broker.ignore("queue.declare"));
            assertEquals(
                    "queue.declare",
                    awaitedByAllThreads(
                                    world,
                                    channel -> CompletableFuture.completedFuture(
                                            failure(CallTimeoutException.class, channel.queueDeclare("q"))))
                            .what());
        }
    }

    @Test
    void theTimeoutOfAWaitForConfirmsHoldsWhereConsumersHaveAllThreads() {
        try (MemoryConnection world = world(pool)) {
            world.adapter.io(() -> world.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
            assertEquals(
                    "the wait for confirms",
                    awaitedByAllThreads(world, channel -> {
                                MemoryConnection.publish(channel, "x");
                                return CompletableFuture.completedFuture(failure(
                                        CallTimeoutException.class, channel.allConfirmed(Duration.ofMillis(50))));
                            })
                            .what());
        }
    }

    @Test
    void aScheduledTaskMayAwaitACommandOnTheOnlyThread() {
        ExecutorService single = Executors.newSingleThreadExecutor();
        try (MemoryConnection world = world(single)) {
            CompletableFuture<String> declared = new CompletableFuture<>();
            Channel channel = world.channel();
            world.connection.schedule(
                    Duration.ofMillis(1),
                    () -> declared.complete(get(channel.queueDeclare("q")).queue()));
            assertEquals("q", get(declared));
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void aTaskOfAChannelMayBeDelayed() {
        try (MemoryConnection world = world(pool)) {
            LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
            for (Dispatch dispatch : Dispatch.values()) {
                Channel channel = world.channel(dispatch);
                CompletableFuture<Boolean> onIoThread = new CompletableFuture<>();
                channel.schedule(Duration.ofHours(1), () -> ran.add("too late")).cancel();
                channel.schedule(Duration.ofMillis(1), () -> onIoThread.complete(world.adapter.onIoThread()));
                assertEquals(dispatch == Dispatch.IO_THREAD, get(onIoThread));
            }
            assertEquals(0, ran.size());
        }
    }

    @Test
    void deliveriesMayBeCompletionsThatOtherConsumersAwait() {
        try (MemoryConnection world = world(pool)) {
            Channel replies = world.channel(Dispatch.COMPLETION_EXECUTOR);
            CompletableFuture<String> reply = new CompletableFuture<>();
            String tag = get(replies.basicConsume("r", delivery -> reply.complete(MemoryConnection.text(delivery))));
            AtomicInteger asked = new AtomicInteger();
            assertEquals("pong", awaitedByAllThreads(world, channel -> {
                if (asked.incrementAndGet() == 2) {
                    world.deliver(replies.number(), tag, "pong");
                }
                return reply;
            }));
        }
    }

    /** Runs what is beyond its one thread on whoever submits it. */
    private static ThreadPoolExecutor callerRuns() {
        return new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());
    }

    @Test
    void theAdaptersThreadRunsNoConsumerThatTheExecutorGivesBack() {
        ThreadPoolExecutor callerRuns = callerRuns();
        for (Executor executor : List.of(callerRuns, (Executor) Runnable::run)) {
            try (MemoryConnection world = world(executor)) {
                LinkedBlockingQueue<Boolean> onIoThread = new LinkedBlockingQueue<>();
                assertEquals(
                        "q",
                        awaitedByAllThreads(world, channel -> {
                                    onIoThread.add(world.adapter.onIoThread());
                                    return channel.queueDeclare("q");
                                })
                                .queue());
                assertEquals(List.of(false, false), List.copyOf(onIoThread));
            }
        }
        callerRuns.shutdownNow();
    }

    @Test
    void theOrderOfDeliveriesOutlivesAnExecutorThatGivesSomeBack() {
        AtomicInteger turns = new AtomicInteger();
        Executor everyOther = task -> {
            if (turns.incrementAndGet() % 2 == 0) {
                task.run();
            } else {
                pool.execute(task);
            }
        };
        try (MemoryConnection world = world(everyOther)) {
            Channel channel = world.channel();
            LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
            String tag = get(channel.basicConsume("q", delivery -> bodies.add(MemoryConnection.text(delivery))));
            for (int i = 0; i < 200; i++) {
                world.deliver(channel.number(), tag, "" + i);
            }
            MemoryConnection.await(() -> bodies.size() == 200, () -> bodies.size() + " came");
            int expected = 0;
            for (String body : bodies) {
                assertEquals("" + expected++, body);
            }
        }
    }

    @Test
    void callbacksOutliveAnExecutorThatThrowsAnything() {
        List<Throwable> kinds = List.of(
                new OutOfMemoryError("unable to create native thread"),
                new IllegalStateException("closed"),
                new java.util.concurrent.RejectedExecutionException("full"),
                new Exception("checked"));
        for (Throwable thrown : kinds) {
            AtomicInteger turns = new AtomicInteger();
            Executor failing = task -> {
                switch (turns.incrementAndGet() % 3) {
                    case 0 -> pool.execute(task);
                    case 1 -> MemoryConnection.<RuntimeException>throwAny(thrown);
                    default -> {
                        pool.execute(task);
                        MemoryConnection.<RuntimeException>throwAny(thrown); // although it was accepted
                    }
                }
            };
            try (MemoryConnection world = world(failing)) {
                Channel channel = world.channel();
                LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
                String tag = get(channel.basicConsume("q", delivery -> bodies.add(MemoryConnection.text(delivery))));
                for (int i = 0; i < 100; i++) {
                    world.deliver(channel.number(), tag, "" + i);
                }
                MemoryConnection.await(() -> bodies.size() == 100, () -> bodies.size() + " came");
                assertEquals("99", List.copyOf(bodies).get(99));
                assertFalse(world.transport().isEnded());
            }
        }
    }
}
