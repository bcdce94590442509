// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaterMarkTest {
    private static final byte[] LARGE = new byte[20_000];

    private MemoryConnection world;
    private Channel channel;

    @AfterEach
    void close() {
        world.close();
    }

    /** The network takes nothing, and the high water mark is reached. */
    private void stuck(long publishBuffer) {
        world = MemoryConnection.open(options -> options.waterMarks(30_000, 10_000)
                .closeTimeout(MemoryConnection.LONG)
                .publishBuffer(publishBuffer)
                .recovery(RecoveryOptions.NONE));
        channel = world.channel();
        world.transport().stuck(true);
        publish();
        publish();
    }

    private void publish() {
        channel.publish("", "q", Message.of(LARGE));
    }

    private boolean tryPublish() {
        return channel.tryPublish(BasicMethod.Publish.of("", "q"), Message.of(LARGE));
    }

    private int published() {
        return world.adapter.io(() -> world.broker.publishes().size());
    }

    @Test
    void aPublishNeverWaitsForTheNetwork() {
        stuck(1 << 20);
        publish();
        world.transport().stuck(false);
        MemoryConnection.await(() -> published() == 3, () -> published() + " were published");
    }

    @Test
    void aRefusalSaysWhyTheBrokerBlocks() {
        stuck(30_000);
        world.adapter.io(() -> world.broker.block("low on memory"));
        MemoryConnection.await(
                () -> world.connection.health().blockedReason().isPresent(), () -> "the connection is not blocked");
        PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
        assertTrue(failure.getMessage().contains("the broker has blocked the connection"), failure.getMessage());
        assertTrue(failure.getMessage().endsWith("low on memory"), failure.getMessage());
    }

    @Test
    void whatExceedsTheBoundIsRefusedAndNothingOfItSent() {
        stuck(30_000);
        PublishBlockedException failure = assertThrows(PublishBlockedException.class, this::publish);
        assertTrue(
                failure.getMessage().contains("bytes wait to be sent, since the network is slower"),
                failure.getMessage());
        world.transport().stuck(false);
        get(channel.queueDeclare("q"));
        assertEquals(2, published());
        publish();
    }

    @Test
    void tryingIsRefusedAtTheWaterMarkUntilThereIsRoom() {
        stuck(1 << 20);
        assertFalse(tryPublish());
        assertFalse(channel.whyNotWritable().isEmpty());
        CompletableFuture<Void> writable = channel.writable().toCompletableFuture();
        assertFalse(writable.isDone());
        world.transport().stuck(false);
        get(writable);
        assertEquals("", channel.whyNotWritable());
        assertTrue(tryPublish());
    }

    @Test
    void saysThatTheBrokerIsToBlame() {
        stuck(30_000);
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
        assertTrue(failure.getMessage().contains("the broker has blocked the connection"), failure.getMessage());
    }

    @Test
    void aLostConnectionEndsTheWaitForRoom() {
        stuck(1 << 20);
        CompletionStage<Void> writable = channel.writable();
        world.transport().breaks(new java.io.IOException("cable cut"));
        get(writable);
        assertThrows(ClosedException.class, this::publish);
    }

    @Test
    void closingTheConnectionEndsTheWaitThoughTheNetworkIsStuck() {
        stuck(1 << 20);
        CompletionStage<Void> writable = channel.writable();
        world.connection.close();
        get(writable);
        assertThrows(ClosedException.class, this::publish);
    }

    @Test
    void aClosedChannelEndsTheWaitThoughTheNetworkIsStuck() {
        stuck(1 << 20);
        CompletionStage<Void> writable = channel.writable();
        world.adapter.io(() -> world.broker.closeChannel(1, 541, "trouble", 0, 0));
        get(writable);
        assertThrows(ClosedException.class, this::publish);
        assertTrue(world.connection.isOpen());
    }

    @Test
    void listenersHearOfBothDetectors() {
        java.util.Queue<String> heard = new java.util.concurrent.ConcurrentLinkedQueue<>();
        world = MemoryConnection.open(
                options -> options.waterMarks(30_000, 10_000).backpressureMultiplier(1));
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
        MemoryConnection.await(
                () -> heard.contains("WATER_MARK true") && heard.contains("WATER_MARK false"), heard::toString);
        MemoryConnection.await(() -> heard.contains("AVERAGE_FRAME false"), heard::toString);
    }
}
