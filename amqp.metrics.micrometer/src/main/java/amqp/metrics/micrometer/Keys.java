// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Address;
import amqp.client.Connection;
import amqp.codec.BasicProperties;
import amqp.metrics.micrometer.AmqpObservation.HighCardinality;
import amqp.metrics.micrometer.AmqpObservation.LowCardinality;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys that both conventions give, with their values. */
final class Keys {
    static final String SYSTEM = "rabbitmq";

    private Keys() {}

    static KeyValues low(AmqpObservation observation, String errorType) {
        return KeyValues.of(
                LowCardinality.SYSTEM.withValue(SYSTEM),
                LowCardinality.OPERATION_NAME.withValue(observation.operationName()),
                LowCardinality.OPERATION_TYPE.withValue(observation.operationType()),
                LowCardinality.ERROR_TYPE.withValue(errorType));
    }

    static String errorType(@Nullable Throwable error) {
        return error == null ? KeyValue.NONE_VALUE : error.getClass().getName();
    }

    static KeyValues high(
            Connection connection, String destination, String routingKey, BasicProperties properties, int bodySize) {
        Address address = connection.address();
        List<KeyValue> values = new ArrayList<>();
        add(values, HighCardinality.DESTINATION, destination);
        add(values, HighCardinality.ROUTING_KEY, routingKey);
        add(values, HighCardinality.MESSAGE_ID, properties.messageId());
        add(values, HighCardinality.CONVERSATION_ID, properties.correlationId());
        add(values, HighCardinality.BODY_SIZE, String.valueOf(bodySize));
        add(values, HighCardinality.SERVER_ADDRESS, address.host());
        add(values, HighCardinality.SERVER_PORT, String.valueOf(address.port()));
        return KeyValues.of(values);
    }

    private static void add(List<KeyValue> values, HighCardinality key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            values.add(key.withValue(value));
        }
    }

    /** The parts with colons between them, without those that are empty or were said before. */
    static String destination(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).distinct().collect(Collectors.joining(":"));
    }
}
