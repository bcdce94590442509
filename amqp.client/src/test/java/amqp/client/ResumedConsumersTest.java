// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static amqp.memory.MemoryConnection.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.wire.WireFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How consumers go on after a loss, and what is exclusive comes back. */
class ResumedConsumersTest {
    private static final String EXCLUSIVE = "ACCESS_REFUSED - queue 'q' in vhost '/' in exclusive use";
    private static final String LOCKED =
            "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue 'q' in vhost '/'";

    private Losses losses = new Losses(Losses.SOON);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        losses.close();
    }

    private Losses restart(RecoveryOptions recovery) {
        losses.close();
        losses = new Losses(recovery);
        return losses;
    }

    private final class Ends implements DeliveryHandler {
        @Override
        public void onDelivery(Delivery delivery) {}

        @Override
        public void onInterrupted(ClosedException why) {
            heard.add("interrupted");
        }

        @Override
        public void onResumed(String consumerTag) {
            heard.add("resumed");
        }

        @Override
        public void onCancel(String consumerTag) {
            heard.add("cancelled");
        }

        @Override
        public void onClosed(ClosedException why) {
            heard.add("closed");
        }
    }

    private void awaitHeard(String... what) {
        MemoryConnection.await(() -> heard.equals(List.of(what)), heard::toString);
    }

    private WireFrame.Method lastConsume() {
        return losses.adapter.io(() -> losses.broker().received().stream()
                .filter(WireFrame.Method.class::isInstance)
                .map(WireFrame.Method.class::cast)
                .filter(method -> method.name().equals("basic.consume"))
                .reduce((first, second) -> second)
                .orElseThrow());
    }

    // ---- what a filter leaves out ----

    @Test
    void aConsumerThatIsLeftOutIsCancelled() {
        restart(Losses.SOON.toBuilder()
                .topology(method -> !(method instanceof BasicMethod.Consume))
                .build());
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicConsume("q", new Ends()));
        losses.loseAndRecover();
        awaitHeard("interrupted", "cancelled");
        losses.loseAndRecover();
        get(channel.close());
        awaitHeard("interrupted", "cancelled");
    }

    @Test
    void aConsumerThatIsLeftOutIsCancelledWhereItsChannelAloneComesBack() {
        restart(Losses.SOON.toBuilder()
                .reopenChannels(true)
                .topology(method -> !(method instanceof BasicMethod.Consume))
                .build());
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicConsume("q", new Ends()));
        losses.adapter.io(() -> losses.broker().closeChannel(1, 404, "NOT_FOUND", 60, 40));
        losses.awaitReport(0);
        awaitHeard("interrupted", "cancelled");
    }

    // ---- what is exclusive ----

    @Test
    void aQueueThatTheLostConnectionStillHasIsAskedForAgain() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare(QueueMethod.Declare.of("q").durable(false).exclusive(true)));
        get(channel.queueDeclare("other"));
        losses.prepared =
                broker -> broker.refuseOnce("queue.declare", 405, LOCKED).refuseOnce("queue.declare", 405, LOCKED);
        RecoveryReport report = losses.loseAndRecover();
        assertTrue(report.isComplete(), report.toString());
        assertEquals(2, report.items().size());
    }

    @Test
    void aConsumerThatTheLostConnectionStillHasIsAskedForAgain() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicConsume(BasicMethod.Consume.of("q").exclusive(true), new Ends()));
        losses.prepared = broker -> broker.refuseOnce("basic.consume", 403, EXCLUSIVE);
        assertTrue(losses.loseAndRecover().isComplete());
        awaitHeard("interrupted", "resumed");
    }

    @Test
    void whatStaysExclusiveIsGivenUpAndReported() {
        restart(Losses.SOON.toBuilder().exclusiveTimeout(Duration.ofMillis(100)).build());
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicConsume(BasicMethod.Consume.of("q").exclusive(true), new Ends()));
        losses.prepared = broker -> broker.answer("basic.consume", consume -> {
            broker.closeChannel(consume.channel(), 403, EXCLUSIVE, 60, 20);
            return new byte[0];
        });
        RecoveryReport report = losses.loseAndRecover();
        assertEquals(1, report.missing().size());
        assertTrue(report.missing().get(0).problem().contains(EXCLUSIVE), report.toString());
        awaitHeard("interrupted", "cancelled");
        assertEquals(
                2, losses.received().stream().filter("basic.consume"::equals).count());
    }

    @Test
    void nothingIsWaitedForWhereThatIsNotWished() {
        restart(Losses.SOON.toBuilder().exclusiveTimeout(Duration.ZERO).build());
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare(QueueMethod.Declare.of("q").durable(false).exclusive(true)));
        losses.prepared = broker -> broker.refuseOnce("queue.declare", 405, LOCKED);
        assertEquals(1, losses.loseAndRecover().missing().size());
    }

    @Test
    void whatThisUserMayNotDoIsNotAskedForAgain() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicConsume("q", new Ends()));
        losses.prepared = broker -> broker.refuseOnce(
                "basic.consume", 403, "ACCESS_REFUSED - read access to queue 'q' in vhost '/' refused for user 'me'");
        assertEquals(1, losses.loseAndRecover().missing().size());
        awaitHeard("interrupted", "cancelled");
    }

    // ---- streams ----

    private void deliver(long... offsets) {
        losses.adapter.io(() -> {
            for (long offset : offsets) {
                losses.broker()
                        .deliver(
                                1,
                                "tag",
                                "",
                                "q",
                                Map.of("headers", Map.of("x-stream-offset", offset)),
                                octets("at " + offset));
            }
        });
    }

    private static BasicMethod.Consume from(Object offset) {
        return BasicMethod.Consume.of("q")
                .consumerTag("tag")
                .arguments(FieldTable.of(Map.of("x-stream-offset", offset, "x-priority", 3)));
    }

    private Object offsetOfLastConsume() {
        return lastConsume().table("arguments").get("x-stream-offset");
    }

    @Test
    void aConsumerOfAStreamGoesOnBehindWhatItWasHanded() {
        Channel channel = get(losses.connection.openChannel());
        AtomicInteger handed = new AtomicInteger();
        get(channel.basicConsume(from("first"), delivery -> handed.incrementAndGet()));
        deliver(0, 1);
        MemoryConnection.await(() -> handed.get() == 2, () -> "handed " + handed);
        losses.loseAndRecover();
        assertEquals(2L, offsetOfLastConsume());
        deliver(2);
        MemoryConnection.await(() -> handed.get() == 3, () -> "handed " + handed);
        losses.loseAndRecover();
        assertEquals(3L, offsetOfLastConsume());
        assertEquals(3, lastConsume().table("arguments").get("x-priority"));
        losses.loseAndRecover();
        assertEquals(3L, offsetOfLastConsume());
    }

    @Test
    void oneThatWasHandedNothingBeginsAsItWasAskedTo() {
        get(get(losses.connection.openChannel()).basicConsume(from("first"), delivery -> {}));
        losses.loseAndRecover();
        assertEquals("first", offsetOfLastConsume());
    }

    /** What waits for the handler is dropped at the loss. */
    @Test
    void whatHadOnlyArrivedIsDeliveredAgain() {
        CountDownLatch handed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        get(get(losses.connection.openChannel()).basicConsume(from("next"), delivery -> {
            handed.countDown();
            awaitLatch(goOn);
        }));
        deliver(7, 8, 9);
        awaitLatch(handed);
        losses.loseAndRecover();
        assertEquals(8L, offsetOfLastConsume());
        goOn.countDown();
    }

    @Test
    void whatWaitedInABufferIsDeliveredAgain() throws InterruptedException {
        Channel channel = get(losses.connection.openChannel());
        DeliveryBuffer buffer = new DeliveryBuffer(channel);
        get(channel.basicConsume(from("next"), buffer));
        deliver(7, 8, 9);
        assertEquals(
                "at 7", MemoryConnection.text(buffer.poll(MemoryConnection.LONG).orElseThrow()));
        losses.loseAndRecover();
        assertEquals(8L, offsetOfLastConsume());
    }

    /** Messages that were moved from a stream to another queue keep the header. */
    @Test
    void aConsumerOfWhatOnlyLooksLikeAStreamGoesOnToo() {
        Channel channel = get(losses.connection.openChannel());
        AtomicInteger handed = new AtomicInteger();
        get(channel.basicConsume(BasicMethod.Consume.of("q").consumerTag("tag"), delivery -> handed.incrementAndGet()));
        deliver(7);
        MemoryConnection.await(() -> handed.get() == 1, () -> "handed " + handed);
        losses.prepared = broker -> broker.refuseOnce(
                "basic.consume",
                406,
                "PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue 'q' in vhost '/' of queue type"
                        + " rabbit_classic_queue");
        assertTrue(losses.loseAndRecover().isComplete());
        assertEquals(Map.of(), lastConsume().table("arguments"));
        losses.prepared = broker -> {};
        losses.loseAndRecover();
        assertEquals(
                1, losses.received().stream().filter("basic.consume"::equals).count());
    }

    @Test
    void aConsumerOfAnotherQueueHasItsArguments() {
        Channel channel = get(losses.connection.openChannel());
        CountDownLatch handed = new CountDownLatch(1);
        get(channel.basicConsume(BasicMethod.Consume.of("q").consumerTag("tag"), delivery -> handed.countDown()));
        losses.adapter.io(() -> losses.broker().deliver(1, "tag", "", "q", Map.of(), octets("one")));
        awaitLatch(handed);
        losses.loseAndRecover();
        assertEquals(Map.of(), lastConsume().table("arguments"));
    }

    private static void awaitLatch(CountDownLatch latch) {
        MemoryConnection.await(() -> latch.getCount() == 0, () -> "nothing came");
    }

    // ---- messages ----

    @Test
    void whatAConnectionEndsWithIsNotSaidOfTheChannel() {
        Channel channel = get(losses.connection.openChannel());
        losses.adapter.io(() -> losses.broker().answer("queue.declare", any -> {
            losses.broker().closeConnection(541, "INTERNAL_ERROR", 50, 10);
            return new byte[0];
        }));
        var failure = MemoryConnection.failure(ClosedException.class, channel.queueDeclare("q"));
        assertTrue(
                failure.getMessage().startsWith("the connection of channel 1 is closed: closed by the broker with 541"),
                failure.getMessage());
    }

    @Test
    void whatAChannelEndsWithIsSaidOfIt() {
        Channel channel = get(losses.connection.openChannel());
        losses.adapter.io(() -> losses.broker().refuseOnce("queue.declare", 404, "NOT_FOUND"));
        var failure = MemoryConnection.failure(ClosedException.class, channel.queueDeclare("q"));
        assertTrue(
                failure.getMessage().startsWith("channel 1 is closed: closed by the broker with 404"),
                failure.getMessage());
    }
}
