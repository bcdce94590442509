// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.connection.Verdict;
import amqp.memory.MemoryConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an observer sees of a connection that is lost and comes back. */
class ObservedRecoveryTest {
    private final RecordingObserver observer = new RecordingObserver();
    private Losses losses;

    @AfterEach
    void close() {
        losses.close();
    }

    private Channel confirming(RecoveryOptions recovery) {
        losses = new Losses(recovery, options -> options.observer(observer));
        Channel channel = get(losses.connection.openChannel());
        get(channel.confirmSelect());
        return channel;
    }

    private void silent() {
        losses.adapter.io(() -> losses.broker().verdicts(publish -> amqp.testkit.scripted.Verdict.NONE));
    }

    @Test
    void lossAndReturnOfTheConnection() {
        confirming(Losses.SOON);
        losses.loseAndRecover();
        losses.loseAndRecover();
        get(losses.connection.close());
        assertEquals(
                List.of(
                        "connection opened",
                        "channel opened: 1",
                        "connection lost",
                        "connection recovered in 1",
                        "connection lost",
                        "connection recovered in 1",
                        "channel closed: ByApplication",
                        "connection closed"),
                observer.seen);
    }

    @Test
    void aBlockEndsWithTheConnection() {
        confirming(Losses.SOON);
        losses.adapter.io(() -> losses.broker().block("low on memory"));
        observer.await("connection blocked: low on memory");
        losses.loseAndRecover();
        assertEquals(
                List.of("connection blocked: low on memory", "connection unblocked", "connection lost"),
                observer.seen("connection").subList(1, 4));
    }

    @Test
    void aLostPublishIsUnknown() {
        Channel channel = confirming(Losses.SOON);
        silent();
        channel.publish("", "q", Message.of("a"));
        losses.loseAndRecover();
        assertEquals(List.of("publishing a", "sent a", "unknown a"), observer.messages());
    }

    @Test
    void aPublishThatIsRepublishedIsSeenOnce() {
        Channel channel = confirming(
                Losses.SOON.toBuilder().lostPublishes(LostPublishes.REPUBLISH).build());
        silent();
        channel.publish("", "q", Message.of("a"));
        CompletionStage<Verdict> heard = MemoryConnection.publishConfirmed(channel, "b");
        losses.loseAndRecover();
        assertEquals(Verdict.ACKED, get(heard));
        assertEquals(
                List.of("publishing a", "sent a", "publishing b", "sent b", "ACKED a", "ACKED b"), observer.messages());
        assertEquals(List.of(), observer.heldUp); // it was sent at once
    }

    @Test
    void aPublishThatIsKeptMeanwhileIsHeldUp() {
        Channel channel = confirming(Losses.SOON.toBuilder()
                .whileDisconnected(WhileDisconnected.BUFFER)
                .build());
        losses.gone();
        losses.lose();
        MemoryConnection.await(() -> !losses.connection.isOpen(), () -> "it is open");
        channel.publish("", "q", Message.of("a"));
        CompletionStage<Verdict> heard = MemoryConnection.publishConfirmed(channel, "b");
        losses.listen();
        assertEquals(Verdict.ACKED, get(heard));
        assertEquals(
                List.of("publishing a", "sent a", "publishing b", "sent b", "ACKED a", "ACKED b"), observer.messages());
        assertEquals(2, observer.heldUp.size());
    }

    @Test
    void aPublishThatIsKeptForNothingIsUnknown() {
        Channel channel = confirming(Losses.SOON.toBuilder()
                .whileDisconnected(WhileDisconnected.BUFFER)
                .build());
        losses.gone();
        losses.lose();
        MemoryConnection.await(() -> !losses.connection.isOpen(), () -> "it is open");
        channel.publish("", "q", Message.of("a"));
        get(losses.connection.close());
        assertEquals(List.of("publishing a", "sent a", "unknown a"), observer.messages());
        assertTrue(observer.seen.indexOf("unknown a") < observer.seen.indexOf("connection closed"));
    }

    @Test
    void aConsumerGoesOnUnderTheNameOfItsQueue() {
        Channel channel = confirming(Losses.SOON);
        String queue = get(channel.queueDeclare("")).queue();
        String tag = get(channel.basicConsume("", delivery -> {}));
        losses.loseAndRecover();
        losses.adapter.io(() ->
                losses.broker().deliver(channel.number(), tag, "", queue, Map.of(), MemoryConnection.octets("a")));
        observer.await("handling a from " + losses.connection.currentQueueName(queue));
    }
}
