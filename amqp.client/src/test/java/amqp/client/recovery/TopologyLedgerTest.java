// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import static amqp.client.recovery.Declared.CHANNEL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.FieldTable;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken down, what is struck off, and in which order it is replayed. */
class TopologyLedgerTest {
    private static final ExchangeMethod.Declare SOURCE = ExchangeMethod.Declare.of("source", "topic");
    private static final ExchangeMethod.Declare TARGET = ExchangeMethod.Declare.of("target", "fanout");
    private static final QueueMethod.Declare QUEUE =
            QueueMethod.Declare.durable("q").arguments(FieldTable.of("x-max-length", 5));
    private static final QueueMethod.Bind BOUND = QueueMethod.Bind.of("q", "target");
    private static final ExchangeMethod.Bind CHAINED = ExchangeMethod.Bind.of("target", "source");

    private final Declared declared = new Declared();

    @Test
    void replayMakesWhatIsBoundBeforeItIsBound() {
        declared.granted(QUEUE, TARGET, BOUND, SOURCE, CHAINED);
        assertEquals(
                List.of(
                        new Entity(TARGET, "target", false),
                        new Entity(SOURCE, "source", false),
                        new Entity(QUEUE, "q", false),
                        new Entity(CHAINED, "target", false),
                        new Entity(BOUND, "q", false)),
                declared.ledger.replay());
    }

    @Test
    void whatWasSentWithNoWaitIsReplayedWithAReply() {
        declared.ledger.succeeded(CHANNEL, SOURCE.noWait(true), null);
        declared.ledger.succeeded(CHANNEL, TARGET.noWait(true), null);
        declared.ledger.succeeded(CHANNEL, QUEUE.noWait(true), null);
        declared.ledger.succeeded(CHANNEL, CHAINED.noWait(true), null);
        declared.ledger.succeeded(CHANNEL, BOUND.noWait(true), null);
        assertEquals(List.of(SOURCE, TARGET, QUEUE, CHAINED, BOUND), declared.methods());
    }

    @Test
    void checksAndOtherMethodsAreIgnored() {
        declared.granted(SOURCE.passive(true), QUEUE.passive(true), QueueMethod.Purge.of("q"));
        declared.ledger.succeeded(CHANNEL, BasicMethod.Get.of("q"), new BasicMethod.GetEmpty());
        declared.ledger.succeeded(CHANNEL, new ConfirmMethod.Select(true), null);
        declared.ledger.succeeded(CHANNEL, new ChannelMethod.Open(), new ChannelMethod.OpenOk());
        assertEquals(List.of(), declared.ledger.replay());
    }

    @Test
    void aCheckLeavesTheDeclareAsItIs() {
        declared.granted(QUEUE, QueueMethod.Declare.of("q").passive(true));
        assertEquals(List.of(QUEUE), declared.methods());
    }

    @Test
    void declaringAgainReplacesAndKeepsThePlace() {
        var other = QueueMethod.Declare.of("other");
        declared.granted(QUEUE, other, SOURCE, TARGET, QUEUE.durable(false), SOURCE.internal(true));
        assertEquals(List.of(SOURCE.internal(true), TARGET, QUEUE.durable(false), other), declared.methods());
    }

    @Test
    void theBrokersNameOfAQueueCounts() {
        declared.named("q", QueueMethod.Declare.of("q\n"));
        assertEquals(List.of(new Entity(QueueMethod.Declare.of("q"), "q", false)), declared.ledger.replay());
    }

    @Test
    void aBindingMadeTwiceIsOne() {
        declared.granted(BOUND, CHAINED, BOUND, CHAINED);
        assertEquals(List.of(CHAINED, BOUND), declared.methods());
    }

    @Test
    void bindingsDifferByEachOfTheirFields() {
        var arguments = FieldTable.of("x-match", "any");
        declared.granted(
                BOUND,
                BOUND.routingKey("k"),
                BOUND.arguments(arguments),
                QueueMethod.Bind.of("q2", "target"),
                QueueMethod.Bind.of("q", "source"));
        assertEquals(5, declared.ledger.replay().size());
        declared.granted(QueueMethod.Unbind.of("q", "target").arguments(arguments));
        assertEquals(
                List.of(
                        BOUND,
                        BOUND.routingKey("k"),
                        QueueMethod.Bind.of("q2", "target"),
                        QueueMethod.Bind.of("q", "source")),
                declared.methods());
    }

    @Test
    void aQueueAndAnExchangeOfOneNameAreTwo() {
        var toExchange = ExchangeMethod.Bind.of("q", "source");
        var toQueue = QueueMethod.Bind.of("q", "source");
        var exchange = ExchangeMethod.Declare.of("q", "fanout");
        declared.granted(SOURCE, exchange, QUEUE, toExchange, toQueue, QueueMethod.Delete.of("q"));
        assertEquals(List.of(SOURCE, exchange, toExchange), declared.methods());
    }

    @Test
    void unbindingStrikesTheBindingOff() {
        declared.granted(SOURCE, TARGET, QUEUE, CHAINED, BOUND);
        declared.granted(ExchangeMethod.Unbind.of("target", "source"), QueueMethod.Unbind.of("q", "target"));
        assertEquals(List.of(SOURCE, TARGET, QUEUE), declared.methods());
    }

    @Test
    void aDeletedQueueTakesItsBindingsAlong() {
        var other = QueueMethod.Bind.of("other", "target");
        declared.granted(TARGET, QUEUE, BOUND, other, QueueMethod.Delete.of("q"));
        assertEquals(List.of(TARGET, other), declared.methods());
    }

    @Test
    void aDeletedExchangeTakesItsBindingsOnBothSidesAlong() {
        declared.granted(SOURCE, TARGET, QUEUE, CHAINED, BOUND, ExchangeMethod.Delete.of("target"));
        assertEquals(List.of(SOURCE, QUEUE), declared.methods());
    }

    @Test
    void whatWasDeletedWithNoWaitIsGone() {
        declared.granted(SOURCE, QUEUE);
        declared.ledger.succeeded(CHANNEL, ExchangeMethod.Delete.of("source").noWait(true), null);
        declared.ledger.succeeded(CHANNEL, QueueMethod.Delete.of("q").noWait(true), null);
        assertEquals(List.of(), declared.ledger.replay());
    }

    @Test
    void whatIsTakenAwayIsGoneAndTheRestStays() {
        declared.granted(SOURCE, TARGET, QUEUE, CHAINED, BOUND);
        declared.ledger.succeeded(CHANNEL, unbind(CHAINED), null);
        assertEquals(List.of(SOURCE, TARGET, QUEUE, BOUND), declared.methods());
        declared.ledger.succeeded(CHANNEL, unbind(BOUND), null);
        assertEquals(List.of(SOURCE, TARGET, QUEUE), declared.methods());
        declared.ledger.succeeded(CHANNEL, ExchangeMethod.Delete.of("source"), null);
        declared.ledger.succeeded(CHANNEL, QueueMethod.Delete.of("q"), null);
        assertEquals(List.of(TARGET), declared.methods());
    }

    private static ExchangeMethod.Unbind unbind(ExchangeMethod.Bind bind) {
        return ExchangeMethod.Unbind.of(bind.destination(), bind.source())
                .routingKey(bind.routingKey())
                .arguments(bind.arguments());
    }

    private static QueueMethod.Unbind unbind(QueueMethod.Bind bind) {
        return QueueMethod.Unbind.of(bind.queue(), bind.exchange())
                .routingKey(bind.routingKey())
                .arguments(bind.arguments());
    }
}
