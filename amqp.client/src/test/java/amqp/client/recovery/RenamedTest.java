// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import static amqp.client.recovery.Declared.CHANNEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues that the broker names, and names anew after each loss. */
class RenamedTest {
    private static final QueueMethod.Declare UNNAMED =
            QueueMethod.Declare.of("").durable(false).exclusive(true);

    private final Declared declared = new Declared().named("gen-1", UNNAMED);
    private final TopologyLedger ledger = declared.ledger;

    static Stream<Method> methods() {
        return methodsOf("gen-1");
    }

    private static Stream<Method> methodsOf(String queue) {
        return Stream.of(
                QueueMethod.Declare.durable(queue).passive(true),
                QueueMethod.Bind.of(queue, "x").routingKey("gen-1").noWait(true),
                QueueMethod.Unbind.of(queue, "x").routingKey("gen-1"),
                QueueMethod.Purge.of(queue).noWait(true),
                QueueMethod.Delete.of(queue).ifEmpty(true),
                BasicMethod.Consume.of(queue).consumerTag("t").noAck(true),
                BasicMethod.Get.of(queue).noAck(true));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nothingChangesBeforeTheFirstRename(Method method) {
        assertSame(method, declared.current(method));
    }

    @Test
    void methodsGoOutWithThePresentNameByAnyName() {
        ledger.renamed("gen-1", "gen-2");
        ledger.renamed("gen-2", "gen-3");
        List<Method> present = methodsOf("gen-3").toList();
        for (String name : List.of("gen-1", "gen-2", "gen-3")) {
            assertEquals(present, methodsOf(name).map(declared::current).toList());
        }
    }

    @Test
    void otherQueuesAndMethodsAreLeftAlone() {
        ledger.renamed("gen-1", "gen-2");
        List<Method> others = Stream.concat(
                        methodsOf("other"), Stream.of(ExchangeMethod.Bind.of("gen-1", "x"), UNNAMED))
                .toList();
        assertEquals(others, others.stream().map(declared::current).toList());
    }

    @Test
    void anyNameThatAQueueHadLeadsToThePresentOne() {
        ledger.renamed("gen-1", "gen-2");
        ledger.renamed("gen-1", "gen-3"); // by the original name
        assertEquals("gen-3", ledger.currentName("gen-1"));
        assertEquals("gen-3", ledger.currentName("gen-2"));
        assertEquals("gen-3", ledger.currentName("gen-3"));
        assertEquals("other", ledger.currentName("other"));
    }

    @Test
    void aQueueMayHaveAnEarlierNameAgain() {
        ledger.renamed("gen-1", "gen-2");
        ledger.renamed("gen-2", "gen-1");
        assertEquals("gen-1", ledger.currentName("gen-1"));
        assertEquals("gen-1", ledger.currentName("gen-2"));
        ledger.renamed("gen-1", "gen-1");
        assertEquals("gen-1", ledger.currentName("gen-1"));
    }

    @Test
    void theBrokerIsToNameTheQueueAgain() {
        assertEquals(List.of(new Entity(UNNAMED, "gen-1", true)), ledger.replay());
        ledger.renamed("gen-1", "gen-2");
        assertEquals(List.of(new Entity(UNNAMED, "gen-2", true)), ledger.replay());
    }

    @Test
    void declaringItAgainByItsNameMakesItNoNamedOne() {
        declared.granted(QueueMethod.Declare.durable("gen-1").exclusive(true));
        assertEquals(List.of(new Entity(UNNAMED.durable(true), "gen-1", true)), ledger.replay());
    }

    @Test
    void bindingsFollowInTheirPlaces() {
        var other = QueueMethod.Declare.of("other");
        declared.granted(QueueMethod.Bind.of("gen-1", "x").routingKey("gen-1"), other);
        declared.granted(QueueMethod.Bind.of("other", "x"), ExchangeMethod.Bind.of("gen-1", "x"));
        ledger.renamed("gen-1", "gen-2");
        assertEquals(
                List.of(
                        UNNAMED,
                        other,
                        ExchangeMethod.Bind.of("gen-1", "x"),
                        QueueMethod.Bind.of("gen-2", "x").routingKey("gen-1"),
                        QueueMethod.Bind.of("other", "x")),
                declared.methods());
    }

    @Test
    void bindingsAreStruckOffByTheOriginalName() {
        declared.granted(QueueMethod.Bind.of("gen-1", "x"));
        ledger.renamed("gen-1", "gen-2");
        declared.granted(QueueMethod.Unbind.of("gen-1", "x"));
        assertEquals(List.of(UNNAMED), declared.methods());
    }

    @Test
    void aQueueIsDeletedByTheOriginalNameWithItsNames() {
        ledger.renamed("gen-1", "gen-2");
        declared.granted(QueueMethod.Delete.of("gen-1"));
        assertEquals(List.of(), ledger.replay());
        assertEquals("gen-1", ledger.currentName("gen-1"));
    }

    @Test
    void consumersFollow() {
        declared.granted(QueueMethod.Declare.of("gen-1").autoDelete(true));
        ledger.consumerBegan("gen-1");
        ledger.consumerBegan("gen-1");
        ledger.renamed("gen-1", "gen-2");
        ledger.consumerEnded("gen-1");
        assertEquals(1, ledger.replay().size());
        ledger.consumerEnded("gen-2");
        assertEquals(List.of(), ledger.replay());
        assertEquals("gen-1", ledger.currentName("gen-1"));
    }

    @Test
    void whatIsTakenAwayMayHaveBeenRenamedBefore() {
        declared.granted(QueueMethod.Bind.of("gen-1", "x"), QueueMethod.Bind.of("", "y"));
        ledger.renamed("gen-1", "gen-2");
        ledger.succeeded(1, QueueMethod.Unbind.of("gen-1", "x"), null);
        ledger.succeeded(1, QueueMethod.Unbind.of("gen-2", "y").routingKey("gen-2"), null);
        assertEquals(List.of(UNNAMED), declared.methods());
        ledger.succeeded(1, QueueMethod.Delete.of("gen-1"), null);
        assertEquals(List.of(), ledger.replay());
    }

    @Test
    void aQueuesOwnNameAsARoutingKeyFollows() {
        declared.granted(QueueMethod.Bind.of("", "x"));
        var before = QueueMethod.Bind.of("gen-1", "x").routingKey("gen-1");
        var now = QueueMethod.Bind.of("gen-2", "x").routingKey("gen-2");
        assertEquals(List.of(UNNAMED, before), declared.methods());
        ledger.renamed("gen-1", "gen-2");
        assertEquals(List.of(UNNAMED, now), declared.methods());
        assertEquals(now, declared.current(before));
        ledger.connectionLost();
        declared.granted(QueueMethod.Unbind.of("", "x"));
        assertEquals(List.of(UNNAMED), declared.methods());
    }

    @Test
    void theLastQueueOfAChannelFollows() {
        ledger.renamed("gen-1", "gen-2");
        assertEquals("gen-2", ledger.queueOf(CHANNEL, ""));
        assertEquals("gen-2", ledger.queueOf(CHANNEL, "gen-1"));
    }
}
