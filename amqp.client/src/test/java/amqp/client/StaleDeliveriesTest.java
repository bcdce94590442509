// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.memory.MemoryConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages that wait for their consumer when the broker takes them back. */
class StaleDeliveriesTest {
    private static final int BOUND = 100_000;

    private final Losses losses = new Losses(Losses.SOON, options -> options.inboxBound(BOUND));
    private final Channel channel = get(losses.connection.openChannel());
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<Void> inside = new CompletableFuture<>();

    @AfterEach
    void close() {
        release.countDown();
        losses.close();
    }

    private void deliver(String tag, String... bodies) {
        losses.adapter.io(() -> {
            for (String body : bodies) {
                losses.broker().deliver(1, tag, "", "q", Map.of(), MemoryConnection.octets(body));
            }
        });
    }

    private DeliveryHandler consumer(Consumer<Delivery> first) {
        return new DeliveryHandler() {
            @Override
            public void onDelivery(Delivery delivery) {
                handled.add(MemoryConnection.text(delivery));
                if (inside.complete(null)) {
                    first.accept(delivery);
                }
            }

            @Override
            public void onInterrupted(amqp.connection.ClosedException why) {
                handled.add("interrupted");
            }

            @Override
            public void onResumed(String consumerTag) {
                handled.add("resumed");
            }

            @Override
            public void onClosed(amqp.connection.ClosedException why) {
                handled.add("closed");
            }
        };
    }

    private void waitForRelease(Delivery delivery) {
        MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
    }

    private void expect(String... what) {
        MemoryConnection.await(() -> handled.size() >= what.length, handled::toString);
        assertEquals(List.of(what), List.copyOf(handled));
    }

    @Test
    void ofBeforeALossAreNotHandedOut() {
        String tag = get(channel.basicConsume("q", consumer(this::waitForRelease)));
        deliver(tag, "1", "2", "3");
        get(inside);
        losses.loseAndRecover();
        deliver(tag, "2 again", "3 again");
        release.countDown();
        expect("1", "interrupted", "resumed", "2 again", "3 again");
    }

    /** Nobody delivers them again. */
    @Test
    void ofBeforeALossThatNeedNoAcknowledgementAreHandedOut() {
        String tag = get(channel.basicConsume(BasicMethod.Consume.of("q").noAck(true), consumer(this::waitForRelease)));
        deliver(tag, "1", "2", "3");
        get(inside);
        losses.loseAndRecover();
        release.countDown();
        expect("1", "2", "3", "interrupted", "resumed");
    }

    @Test
    void ofAChannelThatTheConsumerClosesAreNotHandedOut() {
        String tag = get(channel.basicConsume("q", consumer(delivery -> {
            waitForRelease(delivery);
            channel.close();
        })));
        deliver(tag, "1", "2", "3");
        get(inside);
        release.countDown();
        expect("1", "closed");
    }

    @Test
    void ofAChannelThatTheConsumerClosesOnTheIoThreadAreNotHandedOut() {
        Channel here = get(losses.connection.openChannel(
                ChannelOptions.builder().dispatch(Dispatch.IO_THREAD).build()));
        String tag = get(here.basicConsume("q", consumer(delivery -> here.close())));
        losses.adapter.io(() -> {
            for (String body : List.of("1", "2", "3")) {
                losses.broker().deliver(2, tag, "", "q", Map.of(), MemoryConnection.octets(body));
            }
        });
        expect("1", "closed");
    }

    @Test
    void ofAConnectionThatTheConsumerClosesAreNotHandedOut() {
        String tag = get(channel.basicConsume("q", consumer(delivery -> {
            waitForRelease(delivery);
            losses.connection.close();
        })));
        deliver(tag, "1", "2", "3");
        get(inside);
        release.countDown();
        expect("1", "closed");
    }

    @Test
    void leaveABufferThatNobodyHasTakenThemFrom() throws Exception {
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("q", buffer));
        DeliveryBuffer automatic = new DeliveryBuffer(channel);
        String other = get(channel.basicConsume(BasicMethod.Consume.of("q").noAck(true), automatic));
        deliver(tag, "1", "2");
        deliver(other, "a", "b");
        MemoryConnection.await(() -> automatic.size() == 2, () -> automatic.size() + " came");
        losses.loseAndRecover();
        deliver(tag, "1 again");
        assertEquals(
                "1 again",
                MemoryConnection.text(buffer.poll(MemoryConnection.LONG).orElseThrow()));
        assertEquals(
                List.of("a", "b"),
                automatic.drain().stream().map(MemoryConnection::text).toList());
    }

    @Test
    void leaveABufferWhoseChannelIsClosed() {
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        deliver(get(channel.basicConsume("q", buffer)), "1", "2");
        MemoryConnection.await(() -> buffer.size() == 2, () -> buffer.size() + " came");
        get(channel.close());
        MemoryConnection.await(() -> buffer.size() == 0, () -> "they are still there");
    }

    private void flood(String tag) {
        losses.adapter.io(() -> {
            for (int i = 0; i < 250; i++) {
                losses.broker().deliver(1, tag, "", "q", Map.of(), new byte[4000]);
            }
        });
        MemoryConnection.await(() -> losses.adapter.transport().isPaused(), () -> "reading goes on");
    }

    /** What is held from before counts on, but does not keep the new transport from being stopped. */
    @Test
    void theInboxIsBoundedAfterALossToo() {
        String tag = get(channel.basicConsume("q", consumer(this::waitForRelease)));
        flood(tag);
        for (int round = 0; round < 10; round++) {
            losses.loseAndRecover();
            flood(tag);
            int left = losses.adapter.io(losses.broker()::pending);
            assertTrue(left > 250 * 4000 / 2, left + " bytes were left with the broker");
        }
        release.countDown();
        MemoryConnection.await(() -> !losses.adapter.transport().isPaused(), () -> "reading is still stopped");
    }
}
