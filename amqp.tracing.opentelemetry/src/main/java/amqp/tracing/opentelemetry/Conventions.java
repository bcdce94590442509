// SPDX-License-Identifier: MPL-2.0
package amqp.tracing.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Names of OpenTelemetry's semantic conventions for messaging. Copied, since the artifact that has them is as unstable as
 * the conventions are.
 */
final class Conventions {
    static final AttributeKey<String> SYSTEM = stringKey("messaging.system");
    static final String RABBITMQ = "rabbitmq";

    static final AttributeKey<String> OPERATION_NAME = stringKey("messaging.operation.name");
    static final AttributeKey<String> OPERATION_TYPE = stringKey("messaging.operation.type");
    static final AttributeKey<String> DESTINATION_NAME = stringKey("messaging.destination.name");
    static final AttributeKey<String> DESTINATION_TEMPLATE = stringKey("messaging.destination.template");
    static final AttributeKey<Boolean> DESTINATION_ANONYMOUS = booleanKey("messaging.destination.anonymous");
    static final AttributeKey<String> ROUTING_KEY = stringKey("messaging.rabbitmq.destination.routing_key");
    static final AttributeKey<Long> DELIVERY_TAG = longKey("messaging.rabbitmq.message.delivery_tag");
    static final AttributeKey<String> MESSAGE_ID = stringKey("messaging.message.id");
    static final AttributeKey<String> CONVERSATION_ID = stringKey("messaging.message.conversation_id");
    static final AttributeKey<Long> BODY_SIZE = longKey("messaging.message.body.size");
    static final AttributeKey<Long> BATCH_COUNT = longKey("messaging.batch.message_count");
    static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");
    static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");

    /** What a message to the default exchange with an empty routing key goes to. */
    static final String DEFAULT_EXCHANGE = "amq.default";

    static final String OPERATION_DURATION = "messaging.client.operation.duration";
    static final String PROCESS_DURATION = "messaging.process.duration";
    static final String SENT_MESSAGES = "messaging.client.sent.messages";
    static final String CONSUMED_MESSAGES = "messaging.client.consumed.messages";

    /** In seconds. */
    static final List<Double> DURATION_BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

    private Conventions() {}

    /** A header as an attribute, as the instrumentations of OpenTelemetry name it. */
    static AttributeKey<List<String>> header(String name) {
        return AttributeKey.stringArrayKey("messaging.header." + name);
    }
}
