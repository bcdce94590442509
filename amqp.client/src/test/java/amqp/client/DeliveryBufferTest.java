// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryBufferTest {
    private final MemoryConnection world = MemoryConnection.open();
    private final Channel channel = world.channel(Dispatch.IO_THREAD);
    private final DeliveryBuffer buffer = new DeliveryBuffer(channel);
    private final String tag = get(channel.basicConsume("q", buffer));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void givesMessagesInOrder() throws Exception {
        world.deliver(1, tag, "1", "2", "3");
        assertEquals(
                "1", MemoryConnection.text(buffer.poll(MemoryConnection.LONG).orElseThrow()));
        assertEquals("2", MemoryConnection.text(buffer.poll(Duration.ZERO).orElseThrow()));
        assertEquals(
                List.of("3"),
                buffer.drain().stream().map(MemoryConnection::text).toList());
        assertEquals(Optional.empty(), buffer.poll(Duration.ZERO));
        assertEquals(Optional.empty(), buffer.poll(Duration.ofMillis(5)));
    }

    @Test
    void whoWaitsGetsTheNext() throws Exception {
        FutureTask<Delivery> waiting = new FutureTask<>(
                () -> buffer.poll(Duration.ofSeconds(Long.MAX_VALUE)).orElseThrow());
        Thread thread = waits(waiting);
        world.deliver(1, tag, "at last");
        assertEquals("at last", MemoryConnection.text(waiting.get(20, TimeUnit.SECONDS)));
        thread.join();
    }

    private static Thread waits(FutureTask<?> task) {
        Thread thread = new Thread(task);
        thread.start();
        MemoryConnection.await(
                () -> thread.getState() == Thread.State.TIMED_WAITING, () -> "it is " + thread.getState());
        return thread;
    }

    @Test
    void anInterruptLosesNothing() throws Exception {
        FutureTask<InterruptedException> waiting = new FutureTask<>(
                () -> assertThrows(InterruptedException.class, () -> buffer.poll(MemoryConnection.LONG)));
        waits(waiting).interrupt();
        waiting.get(20, TimeUnit.SECONDS);
        world.deliver(1, tag, "still there");
        assertTrue(buffer.poll(MemoryConnection.LONG).isPresent());
    }

    @Test
    void endsWithWhatWasThere() throws Exception {
        world.deliver(1, tag, "last");
        world.adapter.io(() -> world.broker.cancelConsumer(1, tag));
        assertEquals(
                "last", MemoryConnection.text(buffer.poll(MemoryConnection.LONG).orElseThrow()));
        AmqpException end = assertThrows(AmqpException.class, () -> buffer.poll(MemoryConnection.LONG));
        assertTrue(end.getMessage().contains(tag), end.getMessage());
        assertThrows(AmqpException.class, () -> buffer.poll(Duration.ZERO));
    }

    @Test
    void isEmptyAtOnceWhenTheApplicationCancelled() throws Exception {
        world.deliver(1, tag, "last");
        get(channel.basicCancel(tag));
        assertEquals(
                "last", MemoryConnection.text(buffer.poll(MemoryConnection.LONG).orElseThrow()));
        assertEquals(Optional.empty(), buffer.poll(MemoryConnection.LONG));
    }

    /** Otherwise a forgotten buffer would keep the connection from reading. */
    @Test
    void whatIsLeftAfterACancelDoesNotCount() {
        try (MemoryConnection small = MemoryConnection.open(options -> options.inboxBound(1000))) {
            Channel other = small.channel(Dispatch.IO_THREAD);
            for (int round = 0; round < 10; round++) {
                String cancelledHere = forgottenWithOneMessage(small, other);
                get(other.basicCancel(cancelledHere));
                String cancelledThere = forgottenWithOneMessage(small, other);
                small.adapter.io(() -> small.broker.cancelConsumer(1, cancelledThere));
            }
        }
    }

    private static String forgottenWithOneMessage(MemoryConnection world, Channel channel) {
        DeliveryBuffer forgotten = new DeliveryBuffer(channel);
        String tag = get(channel.basicConsume("q", forgotten));
        world.deliver(1, tag, "never taken");
        MemoryConnection.await(() -> forgotten.size() == 1, () -> "nothing was delivered to " + tag);
        return tag;
    }

    @Test
    void whoWaitsHearsThatTheChannelClosed() throws Exception {
        FutureTask<ClosedException> waiting =
                new FutureTask<>(() -> assertThrows(ClosedException.class, () -> buffer.poll(MemoryConnection.LONG)));
        waits(waiting);
        world.adapter.io(() -> world.broker.closeChannel(1, 541, "trouble", 0, 0));
        assertEquals(541, waiting.get(20, TimeUnit.SECONDS).replyCode());
    }
}
