// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import amqp.client.Address;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for all spans and metrics of one operation on one destination.
 *
 * @param spanName name of the spans
 * @param attributes of the spans
 * @param measured attributes of the metrics, with few values each
 */
record Target(String spanName, Attributes attributes, Attributes measured) {
    private static final String REPLY_TO = "amq.rabbitmq.reply-to";
    private static final String GENERATED = "amq.gen-";
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /**
     * @param operation what is done
     * @param address of the broker
     * @param exchange may be empty
     * @param routingKey may be empty
     * @param queue empty where it is not known, or the message is sent
     */
    record Key(Operation operation, Address address, String exchange, String routingKey, String queue) {}

    /**
     * @param template gives names with few values for those of destinations; null where all names are good
     */
    static Target of(Key key, @Nullable UnaryOperator<String> template) {
        AttributesBuilder common = Attributes.builder()
                .put(Conventions.SYSTEM, Conventions.RABBITMQ)
                .put(Conventions.OPERATION_NAME, key.operation.text())
                .put(Conventions.OPERATION_TYPE, key.operation.type())
                .put(Conventions.SERVER_ADDRESS, key.address.host())
                .put(Conventions.SERVER_PORT, (long) key.address.port());
        AttributesBuilder span = common.build().toBuilder();
        if (IP_ADDRESS.matcher(key.address.host()).matches()) {
            span.put(Conventions.PEER_ADDRESS, key.address.host());
            span.put(Conventions.PEER_PORT, (long) key.address.port());
        }
        if (!key.routingKey.isEmpty()) {
            span.put(Conventions.ROUTING_KEY, key.routingKey);
        }
        String name = name(key, key.exchange, key.routingKey, key.queue);
        if (name.isEmpty()) {
            return new Target(key.operation.text(), span.build(), common.build());
        }
        span.put(Conventions.DESTINATION_NAME, name);
        String known = name(key, key.exchange, withoutGenerated(key.routingKey), withoutGenerated(key.queue));
        if (!known.equals(name)) {
            span.put(Conventions.DESTINATION_ANONYMOUS, true);
        }
        String shown = template == null ? known : template.apply(known);
        if (!shown.equals(name)) {
            span.put(Conventions.DESTINATION_TEMPLATE, shown);
        }
        common.put(Conventions.DESTINATION_TEMPLATE, template == null ? place(key) : shown);
        return new Target(key.operation.text() + " " + shown, span.build(), common.build());
    }

    /** What exists on the broker: the queue that a message comes from, the exchange or queue that it goes to. */
    private static String place(Key key) {
        if (!key.queue.isEmpty()) {
            return withoutGenerated(key.queue);
        }
        return key.exchange.isEmpty() ? name(key, "", withoutGenerated(key.routingKey), "") : key.exchange;
    }

    private static String name(Key key, String exchange, String routingKey, String queue) {
        StringJoiner parts = new StringJoiner(":");
        add(parts, exchange);
        add(parts, routingKey);
        if (!queue.equals(routingKey)) {
            add(parts, queue);
        }
        return parts.length() == 0 && key.operation == Operation.SEND ? Conventions.DEFAULT_EXCHANGE : parts.toString();
    }

    private static void add(StringJoiner parts, String part) {
        if (!part.isEmpty()) {
            parts.add(part);
        }
    }

    /** Names that the broker makes, without what no other has. */
    private static String withoutGenerated(String name) {
        if (name.startsWith(REPLY_TO)) {
            return REPLY_TO;
        }
        return name.startsWith(GENERATED) ? GENERATED + "*" : name;
    }
}
