// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations that {@link ObservationObserver} makes. Their names are those of com.rabbitmq:amqp-client's, their keys
 * those of OpenTelemetry's conventions for messaging.
 */
public enum AmqpObservation implements ObservationDocumentation {
    /** A publish: until its verdict in confirm mode, otherwise until it was given to the connection. */
    PUBLISH("publish", "send", PublishConvention.class),

    /** A call of a handler for a message. */
    PROCESS("process", "process", DeliveryConvention.class),

    /** A message that the application fetched, or took from a buffer; it takes no time. */
    RECEIVE("receive", "receive", DeliveryConvention.class);

    private final String operationName;
    private final String operationType;
    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

    AmqpObservation(
            String operationName,
            String operationType,
            Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
        this.operationName = operationName;
        this.operationType = operationType;
        this.convention = convention;
    }

    /** Returns {@code rabbitmq.publish} and so on. */
    @Override
    public String getName() {
        return "rabbitmq." + operationName;
    }

    /** Returns the value of {@link LowCardinality#OPERATION_NAME}. */
    public String operationName() {
        return operationName;
    }

    /** Returns the value of {@link LowCardinality#OPERATION_TYPE}. */
    public String operationType() {
        return operationType;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return LowCardinality.values();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return HighCardinality.values();
    }

    /** Keys with few values, which become tags of meters too. All of them are always there. */
    public enum LowCardinality implements KeyName {
        /** Always {@code rabbitmq}. */
        SYSTEM("messaging.system"),
        /** {@code publish}, {@code process} or {@code receive}. */
        OPERATION_NAME("messaging.operation.name"),
        /** {@code send}, {@code process} or {@code receive}. */
        OPERATION_TYPE("messaging.operation.type"),
        /**
         * The verdict {@code nacked} or {@code returned}, {@code no_room} where nothing was sent since a publish would
         * have had to wait, or the class of an exception; {@code none} for a success.
         */
        ERROR_TYPE("error.type");

        private final String key;

        LowCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys with many values, of spans only. What is not known or empty is left out. */
    public enum HighCardinality implements KeyName {
        /** Exchange, routing key and queue with colons between them, without those that are empty or said already. */
        DESTINATION("messaging.destination.name"),
        /** The routing key that the message was published with. */
        ROUTING_KEY("messaging.rabbitmq.destination.routing_key"),
        /** The number that the channel gave to a delivered message. */
        DELIVERY_TAG("messaging.rabbitmq.message.delivery_tag"),
        /** The property message-id. */
        MESSAGE_ID("messaging.message.id"),
        /** The property correlation-id. */
        CONVERSATION_ID("messaging.message.conversation_id"),
        /** Bytes of the body. */
        BODY_SIZE("messaging.message.body.size"),
        /** The broker's host, as the options name it. */
        SERVER_ADDRESS("server.address"),
        /** The broker's port. */
        SERVER_PORT("server.port");

        private final String key;

        HighCardinality(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }

        @Override
        public boolean isRequired() {
            return false;
        }
    }
}
