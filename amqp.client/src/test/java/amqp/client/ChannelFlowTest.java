// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Publish;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The broker stops publishing on a channel, and lets it go on. */
class ChannelFlowTest {
    private static final BasicMethod.Publish TO_Q = BasicMethod.Publish.of("", "q");

    private final Losses losses = new Losses(Losses.SOON);
    private final Channel channel = get(losses.connection.openChannel());
    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        losses.close();
    }

    private void flow(boolean active) {
        losses.adapter.io(() -> losses.broker().send(1, "channel.flow", active));
    }

    private List<String> published() {
        return losses.adapter.io(
                () -> losses.broker().publishes().stream().map(Publish::text).toList());
    }

    private static boolean tryPublish(Channel channel) {
        return channel.tryPublish(TO_Q, Message.of(MemoryConnection.octets("tried")));
    }

    @Test
    void holdsPublishesUpUntilItGoesOn() {
        losses.connection.addListener(new ConnectionListener() {
            @Override
            public void onFlow(Channel where, boolean active) {
                told.add(where + (active ? " goes on" : " is stopped"));
            }
        });
        Channel other = get(losses.connection.openChannel());
        get(channel.confirmSelect());
        flow(false);
        assertFalse(tryPublish(channel));
        assertTrue(tryPublish(other));
        assertEquals("the broker has stopped publishing on channel 1 by channel.flow", channel.whyNotWritable());
        CompletionStage<Void> writable = channel.writable();
        MemoryConnection.publish(channel, "1");
        CompletionStage<Verdict> second = MemoryConnection.publishConfirmed(channel, "2");
        assertEquals("q", get(channel.queueDeclare("q")).queue()); // commands go on
        assertFalse(writable.toCompletableFuture().isDone());
        assertEquals(List.of("tried"), published());
        flow(true);
        get(writable);
        assertEquals(Verdict.ACKED, get(second));
        assertEquals(List.of("tried", "1", "2"), published());
        assertEquals("", channel.whyNotWritable());
        MemoryConnection.await(() -> told.size() == 2, told::toString);
        assertEquals(List.of("channel 1 is stopped", "channel 1 goes on"), List.copyOf(told));
    }

    @Test
    void isForgottenWithTheChannelThatItWasSaidOn() {
        flow(false);
        assertFalse(tryPublish(channel));
        CompletionStage<Void> writable = channel.writable();
        MemoryConnection.publish(channel, "kept");
        losses.loseAndRecover();
        get(writable);
        assertTrue(tryPublish(channel));
        MemoryConnection.await(() -> published().size() == 2, () -> published().toString());
        assertEquals(List.of("kept", "tried"), published());
    }

    @Test
    void doesNotOutliveTheChannel() {
        flow(false);
        CompletionStage<Void> writable = channel.writable();
        get(channel.close());
        get(writable);
        assertEquals("", channel.whyNotWritable());
    }
}
