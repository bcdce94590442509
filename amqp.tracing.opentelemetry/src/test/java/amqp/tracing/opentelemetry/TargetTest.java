// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import amqp.client.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetTest {
    private static Target.Key key(Operation operation, String exchange, String routingKey, String queue) {
        return new Target.Key(operation, new Address("broker.example", 5671), exchange, routingKey, queue);
    }

    /** Names of the conventions; what the broker has named has the same name for all. */
    @ParameterizedTest
    @CsvSource({
        "SEND, news, shop.1, '', send news:shop.1, news:shop.1, news",
        "SEND, news, '', '', send news, news, news",
        "SEND, '', orders, '', send orders, orders, orders",
        "SEND, '', '', '', send amq.default, amq.default, amq.default",
        "SEND, '', amq.gen-x1, '', send amq.gen-*, amq.gen-x1, amq.gen-*",
        "SEND, '', amq.rabbitmq.reply-to.g1.x, '', send amq.rabbitmq.reply-to, amq.rabbitmq.reply-to.g1.x,"
                + " amq.rabbitmq.reply-to",
        "PROCESS, news, shop.1, orders, process news:shop.1:orders, news:shop.1:orders, orders",
        "PROCESS, '', orders, orders, process orders, orders, orders",
        "PROCESS, news, '', orders, process news:orders, news:orders, orders",
        "PROCESS, '', amq.rabbitmq.reply-to.g1.x, amq.rabbitmq.reply-to, process amq.rabbitmq.reply-to,"
                + " amq.rabbitmq.reply-to.g1.x:amq.rabbitmq.reply-to, amq.rabbitmq.reply-to",
        "RECEIVE, news, k, amq.gen-x1, receive news:k:amq.gen-*, news:k:amq.gen-x1, amq.gen-*",
        "ACK, '', '', '', ack, , "
    })
    void names(
            Operation operation,
            String exchange,
            String routingKey,
            String queue,
            String spanName,
            String destination,
            String measured) {
        Target target = Target.of(key(operation, exchange, routingKey, queue), null);
        assertEquals(spanName, target.spanName());
        assertEquals(destination, target.attributes().get(Conventions.DESTINATION_NAME));
        assertEquals(measured, target.measured().get(Conventions.DESTINATION_TEMPLATE));
        boolean generated = (exchange + routingKey + queue).contains("amq.");
        assertEquals(generated ? true : null, target.attributes().get(Conventions.DESTINATION_ANONYMOUS));
    }

    @ParameterizedTest
    @CsvSource({"broker.example, ", "10.1.2.3, 10.1.2.3", "::1, ::1"})
    void thePeerIsKnownWhereTheAddressIsOne(String host, String peer) {
        Target target = Target.of(new Target.Key(Operation.SEND, new Address(host, 5671), "", "q", ""), null);
        assertEquals(host, target.attributes().get(Conventions.SERVER_ADDRESS));
        assertEquals(5671, target.attributes().get(Conventions.SERVER_PORT));
        assertEquals(peer, target.attributes().get(Conventions.PEER_ADDRESS));
        assertEquals(peer == null ? null : 5671L, target.attributes().get(Conventions.PEER_PORT));
    }

    @Test
    void thoseOfManyRoutingKeysAreForgotten() {
        Targets targets = new Targets(null);
        Target first = targets.of(key(Operation.SEND, "x", "first", ""));
        assertSame(first, targets.of(key(Operation.SEND, "x", "first", "")));
        for (int i = 0; i < 1000; i++) {
            targets.of(key(Operation.SEND, "x", "key " + i, ""));
        }
        assertNotSame(first, targets.of(key(Operation.SEND, "x", "first", "")));
    }
}
