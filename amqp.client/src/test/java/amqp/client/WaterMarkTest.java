// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.World.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.connection.ClosedException;
import amqp.memory.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaterMarkTest {
    private static final byte[] LARGE = new byte[20_000];

    private World world;
    private Dispatch dispatch = Dispatch.EXECUTOR;
    private Channel channel;

    @AfterEach
    void close() {
        world.close();
    }

    /** The network takes nothing, and one more publish has to wait. */
    private void stuck(Duration publishTimeout) {
        world = World.open(options -> options.waterMarks(30_000, 10_000)
                .publishTimeout(publishTimeout)
                .closeTimeout(World.LONG)
                .dispatch(dispatch));
        channel = world.channel();
        world.transport().stuck(true);
        publish();
        publish();
    }

    private void publish() {
        channel.basicPublish("", "q", BasicProperties.EMPTY, LARGE);
    }

    /** Gives null or what publishing threw. */
    private FutureTask<RuntimeException> publishElsewhere() {
        FutureTask<RuntimeException> task = new FutureTask<>(() -> {
            try {
                publish();
                return null;
            } catch (RuntimeException e) {
                return e;
            }
        });
        Thread thread = new Thread(task);
        publisher = thread;
        thread.start();
        World.await(() -> isWaiting(thread) || task.isDone(), () -> "the publisher is " + thread.getState());
        assertFalse(task.isDone());
        return task;
    }

    private Thread publisher;

    private static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static RuntimeException result(FutureTask<RuntimeException> task) throws Exception {
        return task.get(World.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private int published() {
        return world.adapter.io(() -> world.broker.publishes().size());
    }

    @Test
    void thePublisherGoesOnWhenThereIsRoom() throws Exception {
        stuck(World.LONG);
        FutureTask<RuntimeException> third = publishElsewhere();
        world.transport().stuck(false);
        assertEquals(null, result(third));
        World.await(() -> published() == 3, () -> published() + " were published");
    }

    @Test
    void thePublisherIsToldWhenThereIsNoRoomInTime() {
        stuck(Duration.ofMillis(20));
        PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
        assertTrue(failure.getMessage().contains("bytes wait to be sent, since the network is slower"));
        world.transport().stuck(false);
        get(channel.queueDeclare("q"));
        assertEquals(2, published());
    }

    @Test
    void withoutALimitItIsToldAtOnce() {
        stuck(Duration.ZERO);
        assertThrows(PublishBlockedException.class, this::publish);
    }

    @Test
    void aVeryLongLimitIsNoFault() throws Exception {
        stuck(Duration.ofSeconds(Long.MAX_VALUE));
        FutureTask<RuntimeException> third = publishElsewhere();
        world.transport().stuck(false);
        assertEquals(null, result(third));
    }

    @Test
    void saysThatTheBrokerIsToBlame() {
        stuck(Duration.ZERO);
        CompletableFuture<String> blocked = new CompletableFuture<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBlocked(String reason) {
                blocked.complete(reason);
            }
        });
        world.adapter.io(() -> world.broker.block("low on memory"));
        assertEquals("low on memory", get(blocked));
        PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
        assertTrue(failure.getMessage().contains("to publish: the broker has blocked the connection"));
    }

    @Test
    void theIoThreadNeverWaits() {
        dispatch = Dispatch.IO_THREAD;
        stuck(World.LONG);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        world.connection.schedule(Duration.ZERO, () -> {
            try {
                publish();
                failure.complete(null);
            } catch (PublishBlockedException e) {
                failure.complete(e);
            }
        });
        assertInstanceOf(PublishBlockedException.class, get(failure));
    }

    @Test
    void anInterruptKeepsTheStatusAndSendsNothing() throws Exception {
        stuck(World.LONG);
        CompletableFuture<Boolean> status = new CompletableFuture<>();
        FutureTask<PublishBlockedException> task = new FutureTask<>(() -> {
            PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
            status.complete(Thread.currentThread().isInterrupted());
            return failure;
        });
        Thread thread = new Thread(task);
        thread.start();
        World.await(() -> isWaiting(thread), () -> "the publisher is " + thread.getState());
        thread.interrupt();
        assertTrue(task.get(20, TimeUnit.SECONDS).getMessage().startsWith("interrupted while waiting to publish"));
        assertTrue(get(status));
        world.transport().stuck(false);
        get(channel.queueDeclare("q"));
        assertEquals(2, published());
    }

    @Test
    void aLostConnectionEndsTheWait() throws Exception {
        stuck(World.LONG);
        FutureTask<RuntimeException> third = publishElsewhere();
        world.transport().breaks(new java.io.IOException("cable cut"));
        assertInstanceOf(ClosedException.class, result(third));
    }

    @Test
    void closingTheConnectionEndsTheWaitThoughTheNetworkIsStuck() throws Exception {
        stuck(World.LONG);
        FutureTask<RuntimeException> third = publishElsewhere();
        world.connection.close();
        assertInstanceOf(ClosedException.class, result(third));
        assertFalse(publisher.isInterrupted());
    }

    @Test
    void aClosedChannelEndsTheWaitThoughTheNetworkIsStuck() throws Exception {
        stuck(World.LONG);
        FutureTask<RuntimeException> third = publishElsewhere();
        world.adapter.io(() -> world.broker.closeChannel(1, 541, "trouble", 0, 0));
        assertInstanceOf(ClosedException.class, result(third));
        assertTrue(world.connection.isOpen());
    }

    @Test
    void listenersHearOfBothDetectors() {
        java.util.Queue<String> heard = new java.util.concurrent.ConcurrentLinkedQueue<>();
        world = World.open(options -> options.waterMarks(30_000, 10_000).backpressureMultiplier(1));
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onBackpressure(amqp.connection.Event.Backpressure event) {
                heard.add(event.cause() + " " + event.began());
            }
        });
        channel = world.channel();
        world.transport().stuck(true);
        publish();
        publish();
        world.transport().stuck(false);
        World.await(() -> heard.contains("WATER_MARK true") && heard.contains("WATER_MARK false"), heard::toString);
        World.await(() -> heard.contains("AVERAGE_FRAME false"), heard::toString);
    }
}
