// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import com.rabbitmq.client.AMQP;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Properties of messages as both libraries have them. Programs publish with the same few and receive the same few, so
 * that the last ones are kept: those without headers, which amqp-client's objects cannot change.
 */
final class Properties {
    private record Sent(AMQP.BasicProperties from, BasicProperties to) {}

    private record Received(BasicProperties from, AMQP.BasicProperties to) {}

    private static final AMQP.BasicProperties NONE = new AMQP.BasicProperties();

    // Written by any thread; either value serves.
    private volatile @Nullable Sent lastSent;
    private volatile @Nullable Received lastReceived;

    BasicProperties toSdk(AMQP.@Nullable BasicProperties properties) {
        if (properties == null) {
            return BasicProperties.EMPTY;
        }
        Sent last = lastSent;
        if (last != null && last.from == properties) {
            return last.to;
        }
        BasicProperties converted = convert(properties);
        if (properties.getHeaders() == null) {
            lastSent = new Sent(properties, converted);
        }
        return converted;
    }

    AMQP.BasicProperties toRabbit(BasicProperties properties) {
        if (properties.encodedSize() == BasicProperties.EMPTY.encodedSize()) {
            return NONE;
        }
        Received last = lastReceived;
        if (last != null && last.from.equals(properties)) {
            return last.to;
        }
        AMQP.BasicProperties converted = convert(properties);
        if (converted.getHeaders() == null) {
            lastReceived = new Received(properties, converted);
        }
        return converted;
    }

    private static BasicProperties convert(AMQP.BasicProperties from) {
        BasicProperties.Builder to = BasicProperties.builder();
        if (from.getContentType() != null) to.contentType(from.getContentType());
        if (from.getContentEncoding() != null) to.contentEncoding(from.getContentEncoding());
        if (from.getHeaders() != null) to.headers(Tables.toSdk(from.getHeaders()));
        if (from.getDeliveryMode() != null) to.deliveryMode(from.getDeliveryMode());
        if (from.getPriority() != null) to.priority(from.getPriority());
        if (from.getCorrelationId() != null) to.correlationId(from.getCorrelationId());
        if (from.getReplyTo() != null) to.replyTo(from.getReplyTo());
        if (from.getExpiration() != null) to.expiration(from.getExpiration());
        if (from.getMessageId() != null) to.messageId(from.getMessageId());
        if (from.getTimestamp() != null) to.timestampRaw(from.getTimestamp().getTime() / 1000);
        if (from.getType() != null) to.type(from.getType());
        if (from.getUserId() != null) to.userId(from.getUserId());
        if (from.getAppId() != null) to.appId(from.getAppId());
        if (from.getClusterId() != null) to.clusterId(from.getClusterId());
        return to.build();
    }

    private static AMQP.BasicProperties convert(BasicProperties from) {
        FieldTable headers = from.headers();
        Long timestamp = from.timestampRaw();
        return new AMQP.BasicProperties(
                from.contentType(),
                from.contentEncoding(),
                headers.isEmpty() ? null : Tables.toRabbit(headers),
                from.deliveryMode(),
                from.priority(),
                from.correlationId(),
                from.replyTo(),
                from.expiration(),
                from.messageId(),
                timestamp == null ? null : new Date(timestamp * 1000),
                from.type(),
                from.userId(),
                from.appId(),
                from.clusterId());
    }
}
