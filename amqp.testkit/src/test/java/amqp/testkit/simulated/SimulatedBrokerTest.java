// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.scripted.BrokerSettings;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedBrokerTest {
    private final SimulatedBroker broker =
            new SimulatedBroker(new SplittableRandom(1), BrokerSettings.DEFAULT, Sabotage.NONE);
    private final RawClient client = new RawClient(broker);
    private List<String> violations = List.of();

    @AfterEach
    void clientKeptTheRules() {
        assertEquals(violations, broker.history().violations());
    }

    private void declare(RawClient by, String queue, boolean durable, boolean exclusive, boolean autoDelete) {
        by.send(1, "queue.declare", queue, false, durable, exclusive, autoDelete, false, Map.of());
    }

    private void consume(RawClient by, String queue, String tag) {
        by.send(1, "basic.consume", queue, tag, false, false, false, false, Map.of());
    }

    @Test
    void whatWasNotAcknowledgedComesAgainInOrder() {
        declare(client, "q", true, false, false);
        client.publish(1, "", "q", "1", "2", "3", "4");
        client.send(1, "basic.qos", 0, 3, false);
        consume(client, "q", "a");
        client.expectDelivery("1", false);
        client.expectDelivery("2", false);
        client.send(1, "basic.ack", 1, false);
        client.expectDelivery("3", false);
        client.session.lost();

        var again = new RawClient(broker);
        consume(again, "q", "b");
        again.expectDelivery("2", true);
        again.expectDelivery("3", true);
        again.expectDelivery("4", true); // it was on its way
        assertFalse(again.hasDelivery());
        assertEquals(Message.Fate.ACKED, broker.history().copies("1").get(0).fate());
        assertEquals(Message.Fate.UNACKED, broker.history().copies("4").get(0).fate());
    }

    @Test
    void everyPublishIsAnswered() {
        client.send(1, "confirm.select", false);
        declare(client, "q", true, false, false);
        for (var number = 1; number <= 200; number++) client.publish(1, "", "q", "m" + number);
        var answered = new TreeSet<Long>();
        while (answered.size() < 200) {
            var answer = client.expectOneOf("basic.ack", "basic.nack");
            var last = answer.number("delivery-tag");
            for (var tag = answer.flag("multiple") ? 1 : last; tag <= last; tag++) answered.add(tag);
        }
        var taken = broker.history().taken().size();
        assertTrue(taken > 150 && taken < 200, "refused are " + (200 - taken));
    }

    @Test
    void messagesFindTheirWayThroughExchanges() {
        declare(client, "q", true, false, false);
        client.send(1, "exchange.declare", "topics", "topic", false, true, false, false, false, Map.of());
        client.send(1, "exchange.declare", "all", "fanout", false, true, false, false, false, Map.of());
        client.send(1, "queue.bind", "q", "topics", "a.#.d", false, Map.of());
        client.send(1, "exchange.bind", "topics", "all", "", false, Map.of());
        client.publish(1, "all", "a.b.c.d", "1");
        client.publish(1, "topics", "a.d", "2");
        client.publish(1, "topics", "a.b", "3");
        consume(client, "q", "c");
        client.expectDelivery("1", false);
        client.expectDelivery("2", false);
        assertFalse(client.hasDelivery());
    }

    private void declareExchange(String name, String type, Map<String, Object> arguments) {
        client.send(1, "exchange.declare", name, type, false, true, false, false, false, arguments);
    }

    @Test
    void theAlternateExchangeTakesWhatHasNoRouteAndNothingElse() {
        declare(client, "routed", true, false, false);
        declare(client, "rest", true, false, false);
        declareExchange("main", "direct", Map.of("alternate-exchange", "others"));
        declareExchange("others", "fanout", Map.of());
        client.send(1, "queue.bind", "routed", "main", "known", false, Map.of());
        client.send(1, "queue.bind", "rest", "others", "", false, Map.of());
        client.publish(1, "main", "known", "1");
        client.publish(1, "main", "unknown", "2");
        assertEquals("routed", broker.history().copies("1").get(0).queue());
        assertEquals(1, broker.history().copies("1").size());
        assertEquals("rest", broker.history().copies("2").get(0).queue());
    }

    @Test
    void alternateExchangesThatAreMissingOrInACycleEnd() {
        declareExchange("lost", "direct", Map.of("alternate-exchange", "nowhere"));
        declareExchange("one", "direct", Map.of("alternate-exchange", "two"));
        declareExchange("two", "direct", Map.of("alternate-exchange", "one"));
        client.publish(1, "lost", "k", "1");
        client.publish(1, "one", "k", "2");
        assertTrue(broker.history().copies("1").isEmpty());
        assertTrue(broker.history().copies("2").isEmpty());
    }

    @Test
    void anExchangeOfATypeThatIsNotSimulatedIsRefused() {
        declareExchange("x", "headers", Map.of());
        assertEquals(406, client.expect("channel.close").number("reply-code"));
        assertFalse(broker.hasExchange("x"));
    }

    @Test
    void anExclusiveQueueBelongsToItsConnection() {
        declare(client, "mine", false, true, false);
        var other = new RawClient(broker);
        declare(other, "mine", false, true, false);
        assertEquals(405, other.expect("channel.close").number("reply-code"));
        client.session.lost();
        assertFalse(broker.hasQueue("mine"));
    }

    @Test
    void anAutoDeleteQueueGoesWithItsLastConsumer() {
        declare(client, "brief", false, false, true);
        consume(client, "brief", "c");
        assertTrue(broker.hasQueue("brief"));
        client.send(1, "basic.cancel", "c", false);
        assertFalse(broker.hasQueue("brief"));
    }

    @Test
    void aRestartLeavesWhatIsDurable() {
        declare(client, "durable", true, false, false);
        declare(client, "other", false, false, false);
        client.publish(1, "", "durable", "1");
        broker.restart();
        assertTrue(broker.sessions().isEmpty());
        assertTrue(broker.hasQueue("durable"));
        assertFalse(broker.hasQueue("other"));
        assertEquals(1, broker.queues().iterator().next().ready().size());
    }

    @Test
    void aConsumerHearsThatItsQueueIsGone() {
        declare(client, "q", true, false, false);
        consume(client, "q", "c");
        broker.deleteQueue("q");
        assertEquals("c", client.expect("basic.cancel").text("consumer-tag"));
    }

    @Test
    void afterARefusalNothingIsDoneUntilCloseOk() {
        client.send(1, "basic.get", "nowhere", false);
        declare(client, "q", true, false, false);
        assertEquals(404, client.expect("channel.close").number("reply-code"));
        assertFalse(broker.hasQueue("q"));
        client.send(1, "channel.close-ok");
        client.send(1, "channel.open");
        client.expect("channel.open-ok");
    }

    @Test
    void aTransactionCountsFromItsCommitOn() {
        declare(client, "q", true, false, false);
        client.send(1, "tx.select");
        client.publish(1, "", "q", "1");
        client.send(1, "tx.rollback");
        client.publish(1, "", "q", "2");
        assertTrue(broker.history().taken().isEmpty());
        client.send(1, "tx.commit");
        assertEquals("2", broker.history().taken().get(0).id());
    }

    @Test
    void anUnknownDeliveryTagIsFound() {
        client.send(1, "basic.ack", 5, false);
        assertTrue(broker.history().violations().get(0).contains("Delivery tag unknown"));
        violations = broker.history().violations();
    }
}
