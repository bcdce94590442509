// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Text;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.ForeignText;
import amqp.codec.WireException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message as one line of JSON, which {@link JsonMessage} reads. The body is one of three members:
 *
 * <ul>
 *   <li>{@code bodyJson}: the content type is JSON, and the body is a JSON value that can stand in a line as it is
 *   <li>{@code body}: other text in UTF-8
 *   <li>{@code bodyBase64}: anything else
 * </ul>
 */
public final class MessageJson {
    private static final Pattern JSON_TYPE = Pattern.compile(
            "(application|text)/([^;]*\\+)?json *(; *charset=\"?utf-8\"? *)?", Pattern.CASE_INSENSITIVE);

    private MessageJson() {}

    /** The message of a consumer or of basic.get, with its delivery tag. */
    public static String line(Delivery delivery) {
        Map<String, Object> members = head(delivery);
        byte[] body = delivery.body();
        Optional<String> text = Text.utf8(body);
        if (text.isEmpty()) {
            members.put("bodyBase64", Base64.getEncoder().encodeToString(body));
        } else if (isJson(delivery.properties()) && isJsonOfOneLine(text.get())) {
            String line = JsonText.of(members);
            return line.substring(0, line.length() - 1) + ",\"bodyJson\":" + text.get() + "}";
        } else {
            members.put("body", text.get());
        }
        return JsonText.of(members);
    }

    /** The members without the body. */
    public static Map<String, Object> head(Delivery delivery) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("exchange", delivery.exchange());
        members.put("routingKey", delivery.routingKey());
        members.put("deliveryTag", delivery.deliveryTag());
        members.put("redelivered", delivery.redelivered());
        members.put("properties", properties(delivery.properties()));
        return members;
    }

    /** Those that are there. Malformed ones are said to be so: the message itself may be good. */
    public static Map<String, Object> properties(BasicProperties properties) {
        Map<String, Object> members = new LinkedHashMap<>();
        try {
            put(members, properties);
            return members;
        } catch (WireException malformed) {
            return Map.of("malformed", malformed.getMessage());
        }
    }

    /** Whether they say that the body is JSON. */
    public static boolean isJson(BasicProperties properties) {
        return properties(properties).get("contentType") instanceof String type
                && JSON_TYPE.matcher(type).matches();
    }

    /** As it stands, it is read back from the line, and does no harm on a terminal. */
    private static boolean isJsonOfOneLine(String text) {
        if (text.codePoints().anyMatch(ForeignText::isHarmful)) {
            return false;
        }
        try {
            return JsonText.readObject("{\"bodyJson\":" + text + "}", "bodyJson")
                    .equals(new JsonText.Members(Map.of(), Optional.of(text)));
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    private static void put(Map<String, Object> members, BasicProperties properties) {
        put(members, "contentType", properties.contentType());
        put(members, "contentEncoding", properties.contentEncoding());
        if (hasHeaders(properties)) {
            members.put("headers", FieldJson.of(properties.headers()));
        }
        put(members, "deliveryMode", properties.deliveryMode());
        put(members, "priority", properties.priority());
        put(members, "correlationId", properties.correlationId());
        put(members, "replyTo", properties.replyTo());
        put(members, "expiration", properties.expiration());
        put(members, "messageId", properties.messageId());
        put(members, "timestamp", properties.timestampRaw());
        put(members, "type", properties.type());
        put(members, "userId", properties.userId());
        put(members, "appId", properties.appId());
        put(members, "clusterId", properties.clusterId());
    }

    /** A table of no entries is one all the same. */
    private static boolean hasHeaders(BasicProperties properties) {
        return !properties.headers().isEmpty()
                || properties.equals(
                        properties.toBuilder().headers(properties.headers()).build());
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
