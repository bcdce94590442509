// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.dispatch.ReadingGate;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a consumer waits for comes, although more messages than the inbox takes come before it. */
class FullInboxTest {
    private static final int BOUND = 100_000;
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");
    private static final Message MESSAGE = Message.of(new byte[1]);

    /**
     * @param prepare before messages come; what it does of the broker's is done
     * @param begin gives the command
     * @param late sends what is waited for, behind all messages
     */
    private record Wait(String name, Step prepare, Function<World, CompletionStage<?>> begin, Step late) {
        @Override
        public String toString() {
            return name;
        }
    }

    private interface Step {
        void run(World world);
    }

    /** The channel of the consumer is 1, the other one 2. */
    private record World(MemoryConnection memory, Channel channel, Channel other, String otherTag) {
        void broker(Runnable task) {
            memory.adapter.io(task);
        }

        boolean tryPublish() {
            return channel.tryPublish(TO_Q, MESSAGE);
        }
    }

    private static final Step NOTHING = world -> {};

    private static Stream<Wait> waits() {
        Step silent =
                world -> world.broker(() -> world.memory.broker.verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
        Step ack = world -> world.memory.broker.ack(1, 1, true);
        return Stream.of(
                new Wait(
                        "a reply",
                        world -> world.memory.broker.ignore("queue.declare"),
                        world -> world.channel.queueDeclare("q"),
                        world -> world.memory.broker.send(1, "queue.declare-ok", "q", 0, 0)),
                new Wait(
                        "a reply of another channel",
                        world -> world.memory.broker.ignore("queue.purge"),
                        world -> world.other.queuePurge(QueueMethod.Purge.of("q")),
                        world -> world.memory.broker.send(2, "queue.purge-ok", 0)),
                new Wait(
                        "a reply to a callback",
                        world -> world.memory.broker.ignore("queue.purge"),
                        world -> {
                            CompletableFuture<Object> purged = new CompletableFuture<>();
                            world.channel.queuePurge(QueueMethod.Purge.of("q"), (ok, failure) -> purged.complete(ok));
                            return purged;
                        },
                        world -> world.memory.broker.send(1, "queue.purge-ok", 0)),
                new Wait(
                        "basic.get",
                        world -> world.memory.broker.ignore("basic.get"),
                        world -> world.channel.basicGet("q"),
                        world -> world.memory.broker.send(1, "basic.get-empty")),
                // The broker's own answers come behind all that it has sent.
                new Wait("a new channel", NOTHING, world -> world.memory.connection.openChannel(), NOTHING),
                new Wait("the end of a channel", NOTHING, world -> world.other.close(), NOTHING),
                new Wait("a verdict", silent, world -> MemoryConnection.publishConfirmed(world.channel, "x"), ack),
                new Wait(
                        "all verdicts",
                        silent,
                        world -> {
                            world.channel.publish(TO_Q, MESSAGE);
                            return world.channel.allConfirmed(MemoryConnection.LONG);
                        },
                        ack),
                new Wait(
                        "room in the window",
                        silent,
                        world -> {
                            while (world.tryPublish()) {
                                // until the window is full
                            }
                            return world.channel.writable();
                        },
                        ack),
                new Wait(
                        "the end of a block",
                        world -> world.broker(() -> world.memory.broker.block("disk")),
                        world -> {
                            assertEquals(false, world.tryPublish());
                            return world.channel.writable();
                        },
                        world -> world.memory.broker.unblock()),
                new Wait(
                        "the end of a block, by who only looks",
                        world -> world.broker(() -> world.memory.broker.block("disk")),
                        world -> {
                            MemoryConnection.await(world::tryPublish, () -> "no room");
                            return CompletableFuture.completedFuture(null);
                        },
                        world -> world.memory.broker.unblock()),
                new Wait(
                        "channel.flow",
                        world -> world.broker(() -> world.memory.broker.send(1, "channel.flow", false)),
                        world -> {
                            assertEquals(false, world.tryPublish());
                            return world.channel.writable();
                        },
                        world -> world.memory.broker.send(1, "channel.flow", true)),
                new Wait(
                        "a message on another channel",
                        NOTHING,
                        world -> {
                            CompletableFuture<Delivery> reply = new CompletableFuture<>();
                            AtomicBoolean awaited = new AtomicBoolean(true);
                            world.other.keepReadingWhile(awaited::get);
                            REPLIES.add(delivery -> {
                                awaited.set(false);
                                reply.complete(delivery);
                            });
                            return reply;
                        },
                        world -> world.memory.broker.deliver(
                                2, world.otherTag, "", "q", Map.of(), MemoryConnection.octets("reply"))));
    }

    private static final Queue<DeliveryHandler> REPLIES = new ConcurrentLinkedQueue<>();

    private static MemoryConnection memory() {
        return MemoryConnection.open(options ->
                options.inboxBound(BOUND).recovery(RecoveryOptions.NONE).callTimeout(Duration.ofSeconds(15)));
    }

    @ParameterizedTest
    @MethodSource("waits")
    void comesThrough(Wait wait) {
        try (MemoryConnection memory = memory()) {
            Channel channel = get(memory.connection.openChannel(
                    ChannelOptions.builder().publishWindow(3).build()));
            get(channel.confirmSelect());
            Channel other = memory.channel(Dispatch.COMPLETION_EXECUTOR);
            String otherTag =
                    get(other.basicConsume("r", delivery -> REPLIES.remove().onDelivery(delivery)));
            World world = new World(memory, channel, other, otherTag);
            CompletableFuture<Object> awaited = new CompletableFuture<>();
            Queue<Delivery> taken = new ConcurrentLinkedQueue<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                if (!awaited.isDone()) {
                    MemoryConnection.await(() -> memory.transport().isPaused(), () -> "reading goes on");
                    CompletionStage<?> stage = wait.begin.apply(world);
                    get(stage);
                    awaited.complete("came");
                }
                taken.add(delivery);
            }));
            wait.prepare.run(world);
            memory.adapter.io(() -> {
                for (int i = 0; i < 200; i++) {
                    memory.broker.deliver(1, tag, "", "q", Map.of(), new byte[4000]);
                }
                wait.late.run(world);
            });
            assertEquals("came", get(awaited));
            MemoryConnection.await(() -> taken.size() == 200, () -> taken.size() + " were taken");
            MemoryConnection.await(() -> !memory.transport().isPaused(), () -> "reading is still stopped");
            assertEquals(Verdict.ACKED, verdictOf(world));
            assertEquals(List.of(), memory.violations());
        }
    }

    /** Afterwards all is as usual. */
    private static Verdict verdictOf(World world) {
        world.broker(() -> world.memory.broker.verdicts(any -> amqp.testkit.scripted.Verdict.ACK));
        Channel fresh = world.memory.confirmingChannel();
        return get(MemoryConnection.publishConfirmed(fresh, "x"));
    }

    /** Memory has a bound in any case; then the timeout says what is the matter. */
    @Test
    void whatIsBehindMoreThanTheFirmBoundTimesOutAndSaysWhy() {
        try (MemoryConnection memory =
                MemoryConnection.open(options -> options.inboxBound(1_000_000).callTimeout(Duration.ofSeconds(6)))) {
            Channel channel = memory.channel();
            memory.adapter.io(() -> memory.broker.ignore("queue.declare"));
            CompletableFuture<CallTimeoutException> failed = new CompletableFuture<>();
            String tag = get(channel.basicConsume("q", delivery -> {
                if (!failed.isDone()) {
                    MemoryConnection.await(() -> memory.transport().isPaused(), () -> "reading goes on");
                    failed.complete(failure(CallTimeoutException.class, channel.queueDeclare("q")));
                }
            }));
            memory.adapter.io(() -> {
                for (int i = 0; i < 25; i++) {
                    memory.broker.deliver(1, tag, "", "q", Map.of(), new byte[1_000_000]);
                }
                memory.broker.send(1, "queue.declare-ok", "q", 0, 0);
            });
            String why = get(failed).getMessage();
            assertTrue(why.startsWith("queue.declare was not answered within 6000 ms: "), why);
            assertTrue(
                    why.endsWith(
                            " bytes of messages wait for the application, and what comes behind them is not read; set a"
                                    + " prefetch with basicQos, or take messages faster"),
                    why);
            int held = Integer.parseInt(why.substring(why.indexOf(": ") + 2, why.indexOf(" bytes")));
            assertTrue(held <= 1_000_000 + ReadingGate.OVERDRAFT + 1_000_300, why);
            MemoryConnection.await(() -> memory.connection.whyNotAnswered().isEmpty(), () -> "reading is stopped");
        }
    }
}
