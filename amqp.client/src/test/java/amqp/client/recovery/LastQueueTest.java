// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import static amqp.client.recovery.Declared.CHANNEL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An empty queue name stands for the queue that was declared last on the channel. */
class LastQueueTest {
    private static final QueueMethod.Declare QUEUE = QueueMethod.Declare.of("q");
    private static final int OTHER = 4;

    private final Declared declared = new Declared();
    private final TopologyLedger ledger = declared.ledger;

    private static List<Method> methodsOf(String queue, String routingKey) {
        return List.of(
                QueueMethod.Bind.of(queue, "x").routingKey(routingKey),
                QueueMethod.Bind.of(queue, "x").routingKey("k"),
                QueueMethod.Unbind.of(queue, "x").routingKey(routingKey),
                QueueMethod.Purge.of(queue),
                QueueMethod.Delete.of(queue),
                BasicMethod.Consume.of(queue),
                BasicMethod.Get.of(queue));
    }

    private List<Method> current(List<Method> methods) {
        return methods.stream().map(declared::current).toList();
    }

    @Test
    void eachChannelHasItsOwn() {
        declared.granted(QUEUE);
        var other = QueueMethod.Declare.of("other");
        ledger.succeeded(OTHER, other, new QueueMethod.DeclareOk("other", 0, 0));
        assertEquals("q", ledger.queueOf(CHANNEL, ""));
        assertEquals("other", ledger.queueOf(OTHER, ""));
        assertEquals("", ledger.queueOf(5, ""));
        assertEquals("named", ledger.queueOf(CHANNEL, "named"));
    }

    @Test
    void checkingAQueueDeclaresItToo() {
        declared.granted(QUEUE, QueueMethod.Declare.of("there").passive(true));
        assertEquals("there", ledger.queueOf(CHANNEL, ""));
    }

    @Test
    void declaringWithNoWaitCounts() {
        ledger.succeeded(CHANNEL, QUEUE.noWait(true), null);
        assertEquals("q", ledger.queueOf(CHANNEL, ""));
    }

    @Test
    void aNameThatNobodyWasToldIsNotTheOneBefore() {
        declared.granted(QUEUE);
        ledger.succeeded(CHANNEL, QueueMethod.Declare.of("").noWait(true), null);
        assertEquals("", ledger.queueOf(CHANNEL, ""));
        declared.granted(QueueMethod.Bind.of("", "x"));
        assertEquals(List.of(QUEUE), declared.methods());
    }

    @Test
    void bindingsAreOfTheLastQueue() {
        declared.granted(QUEUE, QueueMethod.Bind.of("", "x").routingKey("k"), QueueMethod.Bind.of("", "x"));
        var byKey = QueueMethod.Bind.of("q", "x").routingKey("k");
        var byName = QueueMethod.Bind.of("q", "x").routingKey("q");
        assertEquals(List.of(QUEUE, byKey, byName), declared.methods());
        declared.granted(QueueMethod.Unbind.of("", "x"));
        assertEquals(List.of(QUEUE, byKey), declared.methods());
        declared.granted(QueueMethod.Unbind.of("", "x").routingKey("k"));
        assertEquals(List.of(QUEUE), declared.methods());
    }

    @Test
    void theLastQueueIsDeleted() {
        declared.granted(QUEUE, QueueMethod.Delete.of(""));
        assertEquals(List.of(), declared.methods());
    }

    @Test
    void aClosedChannelHasNone() {
        declared.granted(QUEUE);
        ledger.channelClosed(CHANNEL);
        assertEquals("", ledger.queueOf(CHANNEL, ""));
        assertEquals(List.of(QUEUE), declared.methods());
    }

    @Test
    void theBrokerIsToldTheNameOnlyAfterALoss() {
        declared.granted(QUEUE);
        assertEquals(methodsOf("", ""), current(methodsOf("", "")));
        ledger.connectionLost();
        assertEquals(methodsOf("q", "q"), current(methodsOf("", "")));
    }

    @Test
    void theNameToldIsThePresentOne() {
        declared.named("gen-1", QueueMethod.Declare.of(""));
        ledger.connectionLost();
        ledger.renamed("gen-1", "gen-2");
        assertEquals(methodsOf("gen-2", "gen-2"), current(methodsOf("", "")));
    }

    @Test
    void aDeclareOnItsWayIsTheLastOneAlready() {
        declared.granted(QUEUE);
        ledger.connectionLost();
        Stream.of(QueueMethod.Declare.of(""), QueueMethod.Declare.of("new"))
                .forEach(declare -> assertEquals(declare, declared.current(declare)));
        assertEquals(methodsOf("", ""), current(methodsOf("", "")));
    }

    @Test
    void aChannelOpenedAfterALossStartsAnew() {
        declared.granted(QUEUE);
        ledger.connectionLost();
        ledger.channelClosed(CHANNEL);
        assertEquals(methodsOf("", ""), current(methodsOf("", "")));
    }
}
