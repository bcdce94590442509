// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldType;
import amqp.codec.FieldValue;
import java.util.List;
import java.util.Optional;

/**
 * Where and why a message was dead-lettered for the first time.
 *
 * @param queue the queue in which it died
 * @param exchange the exchange that it had been published to
 * @param routingKey the first routing key that it had been published with; empty when the broker does not tell
 * @param reason such as rejected, expired, maxlen or delivery_limit
 */
public record FirstDeath(String queue, String exchange, String routingKey, String reason) {

    /**
     * Reads the headers that brokers add to dead letters; empty for a message that has never been one.
     *
     * @throws amqp.codec.WireException when the headers are malformed
     */
    public static Optional<FirstDeath> of(BasicProperties properties) {
        FieldTable headers = properties.headers();
        FieldValue deaths = headers.get("x-death");
        if (deaths == null || deaths.type() != FieldType.ARRAY) {
            return Optional.empty();
        }
        List<FieldTable> entries = deaths.asList().stream()
                .filter(entry -> entry.type() == FieldType.TABLE)
                .map(FieldValue::asTable)
                .toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(of(first(entries, headers)));
    }

    /**
     * The last entry is the oldest, unless the message has died in the same way again, which moves an entry to the front; so
     * the headers that name the first death count before the order.
     */
    private static FieldTable first(List<FieldTable> entries, FieldTable headers) {
        String queue = text(headers, "x-first-death-queue");
        String reason = text(headers, "x-first-death-reason");
        return entries.stream()
                .filter(entry -> text(entry, "queue").equals(queue)
                        && text(entry, "reason").equals(reason))
                .findFirst()
                .orElse(entries.get(entries.size() - 1));
    }

    private static FirstDeath of(FieldTable entry) {
        FieldValue keys = entry.get("routing-keys");
        boolean hasKey =
                keys != null && keys.type() == FieldType.ARRAY && !keys.asList().isEmpty();
        return new FirstDeath(
                text(entry, "queue"),
                text(entry, "exchange"),
                hasKey ? FieldText.of(keys.asList().get(0)) : "",
                text(entry, "reason"));
    }

    private static String text(FieldTable table, String name) {
        FieldValue value = table.get(name);
        return value == null ? "" : FieldText.of(value);
    }
}
