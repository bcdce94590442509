// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.Publish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of publishes across a loss. */
class LostPublishesTest {
    private static final RecoveryOptions BUFFERING =
            Losses.SOON.toBuilder().whileDisconnected(WhileDisconnected.BUFFER).build();

    private static final RecoveryOptions REPUBLISH =
            Losses.SOON.toBuilder().lostPublishes(LostPublishes.REPUBLISH).build();

    private Losses losses;

    @AfterEach
    void close() {
        losses.close();
    }

    private Channel confirming(RecoveryOptions recovery) {
        return confirming(recovery, ConnectionOptions.DEFAULT.publishBuffer());
    }

    private Channel confirming(RecoveryOptions recovery, long publishBuffer) {
        losses = new Losses(
                recovery,
                options -> options.publishTimeout(Duration.ofSeconds(10)).publishBuffer(publishBuffer));
        Channel channel = get(losses.connection.openChannel());
        get(channel.confirmSelect());
        return channel;
    }

    private void silent() {
        losses.adapter.io(() -> losses.broker().verdicts(publish -> amqp.testkit.scripted.Verdict.NONE));
    }

    private List<CompletionStage<Verdict>> publish(Channel channel, int count) {
        List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            verdicts.add(MemoryConnection.publishConfirmed(channel, "message " + i));
        }
        return verdicts;
    }

    private List<String> published() {
        return losses.adapter.io(
                () -> losses.broker().publishes().stream().map(Publish::text).toList());
    }

    private static List<String> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
    }

    @Test
    void endAsUnknown() {
        Channel channel = confirming(Losses.SOON);
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 3);
        losses.loseAndRecover();
        for (CompletionStage<Verdict> verdict : verdicts) {
            failure(UnconfirmedException.class, verdict);
        }
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "next")));
        assertEquals(List.of("next"), published());
    }

    @Test
    void areCountedAsUnknownByAWaitThatComesLater() {
        Channel channel = confirming(Losses.SOON);
        silent();
        MemoryConnection.publish(channel, "forgotten");
        losses.loseAndRecover();
        MemoryConnection.publish(channel, "next");
        assertEquals(new ConfirmCounts(1, 0, 0, 1), get(channel.allConfirmed(MemoryConnection.LONG)));
    }

    @Test
    void arePublishedAgainInTheirOrder() {
        Channel channel = confirming(REPUBLISH);
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 50);
        losses.adapter.io(() -> losses.broker().ack(1, 10, true));
        get(verdicts.get(9));
        assertEquals(40, losses.loseAndRecover().republished());
        for (CompletionStage<Verdict> verdict : verdicts) {
            assertEquals(Verdict.ACKED, get(verdict));
        }
        assertEquals(messages(50).subList(10, 50), published());
    }

    @Test
    void arePublishedAgainAlsoWhenNobodyHearsTheVerdict() {
        Channel channel = confirming(REPUBLISH);
        silent();
        MemoryConnection.publish(channel, "forgotten");
        CompletionStage<ConfirmCounts> all = channel.allConfirmed(MemoryConnection.LONG);
        losses.loseAndRecover();
        assertEquals(new ConfirmCounts(1, 0, 0, 0), get(all));
        assertEquals(List.of("forgotten"), published());
    }

    @Test
    void surviveSeveralLosses() {
        Channel channel = confirming(REPUBLISH);
        silent();
        losses.prepared = broker -> broker.verdicts(publish -> amqp.testkit.scripted.Verdict.NONE);
        List<CompletionStage<Verdict>> verdicts = publish(channel, 3);
        losses.loseAndRecover();
        losses.prepared = broker -> {};
        losses.loseAndRecover();
        for (CompletionStage<Verdict> verdict : verdicts) {
            assertEquals(Verdict.ACKED, get(verdict));
        }
        assertEquals(messages(3), published());
    }

    @Test
    void endAsUnknownWhenTheConnectionIsClosed() {
        Channel channel = confirming(REPUBLISH.toBuilder()
                .strategy(ReconnectionStrategy.fixed(Duration.ofHours(1)))
                .build());
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 3);
        CompletionStage<ConfirmCounts> all = channel.allConfirmed(MemoryConnection.LONG);
        losses.lose();
        losses.connection.close();
        for (CompletionStage<Verdict> verdict : verdicts) {
            failure(UnconfirmedException.class, verdict);
        }
        assertEquals(new ConfirmCounts(0, 0, 0, 3), get(all));
    }

    @Test
    void endAsUnknownWhenTheChannelIsClosedDuringTheRecovery() {
        Channel channel = confirming(REPUBLISH);
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 3);
        losses.prepared = broker -> broker.ignore("confirm.select");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("confirm.select"), () -> "no recovery");
        CompletionStage<?> closed = channel.close();
        losses.adapter.io(() -> losses.broker().send(1, "confirm.select-ok"));
        get(closed);
        for (CompletionStage<Verdict> verdict : verdicts) {
            failure(UnconfirmedException.class, verdict);
        }
    }

    @Test
    void endAsUnknownWhenTheChannelComesBackByItself() {
        Channel channel = confirming(REPUBLISH.toBuilder().reopenChannels(true).build());
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 3);
        losses.adapter.io(() -> losses.broker().closeChannel(1, 404, "NOT_FOUND", 60, 40));
        for (CompletionStage<Verdict> verdict : verdicts) {
            assertEquals(404, failure(UnconfirmedException.class, verdict).why().replyCode());
        }
        assertEquals(0, losses.awaitReport(0).republished());
        assertEquals(new ConfirmCounts(0, 0, 0, 3), get(channel.allConfirmed(MemoryConnection.LONG)));
    }

    @Test
    void mayBeGivenDuringTheRecovery() {
        Channel channel = confirming(
                BUFFERING.toBuilder().lostPublishes(LostPublishes.REPUBLISH).build());
        losses.prepared = broker -> broker.ignore("confirm.select");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("confirm.select"), () -> "no recovery");
        CompletionStage<Verdict> waiting = MemoryConnection.publishConfirmed(channel, "late");
        CompletionStage<ConfirmCounts> all = channel.allConfirmed(MemoryConnection.LONG);
        losses.adapter.io(() -> losses.broker().send(1, "confirm.select-ok"));
        assertEquals(Verdict.ACKED, get(waiting));
        get(all);
    }

    @Test
    void tellWhenTheyNeedNotWait() {
        Channel channel = confirming(Losses.SOON.toBuilder()
                .whileDisconnected(WhileDisconnected.WAIT)
                .build());
        get(channel.writable());
        losses.adapter.hesitate();
        losses.lose();
        CompletableFuture<Void> writable = channel.writable().toCompletableFuture();
        assertFalse(writable.isDone());
        losses.adapter.hesitateNoMore();
        losses.lose();
        get(writable);
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "x")));
    }

    @Test
    void givenMeanwhileAreKept() {
        Channel channel = confirming(BUFFERING);
        losses.adapter.hesitate();
        losses.lose();
        assertTrue(channel.tryPublish(BasicMethod.Publish.of("", "q"), Message.of("tried")));
        CompletionStage<Verdict> waiting = MemoryConnection.publishConfirmed(channel, "late");
        MemoryConnection.await(() -> losses.adapter.transports().size() == 2, () -> "no attempt");
        losses.adapter.hesitateNoMore();
        losses.lose();
        assertEquals(Verdict.ACKED, get(waiting));
        assertEquals(List.of("tried", "late"), published());
    }

    @Test
    void givenMeanwhileAreRefusedWhereTheProgramIsToWait() {
        Channel channel = confirming(Losses.SOON.toBuilder()
                .whileDisconnected(WhileDisconnected.WAIT)
                .build());
        losses.adapter.hesitate();
        losses.lose();
        assertFalse(channel.tryPublish(BasicMethod.Publish.of("", "q"), Message.of(new byte[1])));
        assertEquals(
                "no room to publish on channel 1: the connection was lost and is being recovered",
                failure(PublishBlockedException.class, MemoryConnection.publishConfirmed(channel, "late"))
                        .getMessage());
        losses.adapter.hesitateNoMore();
        losses.lose();
        get(channel.writable());
        assertEquals(Verdict.ACKED, get(MemoryConnection.publishConfirmed(channel, "late")));
    }

    @Test
    void givenMeanwhileFailWhenWished() {
        Channel channel = confirming(Losses.SOON.toBuilder()
                .whileDisconnected(WhileDisconnected.FAIL)
                .build());
        losses.adapter.hesitate();
        losses.lose();
        ClosedException failure = assertThrows(ClosedException.class, () -> MemoryConnection.publish(channel, "x"));
        assertEquals(
                "channel 1, which is being recovered, is closed: the transport was lost: cable cut",
                failure.getMessage());
    }

    @Test
    void givenMeanwhileAreKeptWithinTheBound() {
        Channel channel = confirming(REPUBLISH, 650); // three messages of about 212 bytes each, and one more
        silent();
        List<CompletionStage<Verdict>> verdicts = publish(channel, 1);
        losses.adapter.hesitate();
        losses.lose();
        verdicts.add(MemoryConnection.publishConfirmed(channel, "message 1"));
        verdicts.add(MemoryConnection.publishConfirmed(channel, "message 2"));
        verdicts.add(MemoryConnection.publishConfirmed(channel, "message 3"));
        assertFalse(channel.tryPublish(BasicMethod.Publish.of("", "q"), Message.of(new byte[1])));
        losses.adapter.hesitateNoMore();
        losses.lose();
        for (CompletionStage<Verdict> verdict : verdicts) {
            assertEquals(Verdict.ACKED, get(verdict));
        }
        assertEquals(messages(4), published());
    }

    /** However publishes end, each leaves the window once. */
    @Test
    void theWindowIsAsLargeAsBeforeAfterALoss() {
        for (RecoveryOptions recovery : List.of(Losses.SOON, BUFFERING, REPUBLISH)) {
            losses = new Losses(recovery);
            Channel channel = get(losses.connection.openChannel(
                    ChannelOptions.builder().publishWindow(5).build()));
            get(channel.confirmSelect());
            for (int round = 0; round < 3; round++) {
                silent();
                List<CompletionStage<Verdict>> verdicts = publish(channel, 8); // three of them are kept
                losses.loseAndRecover();
                for (CompletionStage<Verdict> verdict : verdicts) {
                    get(verdict.handle((known, failure) -> known)); // whichever
                }
                get(channel.allConfirmed(MemoryConnection.LONG));
            }
            silent();
            int published = 0;
            while (channel.tryPublishConfirmed(
                    BasicMethod.Publish.of("", "q"), Message.of(new byte[1]), verdict -> {})) {
                published++;
            }
            assertEquals(5, published);
            get(channel.close());
            if (recovery != REPUBLISH) {
                losses.close();
            }
        }
    }
}
