// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.json.Json;

import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.WireException;
import java.util.Base64;

/** A delivered message as one line of JSON. */
public final class MessageJson {
    private MessageJson() {}

    public static String line(Delivery delivery) {
        return new Json()
                .object()
                .name("exchange")
                .value(delivery.exchange())
                .name("routingKey")
                .value(delivery.routingKey())
                .name("deliveryTag")
                .value(delivery.deliveryTag())
                .name("redelivered")
                .value(delivery.redelivered())
                .name("properties")
                .raw(properties(delivery.properties()))
                .name("body")
                .value(Base64.getEncoder().encodeToString(delivery.body()))
                .endObject()
                .toString();
    }

    /** Those that are there. Malformed ones are said to be so: the message itself may be good. */
    public static String properties(BasicProperties properties) {
        try {
            Json json = new Json().object();
            write(json, properties);
            return json.endObject().toString();
        } catch (WireException malformed) {
            return new Json()
                    .object()
                    .name("malformed")
                    .value(malformed.getMessage())
                    .endObject()
                    .toString();
        }
    }

    private static void write(Json json, BasicProperties properties) {
        text(json, "contentType", properties.contentType());
        text(json, "contentEncoding", properties.contentEncoding());
        if (!properties.headers().isEmpty()) {
            FieldJson.write(json.name("headers"), properties.headers());
        }
        number(json, "deliveryMode", properties.deliveryMode());
        number(json, "priority", properties.priority());
        text(json, "correlationId", properties.correlationId());
        text(json, "replyTo", properties.replyTo());
        text(json, "expiration", properties.expiration());
        text(json, "messageId", properties.messageId());
        number(json, "timestamp", properties.timestampRaw());
        text(json, "type", properties.type());
        text(json, "userId", properties.userId());
        text(json, "appId", properties.appId());
        text(json, "clusterId", properties.clusterId());
    }

    private static void text(Json json, String name, String value) {
        if (value != null) {
            json.name(name).value(value);
        }
    }

    private static void number(Json json, String name, Number value) {
        if (value != null) {
            json.name(name).value(value.longValue());
        }
    }
}
