// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import amqp.memory.MemoryConnection;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private Losses losses = new Losses(Losses.SOON);

    @AfterEach
    void close() {
        losses.close();
    }

    private void restart(RecoveryOptions recovery) {
        losses.close();
        losses = new Losses(recovery);
    }

    private static final class Recorder implements DeliveryHandler {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

        @Override
        public void onDelivery(Delivery delivery) {
            deliveries.add(delivery);
            heard.add(MemoryConnection.text(delivery));
        }

        @Override
        public void onCancel(String consumerTag) {
            heard.add("cancelled");
        }

        @Override
        public void onInterrupted(ClosedException why) {
            heard.add("interrupted");
        }

        @Override
        public void onResumed(String consumerTag) {
            heard.add("resumed " + consumerTag);
        }

        @Override
        public void onClosed(ClosedException why) {
            heard.add("closed");
        }

        void await(String what) {
            MemoryConnection.await(() -> heard.contains(what), () -> what + " is not among " + heard);
        }
    }

    private void deliver(String body) {
        losses.adapter.io(() -> losses.broker().deliver(1, "tag", "", "q", Map.of(), MemoryConnection.octets(body)));
    }

    private Channel consuming(Recorder recorder) {
        Channel channel = get(losses.connection.openChannel());
        get(channel.basicQos(7));
        get(channel.basicConsume(BasicMethod.Consume.of("q").consumerTag("tag"), recorder));
        return channel;
    }

    @Test
    void everythingComesBackInAnOrderThatWorks() {
        Channel channel = get(losses.connection.openChannel(
                ChannelOptions.builder().dispatch(Dispatch.EXECUTOR).number(5).build()));
        get(channel.confirmSelect());
        get(channel.basicQos(7));
        get(channel.queueDeclare("q"));
        get(channel.exchangeDeclare("x", "fanout"));
        get(channel.queueBind(QueueMethod.Bind.of("q", "x")));
        get(channel.basicConsume(BasicMethod.Consume.of("q").consumerTag("tag"), delivery -> {}));
        RecoveryReport report = losses.loseAndRecover();
        assertTrue(report.isComplete(), report.toString());
        assertEquals(1, report.rounds());
        assertEquals(
                List.of(
                        "channel.open",
                        "exchange.declare",
                        "queue.declare",
                        "queue.bind",
                        "channel.close",
                        "channel.open",
                        "confirm.select",
                        "basic.qos",
                        "basic.consume"),
                losses.received().subList(3, 12));
        assertEquals(ConnectionState.OPEN, losses.connection.state());
        assertTrue(channel.isOpen());
        assertEquals(5, channel.number());
        assertEquals(
                List.of(ConnectionState.RECONNECTING, ConnectionState.RECOVERING, ConnectionState.OPEN, report),
                losses.heard);
        assertEquals("q2", get(channel.queueDeclare("q2")).queue());
    }

    @Test
    void whatTheApplicationDeletedStaysAway() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare("q"));
        get(channel.queueDelete(QueueMethod.Delete.of("q")));
        assertEquals(List.of(), losses.loseAndRecover().items());
    }

    @Test
    void consumersGoOnUnderTheirTag() {
        Recorder recorder = new Recorder();
        consuming(recorder);
        deliver("one");
        recorder.await("one"); // otherwise it would be dropped
        losses.loseAndRecover();
        deliver("two");
        recorder.await("two");
        assertEquals(List.of("one", "interrupted", "resumed tag", "two"), recorder.heard);
    }

    @Test
    void acknowledgementsOfBeforeAreDropped() {
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        deliver("one");
        deliver("two");
        recorder.await("two");
        losses.loseAndRecover();
        deliver("three");
        recorder.await("three");
        assertTrue(recorder.deliveries.get(0).isStale());
        recorder.deliveries.get(0).ack();
        channel.basicNack(2, true, true);
        assertEquals(3, recorder.deliveries.get(2).deliveryTag());
        recorder.deliveries.get(2).ack();
        assertThrows(DeliveryTagException.class, recorder.deliveries.get(2)::ack);
        MemoryConnection.await(() -> losses.received().contains("basic.ack"), () -> "not acknowledged");
        assertEquals(1, losses.received().stream().filter("basic.ack"::equals).count());
    }

    @Test
    void queuesThatTheBrokerNamesAreRenamedEverywhere() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare("other"));
        String name = get(channel.queueDeclare()).queue();
        get(channel.exchangeDeclare("x", "fanout"));
        get(channel.queueBind(QueueMethod.Bind.of(name, "x")));
        get(channel.basicConsume(BasicMethod.Consume.of(name).consumerTag("tag"), delivery -> {}));
        losses.prepared = broker -> broker.answer(
                "queue.declare",
                declare -> amqp.testkit.wire.BrokerFrames.method(
                        declare.channel(),
                        "queue.declare-ok",
                        declare.text("queue").isEmpty() ? "fresh" : declare.text("queue"),
                        0,
                        0));
        assertTrue(losses.loseAndRecover().isComplete());
        assertEquals("fresh", losses.connection.currentQueueName(name));
        assertTrue(losses.heard.contains(name + " is fresh"), losses.heard.toString());
        get(channel.queuePurge(QueueMethod.Purge.of(name)));
        losses.adapter.io(() -> {
            var script = losses.broker().script();
            script.skipAll();
            List<String> queues = losses.broker().received().stream()
                    .filter(amqp.testkit.wire.WireFrame.Method.class::isInstance)
                    .map(amqp.testkit.wire.WireFrame.Method.class::cast)
                    .filter(method -> List.of("queue.bind", "basic.consume", "queue.purge")
                            .contains(method.name()))
                    .map(method -> method.text("queue"))
                    .toList();
            assertEquals(List.of("fresh", "fresh", "fresh"), queues);
        });
    }

    @Test
    void oneRefusedEntityDoesNotKeepTheOthersAway() {
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare("bad"));
        get(channel.queueDeclare("good"));
        losses.prepared = broker -> broker.refuseOnce("queue.declare", 406, "PRECONDITION_FAILED");
        RecoveryReport report = losses.loseAndRecover();
        assertFalse(report.isComplete());
        assertEquals(1, report.missing().size());
        assertEquals("bad", ((QueueMethod.Declare) report.missing().get(0).method()).queue());
        assertTrue(report.missing().get(0).problem().contains("406"), report.toString());
        assertEquals(2, report.items().size());
        assertTrue(channel.isOpen());
    }

    @Test
    void anEntityIsTriedAsOftenAsWished() {
        restart(Losses.SOON.toBuilder()
                .entityAttempts(2)
                .entityRetryDelay(Duration.ofMillis(1))
                .build());
        Channel channel = get(losses.connection.openChannel());
        get(channel.queueDeclare("q"));
        losses.prepared = broker -> broker.refuseOnce("queue.declare", 405, "RESOURCE_LOCKED");
        assertTrue(losses.loseAndRecover().isComplete());
        assertTrue(channel.isOpen());
    }

    @Test
    void aConsumerWhoseQueueIsGoneIsCancelled() {
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.prepared = broker -> broker.refuseOnce("basic.consume", 404, "NOT_FOUND");
        RecoveryReport report = losses.loseAndRecover();
        assertEquals(1, report.missing().size());
        recorder.await("cancelled");
        assertTrue(channel.isOpen());
        assertEquals(List.of("interrupted", "cancelled"), recorder.heard);
    }

    @Test
    void whatHadComeBackBeforeARefusalIsGivenOnceMore() {
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        get(channel.confirmSelect());
        get(channel.basicConsume(BasicMethod.Consume.of("gone").consumerTag("other"), delivery -> {}));
        losses.prepared = broker -> broker.answer("basic.consume", consume -> {
            if (consume.text("queue").equals("gone")) {
                broker.closeChannel(1, 404, "NOT_FOUND", 60, 20);
                return new byte[0];
            }
            return amqp.testkit.wire.BrokerFrames.method(1, "basic.consume-ok", "tag");
        });
        assertEquals(1, losses.loseAndRecover().missing().size());
        List<String> received = losses.received();
        List<String> last = received.subList(received.lastIndexOf("channel.open"), received.size());
        assertEquals(List.of("channel.open", "confirm.select", "basic.qos", "basic.consume"), last);
        MemoryConnection.await(() -> recorder.heard.size() == 4, () -> "heard " + recorder.heard);
        assertEquals(List.of("interrupted", "resumed tag", "interrupted", "resumed tag"), recorder.heard);
        assertEquals(amqp.connection.Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "x")));
    }

    @Test
    void aRefusalDoesNotUndoTheApplicationsClose() {
        Channel channel = consuming(new Recorder());
        losses.prepared = broker -> broker.ignore("basic.consume").ignore("channel.close");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("basic.consume"), () -> "no recovery");
        var closed = channel.close();
        losses.adapter.io(() -> losses.broker().closeChannel(1, 404, "NOT_FOUND", 60, 20));
        get(closed);
        losses.awaitReport(0);
        assertEquals(
                1, losses.received().stream().filter("channel.open"::equals).count());
    }

    @Test
    void onlyWhatIsWishedComesBack() {
        restart(Losses.SOON.toBuilder()
                .topology(method -> !(method instanceof QueueMethod.Declare))
                .build());
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        get(channel.queueDeclare("q"));
        RecoveryReport report = losses.loseAndRecover();
        assertEquals(
                List.of("basic.qos", "basic.consume"),
                report.items().stream()
                        .map(item -> item.method().protocolName())
                        .toList());
    }

    @Test
    void anEndForGoodTellsEverybody() {
        restart(Losses.SOON.toBuilder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)).atMost(2))
                .build());
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.gone();
        losses.lose();
        CloseReason reason = get(losses.connection.closed());
        assertInstanceOf(CloseReason.TransportLost.class, reason);
        assertEquals(reason, get(channel.closed()));
        recorder.await("closed");
        assertEquals(ConnectionState.CLOSED, losses.connection.state());
        assertEquals(reason, get(losses.connection.close()));
        assertEquals(3, losses.adapter.transports().size());
    }

    @Test
    void oneLossIsToldOnceHoweverManyAttemptsFail() {
        restart(Losses.SOON.toBuilder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(1)).atMost(3))
                .build());
        losses.gone();
        losses.lose();
        get(losses.connection.closed());
        MemoryConnection.await(() -> losses.heard.contains(ConnectionState.CLOSED), losses.heard::toString);
        assertEquals(4, losses.adapter.transports().size());
        assertEquals(
                1,
                losses.heard.stream()
                        .filter(ConnectionState.RECONNECTING::equals)
                        .count());
    }

    @Test
    void theApplicationEndsTheWaiting() {
        restart(Losses.SOON.toBuilder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofHours(1)))
                .build());
        Channel channel = get(losses.connection.openChannel());
        losses.lose();
        MemoryConnection.await(() -> losses.connection.state() == ConnectionState.RECONNECTING, () -> "not lost");
        assertInstanceOf(CloseReason.ByApplication.class, get(losses.connection.close()));
        assertInstanceOf(CloseReason.ByApplication.class, get(channel.closed()));
    }

    @Test
    void theApplicationEndsAnAttempt() {
        Channel channel = get(losses.connection.openChannel());
        losses.adapter.hesitate();
        losses.lose();
        MemoryConnection.await(() -> losses.adapter.transports().size() == 2, () -> "no attempt");
        assertInstanceOf(CloseReason.ByApplication.class, get(losses.connection.close()));
        assertInstanceOf(CloseReason.ByApplication.class, get(channel.closed()));
        assertTrue(losses.adapter.transport().isEnded());
    }

    @Test
    void aChannelClosedWhileItIsAwayStaysClosed() {
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.gone();
        losses.lose();
        assertInstanceOf(CloseReason.ByApplication.class, get(channel.close()));
        losses.listen();
        RecoveryReport report = losses.awaitReport(0);
        assertEquals(List.of(), report.items());
        recorder.await("closed");
        assertEquals(List.of("interrupted", "closed"), recorder.heard);
    }

    @Test
    void aConsumerCancelledWhileItIsAwayStaysAway() {
        Channel channel = consuming(new Recorder());
        losses.gone();
        losses.lose();
        assertEquals("tag", get(channel.basicCancel("tag")).consumerTag());
        losses.listen();
        losses.awaitReport(0);
        assertFalse(losses.received().contains("basic.consume"));
    }

    @Test
    void otherCommandsFailMeanwhile() {
        losses.adapter.hesitate();
        Channel channel = get(losses.connection.openChannel());
        losses.lose();
        MemoryConnection.failure(ClosedException.class, channel.queueDeclare("q"));
        MemoryConnection.failure(ClosedException.class, losses.connection.openChannel());
    }

    @Test
    void aChannelThatTheBrokerClosesStaysClosed() {
        Channel channel = get(losses.connection.openChannel());
        losses.adapter.io(() -> losses.broker().closeChannel(1, 406, "PRECONDITION_FAILED", 60, 80));
        assertInstanceOf(CloseReason.ByPeer.class, get(channel.closed()));
        assertEquals(List.of(), losses.loseAndRecover().items());
        assertFalse(losses.received().contains("channel.open"));
    }

    @Test
    void aChannelThatTheBrokerClosesComesBackWhenWished() {
        restart(Losses.SOON.toBuilder().reopenChannels(true).build());
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.adapter.io(() -> losses.broker().closeChannel(1, 406, "PRECONDITION_FAILED", 60, 80));
        RecoveryReport report = losses.awaitReport(0);
        assertTrue(report.isComplete());
        recorder.await("resumed tag");
        assertTrue(channel.isOpen());
    }

    /** A ThreadLocalRandom gives the same numbers in every process where it is used on a thread that it was not made for. */
    @Test
    void delaysAreDrawnFromARandomSourceOfNoThread() {
        AtomicReference<RandomGenerator> source = new AtomicReference<>();
        restart(RecoveryOptions.builder()
                .strategy((round, elapsed, random) -> {
                    source.set(random);
                    return new Attempt.After(Duration.ZERO);
                })
                .build());
        losses.loseAndRecover();
        assertFalse(source.get() instanceof ThreadLocalRandom);
    }

    @Test
    void aDelayOfAnEarlierLossBringsNothingBack() {
        AtomicReference<Duration> delay = new AtomicReference<>(Duration.ofSeconds(1));
        restart(RecoveryOptions.builder()
                .strategy((round, elapsed, random) -> new Attempt.After(delay.get()))
                .reopenChannels(true)
                .build());
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.adapter.io(() -> losses.broker().closeChannel(1, 406, "PRECONDITION_FAILED", 60, 80));
        recorder.await("interrupted");
        CompletableFuture<Void> over = new CompletableFuture<>(); // later than the delay that has begun
        losses.connection.schedule(Duration.ofSeconds(1), () -> over.complete(null));
        delay.set(Duration.ZERO);
        losses.loseAndRecover();
        delay.set(Duration.ofHours(1));
        losses.adapter.io(() -> losses.broker().closeChannel(1, 406, "PRECONDITION_FAILED", 60, 80));
        get(over);
        assertFalse(channel.isOpen());
        assertEquals(1, losses.reports().size());
    }

    /** Its delay ends while a recovery is under way that has brought it back before. */
    @Test
    void aChannelThatTheBrokerClosesBehindTheRecoveryComesBack() {
        restart(Losses.SOON.toBuilder().reopenChannels(true).build());
        Channel first = get(losses.connection.openChannel());
        Channel second = get(losses.connection.openChannel());
        get(second.basicConsume(BasicMethod.Consume.of("q").consumerTag("tag"), new Recorder()));
        losses.prepared = broker -> broker.ignore("basic.consume");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("basic.consume"), () -> "no recovery");
        losses.adapter.io(() -> losses.broker().closeChannel(1, 404, "NOT_FOUND", 60, 40));
        CompletableFuture<Void> over = new CompletableFuture<>(); // later than the delay
        losses.connection.schedule(Duration.ofMillis(50), () -> over.complete(null));
        get(over);
        assertEquals(ConnectionState.RECOVERING, losses.connection.state());
        assertFalse(first.isOpen());
        losses.adapter.io(() -> losses.broker().send(2, "basic.consume-ok", "tag"));
        assertTrue(losses.awaitReport(0).isComplete());
        losses.awaitReport(1);
        assertTrue(first.isOpen());
        assertTrue(second.isOpen());
    }

    @Test
    void wrongCredentialsAreNotHammered() {
        losses.prepared = broker -> broker.refuseLogin();
        losses.lose();
        CloseReason reason = get(losses.connection.closed());
        assertEquals(403, ((CloseReason.ByPeer) reason).code());
        assertEquals(2, losses.adapter.transports().size());
    }

    @Test
    void aLossDuringTheRecoveryBeginsAnother() {
        Channel channel = consuming(new Recorder());
        losses.prepared = broker -> broker.ignore("basic.consume");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("basic.consume"), () -> "no recovery");
        losses.prepared = broker -> {};
        assertTrue(losses.loseAndRecover().isComplete());
        assertTrue(channel.isOpen());
    }

    @Test
    void aConsumerThatIsCancelledWhileARetryIsAwaitedStaysAway() {
        restart(Losses.SOON.toBuilder()
                .entityAttempts(2)
                .entityRetryDelay(Duration.ofMillis(500))
                .build());
        Channel channel = consuming(new Recorder());
        losses.prepared = broker -> broker.refuseOnce("basic.consume", 404, "NOT_FOUND");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("channel.close-ok"),
                () -> "nothing was refused");
        get(channel.basicCancel("tag"));
        assertTrue(losses.awaitReport(0).isComplete());
        assertTrue(channel.isOpen());
        assertEquals(1, Collections.frequency(losses.received(), "basic.consume"));
    }

    @Test
    void aLossWhileARetryIsAwaitedBeginsAnother() {
        restart(Losses.SOON.toBuilder()
                .entityAttempts(2)
                .entityRetryDelay(Duration.ofMillis(100))
                .build());
        Recorder recorder = new Recorder();
        Channel channel = consuming(recorder);
        losses.prepared = broker -> broker.refuseOnce("basic.consume", 404, "NOT_FOUND");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("channel.close-ok"),
                () -> "not refused");
        losses.prepared = broker -> {};
        assertTrue(losses.loseAndRecover().isComplete());
        CompletableFuture<Void> later = new CompletableFuture<>();
        losses.connection.schedule(Duration.ofMillis(150), () -> later.complete(null)); // after the retry's time
        get(later);
        assertEquals(
                1, losses.received().stream().filter("channel.open"::equals).count());
        assertTrue(channel.isOpen());
    }

    @Test
    void aBrokerThatDoesNotAnswerDuringTheRecoveryIsLeft() {
        losses.close();
        losses = new Losses(Losses.SOON, options -> options.callTimeout(Duration.ofSeconds(1)));
        Channel channel = consuming(new Recorder());
        losses.prepared = broker -> {
            broker.ignore("basic.consume");
            losses.prepared = next -> {};
        };
        assertTrue(losses.loseAndRecover().isComplete());
        assertEquals(3, losses.brokers.size());
        assertTrue(channel.isOpen());
    }

    @Test
    void theFirstConnectIsTriedAgainWhenWished() {
        losses.close();
        amqp.memory.MemoryAdapter adapter = new amqp.memory.MemoryAdapter();
        CompletableFuture<Connection> opening = Connection.open(ConnectionOptions.builder()
                        .address("memory", 7)
                        .adapter(adapter)
                        .recovery(Losses.SOON.toBuilder().firstConnect(true).build())
                        .build())
                .toCompletableFuture();
        MemoryConnection.await(() -> adapter.transports().size() > 2, () -> "not tried again");
        adapter.listen(7, amqp.testkit.scripted.ScriptedBroker.automatic());
        assertTrue(get(opening).isOpen());
        adapter.close();
    }

    @Test
    void timersOutliveALoss() {
        CompletableFuture<String> fired = new CompletableFuture<>();
        losses.connection.schedule(Duration.ofMillis(30), () -> fired.complete("fired"));
        losses.loseAndRecover();
        assertEquals("fired", get(fired));
    }

    @Test
    void callsInFlightFailAtTheLoss() {
        Channel channel = get(losses.connection.openChannel());
        losses.adapter.io(() -> losses.broker().ignore("queue.declare"));
        CompletableFuture<?> call = channel.queueDeclare("q").toCompletableFuture();
        losses.loseAndRecover();
        CompletionException failure = assertThrows(CompletionException.class, call::join);
        assertInstanceOf(ClosedException.class, failure.getCause());
    }

    /** The recovery would open it once more: messages would come on one and be acknowledged on the other. */
    @Test
    void noChannelOpensBetweenTheHandshakeAndTheRecovery() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        losses.prepared = broker -> broker.ignore("connection.open");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("connection.open"), () -> "no attempt");
        ClosedException early = failure(ClosedException.class, losses.connection.openChannel());
        assertTrue(early.getMessage().contains("which is being recovered"), early.getMessage());
        Thread occupant = new Thread(() -> losses.connection.core().strand().run(() -> {
            inside.countDown();
            MemoryConnection.await(() -> release.getCount() == 0, () -> "not released");
        }));
        occupant.start();
        inside.await();
        try {
            losses.adapter.io(() -> losses.broker().send(0, "connection.open-ok"));
            MemoryConnection.await(losses.connection::isOpen, () -> "no handshake");
            assertEquals(ConnectionState.RECONNECTING, losses.connection.state());
            ClosedException failure = failure(ClosedException.class, losses.connection.openChannel());
            assertTrue(failure.getMessage().contains("which is being recovered"), failure.getMessage());
        } finally {
            release.countDown();
            occupant.join();
        }
        losses.awaitReport(0);
        get(losses.connection.openChannel());
    }
}
