// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoDeleteTest {
    private static final QueueMethod.Declare QUEUE = QueueMethod.Declare.of("q").autoDelete(true);
    private static final ExchangeMethod.Declare FIRST =
            ExchangeMethod.Declare.of("first", "fanout").autoDelete(true);
    private static final ExchangeMethod.Declare SECOND =
            ExchangeMethod.Declare.of("second", "fanout").autoDelete(true);
    private static final ExchangeMethod.Declare LASTING = ExchangeMethod.Declare.of("lasting", "fanout");

    private final Declared declared = new Declared();
    private final TopologyLedger ledger = declared.ledger;

    @Test
    void aQueueLeavesWithItsLastConsumerAndTakesItsBindingsAlong() {
        declared.granted(QUEUE, LASTING, QueueMethod.Bind.of("q", "lasting"));
        ledger.consumerBegan("q");
        ledger.consumerBegan("q");
        ledger.consumerEnded("q");
        assertEquals(3, ledger.replay().size());
        ledger.consumerEnded("q");
        assertEquals(List.of(LASTING), declared.methods());
    }

    @Test
    void aQueueThatHadNoConsumerStays() {
        declared.granted(QUEUE);
        ledger.consumerEnded("q");
        assertEquals(List.of(QUEUE), declared.methods());
    }

    @Test
    void aQueueThatIsNotAutoDeleteStays() {
        declared.granted(QUEUE.autoDelete(false));
        ledger.consumerBegan("q");
        ledger.consumerEnded("q");
        assertEquals(List.of(QUEUE.autoDelete(false)), declared.methods());
    }

    @Test
    void aConsumerOfADeletedQueueIsNotOneOfItsSuccessors() {
        declared.granted(QUEUE);
        ledger.consumerBegan("q");
        declared.granted(QueueMethod.Delete.of("q"), QUEUE);
        ledger.consumerBegan("q");
        ledger.consumerEnded("q"); // the cancel that the deletion brought comes late
        assertEquals(List.of(QUEUE), declared.methods());
        ledger.consumerEnded("q");
        assertEquals(List.of(), declared.methods());
    }

    @Test
    void anExchangeLeavesWithItsLastBindingAsASource() {
        var one = QueueMethod.Bind.of("q", "first").routingKey("1");
        declared.granted(FIRST, one, QueueMethod.Bind.of("q", "first"));
        declared.granted(QueueMethod.Unbind.of("q", "first"));
        assertEquals(List.of(FIRST, one), declared.methods());
        declared.granted(QueueMethod.Unbind.of("q", "first").routingKey("1"));
        assertEquals(List.of(), declared.methods());
    }

    @Test
    void anExchangeThatWasNoSourceStays() {
        var binding = ExchangeMethod.Bind.of("first", "lasting");
        declared.granted(LASTING, FIRST, binding);
        declared.granted(QueueMethod.Unbind.of("q", "first"), ExchangeMethod.Unbind.of("first", "lasting"));
        assertEquals(List.of(LASTING, FIRST), declared.methods());
    }

    @Test
    void anExchangeThatIsNotAutoDeleteStays() {
        declared.granted(LASTING, QueueMethod.Bind.of("q", "lasting"), QueueMethod.Unbind.of("q", "lasting"));
        assertEquals(List.of(LASTING), declared.methods());
    }

    @Test
    void exchangesLeaveInAChain() {
        chain();
        declared.granted(QueueMethod.Delete.of("q"));
        assertEquals(List.of(LASTING), declared.methods());
    }

    @Test
    void theLastConsumerOfAQueueEndsTheChain() {
        chain();
        ledger.consumerBegan("q");
        ledger.consumerEnded("q");
        assertEquals(List.of(LASTING), declared.methods());
    }

    @Test
    void aDeletedExchangeEndsTheChainBeforeIt() {
        chain();
        declared.granted(ExchangeMethod.Delete.of("second"));
        assertEquals(List.of(LASTING, QUEUE), declared.methods());
    }

    @Test
    void aRingOfExchangesEnds() {
        chain();
        declared.granted(ExchangeMethod.Bind.of("first", "second"), ExchangeMethod.Delete.of("first"));
        assertEquals(List.of(LASTING, SECOND, QUEUE, QueueMethod.Bind.of("q", "second")), declared.methods());
    }

    /** lasting → first → second → q. */
    private void chain() {
        declared.granted(LASTING, FIRST, SECOND, QUEUE)
                .granted(ExchangeMethod.Bind.of("first", "lasting"))
                .granted(ExchangeMethod.Bind.of("second", "first"))
                .granted(QueueMethod.Bind.of("q", "second"));
    }
}
