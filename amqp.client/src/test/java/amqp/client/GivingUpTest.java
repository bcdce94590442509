// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.await;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.QueueMethod;
import amqp.connection.ConfirmCounts;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.Verdict;
import amqp.testkit.wire.WireFrame;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a command would have handed over is undone when whoever has its stage completes that first. */
class GivingUpTest {
    private final MemoryConnection world = MemoryConnection.open();
    private final CountDownLatch laneGoesOn = new CountDownLatch(1);

    @AfterEach
    void nothingWasAgainstTheRules() {
        laneGoesOn.countDown();
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    private boolean received(String method) {
        return world.adapter.io(world.broker::receivedMethods).contains(method);
    }

    private void awaitReceived(String method) {
        await(() -> received(method), () -> "no " + method + " in " + world.adapter.io(world.broker::receivedMethods));
    }

    /** The replies of a channel come, but nobody is told, as a stage before them is still being told. */
    private void holdReplies(Channel channel) {
        CountDownLatch held = new CountDownLatch(1);
        channel.queueDeclare(QueueMethod.Declare.of("held"), (ok, failure) -> {
            held.countDown();
            try {
                laneGoesOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        await(() -> held.getCount() == 0, () -> "the lane is not held");
    }

    private void answerGet() {
        world.adapter.io(() -> world.broker.answer(
                "basic.get", get -> world.broker.getOk(get, "", "q", Map.of(), MemoryConnection.octets("m"))));
    }

    private Set<Long> unacked(Channel channel) {
        return world.adapter.io(() -> world.broker.unacked(channel.number()));
    }

    @Test
    void aMessageThatComesAfterwardsGoesBack() {
        Channel channel = world.channel();
        world.adapter.io(() -> world.broker.ignore("basic.get"));
        CompletableFuture<Optional<Delivery>> fetched = channel.basicGet("q").toCompletableFuture();
        WireFrame.Method request = world.expect("basic.get");
        fetched.cancel(true);
        world.adapter.io(
                () -> world.broker.send(world.broker.getOk(request, "", "q", Map.of(), MemoryConnection.octets("m"))));
        awaitReceived("basic.reject");
        assertEquals(Set.of(), unacked(channel));
    }

    @Test
    void aMessageThatIsHereAlreadyGoesBack() {
        Channel channel = world.channel();
        holdReplies(channel);
        answerGet();
        CompletableFuture<Optional<Delivery>> fetched = channel.basicGet("q").toCompletableFuture();
        await(() -> !unacked(channel).isEmpty(), () -> "no message");
        fetched.orTimeout(1, TimeUnit.NANOSECONDS);
        await(fetched::isCompletedExceptionally, () -> "no timeout");
        laneGoesOn.countDown();
        await(() -> unacked(channel).isEmpty(), () -> "the message is still here");
        assertTrue(received("basic.nack"));
    }

    @Test
    void aConsumerIsCancelledAndItsMessagesGoBack() {
        Channel channel = world.channel();
        world.adapter.io(() -> world.broker.ignore("basic.consume"));
        BlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
        CompletableFuture<String> tag = channel.basicConsume("q", taken::add).toCompletableFuture();
        world.expect("basic.consume");
        tag.completeExceptionally(new IllegalStateException("enough"));
        world.adapter.io(() -> {
            world.broker.send(channel.number(), "basic.consume-ok", "tag");
            world.broker.deliver(channel.number(), "tag", "", "q", Map.of(), MemoryConnection.octets("m"));
        });
        awaitReceived("basic.cancel");
        await(() -> unacked(channel).isEmpty(), () -> "the message is still here");
        assertEquals(0, taken.size());
    }

    @Test
    void aConsumerThatHasBegunIsCancelledAndItsMessagesGoBack() {
        Channel channel = world.channel();
        holdReplies(channel);
        world.adapter.io(() -> world.broker.ignore("basic.cancel"));
        BlockingQueue<Delivery> taken = new LinkedBlockingQueue<>();
        CompletableFuture<String> tag = channel.basicConsume("q", taken::add).toCompletableFuture();
        world.expect("queue.declare");
        world.expect("basic.consume");
        get(world.connection.openChannel()); // so that consume-ok has come too
        world.expect("channel.open");
        tag.cancel(true);
        laneGoesOn.countDown();
        awaitReceived("basic.cancel"); // the lane has threads of its own
        String begun = world.expect("basic.cancel").text("consumer-tag");
        world.adapter.io(() -> {
            world.broker.deliver(channel.number(), begun, "", "q", Map.of(), MemoryConnection.octets("m"));
            world.broker.send(channel.number(), "basic.cancel-ok", begun);
        });
        awaitReceived("basic.nack");
        await(() -> unacked(channel).isEmpty(), () -> "the message is still here");
        assertEquals(0, taken.size());
    }

    @Test
    void aChannelIsClosed() {
        world.adapter.io(() -> {
            world.broker.script().skipAll();
            world.broker.ignore("channel.open");
        });
        CompletableFuture<Channel> opening = world.connection.openChannel().toCompletableFuture();
        WireFrame.Method request = world.expect("channel.open");
        opening.cancel(true);
        world.adapter.io(() -> world.broker.send(request.channel(), "channel.open-ok"));
        awaitReceived("channel.close");
        await(() -> world.adapter.io(world.broker::openChannels).isEmpty(), () -> "a channel is open");
        world.adapter.io(() -> world.broker.answerAsUsual("channel.open"));
        await(
                () -> get(world.connection.openChannel()).number() == request.channel(),
                () -> "the number is not free again");
    }

    /** Any other command goes on: what it does is recorded for a recovery, for instance. */
    @Test
    void aDeclareIsSentAllTheSame() {
        Channel channel = world.channel();
        world.adapter.io(() -> world.broker.ignore("queue.purge"));
        channel.queuePurge("q");
        channel.queueDeclare("other").toCompletableFuture().cancel(true);
        world.expect("queue.purge");
        world.adapter.io(() -> world.broker.send(channel.number(), "queue.purge-ok", 0));
        awaitReceived("queue.declare");
    }

    @Test
    void aWaitForConfirmsEndsAndTheNextOneCountsTheRest() {
        Channel channel = world.confirmingChannel();
        world.adapter.io(() -> world.broker.verdicts(publish -> Verdict.NONE));
        MemoryConnection.publish(channel, "1");
        channel.allConfirmed(MemoryConnection.LONG).toCompletableFuture().cancel(true);
        MemoryConnection.publish(channel, "2");
        CompletableFuture<ConfirmCounts> rest =
                channel.allConfirmed(MemoryConnection.LONG).toCompletableFuture();
        world.adapter.io(() -> world.broker.ack(channel.number(), 2, true));
        assertEquals(new ConfirmCounts(1, 0, 0, 0), get(rest));
    }
}
