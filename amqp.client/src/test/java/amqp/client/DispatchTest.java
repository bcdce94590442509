// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private final MemoryConnection world = MemoryConnection.open();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private String consume(Channel channel, DeliveryHandler consumer) {
        return get(channel.basicConsume("q", consumer));
    }

    @Test
    void theExecutorsCallbacksAreNeverOnTheIoThread() {
        Channel channel = world.confirmingChannel();
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        String tag = consume(channel, delivery -> delivered.complete(world.adapter.onIoThread()));
        world.deliver(1, tag, "x");
        assertFalse(get(delivered));
        // Held back, so that what hangs on the stages is there before they complete.
        world.adapter.io(
                () -> world.broker.ignore("queue.declare").verdicts(any -> amqp.testkit.scripted.Verdict.NONE));
        CompletableFuture<Boolean> replied = new CompletableFuture<>();
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        MemoryConnection.publishConfirmed(channel, "x").thenRun(() -> settled.complete(world.adapter.onIoThread()));
        channel.queueDeclare("q").thenRun(() -> replied.complete(world.adapter.onIoThread()));
        channel.closed().thenRun(() -> closed.complete(world.adapter.onIoThread()));
        world.adapter.io(() -> world.broker.ack(1, 1, false).send(1, "queue.declare-ok", "q", 0, 0));
        assertFalse(get(settled));
        assertFalse(get(replied));
        channel.close();
        assertFalse(get(closed));
    }

    @Test
    void theIoThreadsCallbacksAreThereAtOnce() {
        Channel channel = world.channel(Dispatch.IO_THREAD);
        get(channel.confirmSelect());
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        String tag = consume(channel, delivery -> {
            delivery.ack();
            delivered.complete(world.adapter.onIoThread());
        });
        world.deliver(1, tag, "x");
        assertTrue(get(delivered));
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        channel.publishConfirmed(
                amqp.codec.method.BasicMethod.Publish.of("", "q"),
                Message.of(amqp.codec.BasicProperties.EMPTY, new byte[1]),
                verdict -> settled.complete(world.adapter.onIoThread()));
        assertTrue(get(settled));
    }

    @Test
    void completionsMayBeOnTheIoThreadAndDeliveriesOnTheExecutor() {
        Channel channel = get(world.connection.openChannel(
                ChannelOptions.builder().completionDispatch(Dispatch.IO_THREAD).build()));
        get(channel.confirmSelect());
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        String tag = consume(channel, delivery -> delivered.complete(world.adapter.onIoThread()));
        world.deliver(1, tag, "x");
        assertFalse(get(delivered));
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        channel.onReturn(message -> returned.complete(world.adapter.onIoThread()));
        // Held back, so that what hangs on the stages is there before they complete.
        world.adapter.io(
                () -> world.broker.ignore("queue.declare").verdicts(any -> amqp.testkit.scripted.Verdict.RETURN));
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        channel.publishConfirmed(
                amqp.codec.method.BasicMethod.Publish.of("", "q").mandatory(true),
                Message.of(amqp.codec.BasicProperties.EMPTY, new byte[1]),
                verdict -> settled.complete(world.adapter.onIoThread()));
        assertTrue(get(settled));
        assertFalse(get(returned));
        CompletableFuture<Boolean> replied = new CompletableFuture<>();
        channel.queueDeclare("q").thenRun(() -> replied.complete(world.adapter.onIoThread()));
        world.adapter.io(() -> world.broker.send(1, "queue.declare-ok", "q", 0, 0));
        assertTrue(get(replied));
    }

    @Test
    void deliversInOrderAndOneAtATime() {
        Channel channel = world.channel();
        LinkedBlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        DeliveryHandler consumer = delivery -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            bodies.add(MemoryConnection.text(delivery));
            inside.decrementAndGet();
        };
        String first = consume(channel, consumer);
        String second = consume(channel, consumer);
        for (int i = 0; i < 500; i++) {
            world.deliver(1, i % 2 == 0 ? first : second, "" + i);
        }
        MemoryConnection.await(() -> bodies.size() == 500, () -> bodies.size() + " came");
        int expected = 0;
        for (String body : bodies) {
            assertEquals("" + expected++, body);
        }
        assertEquals(1, most.get());
    }

    @Test
    void tasksStandInLineWithTheDeliveries() {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel channel = world.channel(dispatch);
            AtomicInteger inside = new AtomicInteger();
            LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
            LinkedBlockingQueue<Boolean> onIoThread = new LinkedBlockingQueue<>();
            Runnable second = () -> ran.add("second" + inside.incrementAndGet());
            Runnable first = () -> {
                ran.add("first" + inside.incrementAndGet());
                onIoThread.add(world.adapter.onIoThread());
                channel.execute(second);
                inside.decrementAndGet();
            };
            String tag = consume(channel, delivery -> {
                ran.add("delivery" + inside.incrementAndGet());
                channel.execute(first);
                inside.decrementAndGet();
            });
            world.deliver(channel.number(), tag, "x");
            MemoryConnection.await(() -> ran.size() == 3, ran::toString);
            assertEquals(List.of("delivery1", "first1", "second1"), List.copyOf(ran));
            assertEquals(List.of(dispatch == Dispatch.IO_THREAD), List.copyOf(onIoThread));
        }
    }

    @Test
    void tasksRunAfterTheEndOfTheChannelToo() {
        Channel channel = world.channel();
        get(channel.close());
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        channel.execute(() -> ran.complete(true));
        assertTrue(get(ran));
    }

    @Test
    void aBlockedConsumerHoldsUpNothingElse() {
        Channel channel = world.confirmingChannel();
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> blockedWith = new CompletableFuture<>();
        String tag = consume(channel, delivery -> {
            blockedWith.complete(MemoryConnection.text(delivery));
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
        });
        world.deliver(1, tag, "first", "second");
        assertEquals("first", get(blockedWith));
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "x")));
        assertEquals("q", get(channel.queueDeclare("q")).queue());
        Channel other = world.channel();
        CompletableFuture<String> elsewhere = new CompletableFuture<>();
        String otherTag = consume(other, delivery -> elsewhere.complete(MemoryConnection.text(delivery)));
        world.deliver(2, otherTag, "other");
        assertEquals("other", get(elsewhere));
        release.countDown();
    }

    @Test
    void aBlockingCallInAConsumerWorks() {
        Channel channel = world.confirmingChannel();
        CompletableFuture<String> done = new CompletableFuture<>();
        String tag = consume(channel, delivery -> {
            String queue = get(channel.queueDeclare("q")).queue();
            done.complete(queue + get(MemoryConnection.publishConfirmed(channel, "x")));
        });
        world.deliver(1, tag, "go");
        assertEquals("qACKED", get(done));
    }

    @Test
    void aBlockingCallInAConnectionListenerWorks() {
        CompletableFuture<Object> closed = new CompletableFuture<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                closed.complete(get(world.connection.close()));
            }
        });
        world.adapter.io(() -> world.broker.block("disk"));
        get(closed);
    }

    @Test
    void aFailingConsumerGetsTheNextMessage() {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel channel = world.channel(dispatch);
            CompletableFuture<String> second = new CompletableFuture<>();
            String tag = consume(channel, delivery -> {
                if (MemoryConnection.text(delivery).equals("first")) {
                    throw new IllegalStateException("contained");
                }
                second.complete(MemoryConnection.text(delivery));
            });
            world.deliver(channel.number(), tag, "first", "second");
            assertEquals("second", get(second));
            assertTrue(channel.isOpen());
        }
    }

    @Test
    void aFailingListenerKeepsOthersFromNothing() {
        CompletableFuture<Returned> returned = new CompletableFuture<>();
        Channel channel = world.confirmingChannel();
        channel.onReturn(message -> {
            returned.complete(message);
            throw new IllegalStateException("contained");
        });
        CompletableFuture<String> blocked = new CompletableFuture<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                throw new IllegalStateException("contained");
            }
        });
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                blocked.complete(reason);
            }
        });
        world.adapter.io(() -> world.broker.block("disk").verdicts(any -> amqp.testkit.scripted.Verdict.RETURN));
        assertEquals("disk", get(blocked));
        world.adapter.io(() -> world.broker.unblock());
        assertEquals(
                Verdict.RETURNED,
                get(channel.publishConfirmed(
                        amqp.codec.method.BasicMethod.Publish.of("", "q").mandatory(true),
                        Message.of(amqp.codec.BasicProperties.EMPTY, new byte[1]))));
        assertEquals(312, get(returned).replyCode());
    }
}
