// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.memory.MemoryConnection;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingTest {
    private MemoryConnection world = MemoryConnection.open();
    private Channel channel = world.channel();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (MemoryConnection ending = world) {
            assertEquals(List.of(), ending.violations());
        }
    }

    private Queue<CloseReason> listen() {
        Queue<CloseReason> heard = new ConcurrentLinkedQueue<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onClosed(CloseReason reason) {
                heard.add(reason);
            }
        });
        return heard;
    }

    @Test
    void theApplicationClosesTheChannel() {
        CompletionStage<CloseReason> first = channel.close(ReplyCode.REPLY_SUCCESS, "done");
        assertFalse(channel.isOpen());
        CloseReason reason = new CloseReason.ByApplication(200, "done");
        assertEquals(reason, get(first));
        assertEquals(reason, get(channel.close()));
        assertEquals(reason, get(channel.closed()));
        assertEquals("done", world.expect("channel.close").text("reply-text"));
        assertTrue(world.connection.isOpen());
    }

    @Test
    void theApplicationClosesTheConnection() {
        Queue<CloseReason> heard = listen();
        CompletionStage<CloseReason> first = world.connection.close();
        assertFalse(world.connection.isOpen());
        assertFalse(channel.isOpen());
        CompletionStage<CloseReason> second = world.connection.close();
        CloseReason reason = new CloseReason.ByApplication(200, "closed by the application");
        assertEquals(reason, get(first));
        assertEquals(reason, get(second));
        assertEquals(reason, get(world.connection.closed()));
        assertEquals(reason, get(channel.closed()));
        assertEquals(reason, get(channel.close()));
        MemoryConnection.await(() -> !heard.isEmpty(), () -> "nobody was told");
        assertEquals(List.of(reason), List.copyOf(heard));
        assertTrue(world.transport().isEnded());
    }

    @Test
    void theBrokerClosesTheConnection() {
        Queue<CloseReason> heard = listen();
        world.adapter.io(() -> world.broker.closeConnection(320, "shutdown", 0, 0));
        CloseReason reason = new CloseReason.ByPeer(320, "shutdown", 0, 0);
        assertEquals(reason, get(world.connection.closed()));
        assertEquals(reason, get(channel.closed()));
        assertFalse(world.connection.isOpen());
        assertEquals(reason, get(world.connection.close()));
        MemoryConnection.await(() -> heard.size() == 1, heard::toString);
        assertTrue(world.adapter.io(world.broker::closed));
    }

    @Test
    void theConnectionBreaks() {
        world.transport().breaks(new java.io.IOException("cable cut"));
        assertInstanceOf(CloseReason.TransportLost.class, get(world.connection.closed()));
        assertInstanceOf(CloseReason.TransportLost.class, get(channel.close()));
        assertInstanceOf(CloseReason.TransportLost.class, get(world.connection.close()));
    }

    @Test
    void closesInsideItsOwnCallbacks() {
        for (Dispatch dispatch : Dispatch.values()) {
            Channel other = world.channel(dispatch);
            String tag = get(other.basicConsume("q", delivery -> other.close()));
            world.deliver(other.number(), tag, "close it");
            assertInstanceOf(CloseReason.ByApplication.class, get(other.closed()));
        }
        String tag = get(channel.basicConsume("q", delivery -> get(world.connection.close())));
        world.deliver(channel.number(), tag, "close all");
        assertInstanceOf(CloseReason.ByApplication.class, get(world.connection.closed()));
    }

    @Test
    void closesOnTheIoThread() {
        Channel other = world.channel(Dispatch.IO_THREAD);
        String tag = get(other.basicConsume("q", delivery -> {
            world.connection.close();
            world.connection.close();
        }));
        world.deliver(other.number(), tag, "close it");
        get(world.connection.close());
    }

    @Test
    void aBrokerThatDoesNotAnswerIsLeft() {
        world.close();
        world = MemoryConnection.open(options -> options.closeTimeout(Duration.ofMillis(20)));
        channel = world.channel();
        world.adapter.io(() -> world.broker.silent(true));
        assertInstanceOf(CloseReason.TimedOut.class, get(channel.close()));
        assertInstanceOf(CloseReason.ByApplication.class, get(world.connection.close()));
        assertTrue(world.transport().isEnded());
    }

    @Test
    void anAdapterThatCloses() {
        world.adapter.close();
        assertInstanceOf(CloseReason.TransportLost.class, get(world.connection.closed()));
        world.close();
        world = MemoryConnection.open();
    }

    @Test
    void blockedAndUnblockedAreToldAlsoToWhoComesLate() {
        Queue<String> early = new ConcurrentLinkedQueue<>();
        world.connection.addListener(new Blocking(early));
        world.adapter.io(() -> world.broker.block("disk"));
        MemoryConnection.await(() -> early.size() == 1, early::toString);
        Queue<String> late = new ConcurrentLinkedQueue<>();
        Blocking latecomer = new Blocking(late);
        world.connection.addListener(latecomer);
        MemoryConnection.await(() -> late.size() == 1, late::toString);
        world.adapter.io(() -> world.broker.unblock());
        MemoryConnection.await(() -> late.size() == 2, late::toString);
        assertEquals(List.of("blocked disk", "unblocked"), List.copyOf(late));
        assertEquals(List.of("blocked disk", "unblocked"), List.copyOf(early));
        world.connection.removeListener(latecomer);
        world.adapter.io(() -> world.broker.block("again"));
        MemoryConnection.await(() -> early.size() == 3, early::toString);
        assertEquals(2, late.size());
    }

    private record Blocking(Queue<String> heard) implements ConnectionListener {
        @Override
        public void onBlocked(String reason) {
            heard.add("blocked " + reason);
        }

        @Override
        public void onUnblocked() {
            heard.add("unblocked");
        }
    }

    @Test
    void aPlainListenerIsAskedForNothing() {
        world.connection.addListener(new ConnectionListener() {});
        CompletableFuture<CloseReason> last = new CompletableFuture<>();
        world.connection.addListener(new ConnectionListener() {
            @Override
            public void onClosed(CloseReason reason) {
                last.complete(reason);
            }
        });
        world.adapter.io(() -> world.broker.block("disk").unblock().send(1, "channel.flow", true));
        get(world.connection.close());
        assertInstanceOf(CloseReason.ByApplication.class, get(last));
    }
}
