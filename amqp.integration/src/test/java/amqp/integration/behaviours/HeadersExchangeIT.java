// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static amqp.integration.support.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routing by headers; it shows too that values of every type arrive in arguments as they were given. */
class HeadersExchangeIT {

    @OnEveryBroker
    void allMustMatch(Setup setup) {
        assertRouted(
                setup,
                Map.of("x-match", "all", "a", 1, "b", "two"),
                Map.of("both", Map.of("a", 1, "b", "two", "c", true), "one", Map.of("a", 1), "none", Map.of("c", 1)),
                List.of("both"));
    }

    @OnEveryBroker
    void oneMustMatchOfAny(Setup setup) {
        assertRouted(
                setup,
                Map.of("x-match", "any", "a", 1, "b", "two"),
                Map.of("both", Map.of("a", 1, "b", "two"), "one", Map.of("a", 1, "b", "3"), "none", Map.of("c", 1)),
                List.of("both", "one"));
    }

    @OnRabbitMq("it does not know all-with-x")
    void namesWithXCountWhenAskedFor(Setup setup) {
        var messages = Map.of("with", Map.of("x-a", 1, "b", 2), "without", Map.of("b", 2));
        assertRouted(setup, Map.of("x-match", "all", "x-a", 1, "b", 2), messages, List.of("with", "without"));
        assertRouted(setup, Map.of("x-match", "all-with-x", "x-a", 1, "b", 2), messages, List.of("with"));
        assertRouted(setup, Map.of("x-match", "any-with-x", "x-a", 1), messages, List.of("with"));
    }

    @OnEveryBroker
    void noValueMeansAnyValue(Setup setup) {
        var binding = new LinkedHashMap<String, Object>();
        binding.put("x-match", "all");
        binding.put("a", null);
        assertRouted(
                setup,
                binding,
                Map.of("number", Map.of("a", 1), "text", Map.of("a", "one"), "missing", Map.of("b", 1)),
                List.of("number", "text"));
    }

    @OnRabbitMq("it has no amq.headers")
    void unknownMatchIs406(Setup setup) {
        refused(setup, 406, channel -> {
            channel.queueDeclare();
            return channel.queueBind(
                    QueueMethod.Bind.of("", "amq.headers").arguments(FieldTable.of("x-match", "some")));
        });
    }

    @OnRabbitMq("to it no bytes are equal")
    void valuesOfEveryTypeArriveInArguments(Setup setup) {
        everyType().forEach((name, value) -> {
            var same = new LinkedHashMap<String, Object>();
            same.put("k", value);
            var binding = new LinkedHashMap<String, Object>(same);
            binding.put("x-match", "all");
            var messages = Map.of(name, same, "other", Map.of("k", "other"));
            assertRouted(setup, binding, messages, isCompared(setup, name) ? List.of(name) : List.of());
        });
    }

    /** To RabbitMQ 4 no timestamps are equal. */
    private static boolean isCompared(Setup setup, String type) {
        return !type.equals("T") || !setup.broker().isRabbitMq4();
    }

    private static Map<String, Object> everyType() {
        var values = new LinkedHashMap<String, Object>();
        values.put("t", true);
        values.put("b", FieldValue.int8(-128));
        values.put("B", FieldValue.uint8(255));
        values.put("s", FieldValue.int16(-32768));
        values.put("u", FieldValue.uint16(65535));
        values.put("I", FieldValue.int32(Integer.MIN_VALUE));
        values.put("i", FieldValue.uint32(0xffff_ffffL));
        values.put("l", FieldValue.int64(Long.MIN_VALUE));
        values.put("f", 1.5f);
        values.put("d", -2.25);
        values.put("D", new BigDecimal("-12.50"));
        values.put("S", "text \u20ac");
        values.put("x", new byte[] {0, (byte) 0xff});
        values.put("T", Instant.ofEpochSecond(1_700_000_000));
        values.put("A", Arrays.asList(1, "two", List.of(3L, Map.of("four", 4)), null));
        values.put("F", Map.of("inner", Map.of("deep", List.of(true))));
        return values;
    }

    /** Of these messages, by their bodies, those alone reach a queue that is bound so. */
    private static void assertRouted(
            Setup setup, Map<String, ?> binding, Map<String, ? extends Map<String, ?>> messages, List<String> routed) {
        try (var session = Session.on(setup)) {
            String exchange = session.exchange("headers");
            String queue = session.queue();
            Stages.await(session.channel()
                    .queueBind(QueueMethod.Bind.of(queue, exchange).arguments(FieldTable.of(binding))));
            messages.forEach((body, headers) -> session.publish(
                    exchange,
                    "",
                    BasicProperties.builder().headers(FieldTable.of(headers)).build(),
                    body));
            assertEquals(routed, session.drain(queue).stream().sorted().toList());
        }
    }
}
