// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.JsonText;
import amqp.codec.BasicProperties;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A message to publish, read from a line of JSON as {@link MessageJson} writes it.
 *
 * @param exchange empty when the line does not say
 * @param routingKey empty when the line does not say
 */
public record JsonMessage(
        Optional<String> exchange,
        Optional<String> routingKey,
        boolean mandatory,
        BasicProperties properties,
        byte[] body) {
    private static final String VERBATIM = "bodyJson";

    /** Those that tell of a delivery mean nothing to a new message. */
    private static final Set<String> MEMBERS = Set.of(
            "exchange",
            "routingKey",
            "mandatory",
            "deliveryTag",
            "redelivered",
            "properties",
            "body",
            "bodyBase64",
            VERBATIM);

    /** @throws IllegalArgumentException with a sentence when the line is no such message */
    public static JsonMessage parse(String line) {
        JsonText.Members json = JsonText.readObject(line, VERBATIM);
        Map<String, Object> members = json.others();
        Set<String> unknown = new TreeSet<>(members.keySet());
        unknown.removeAll(MEMBERS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no member \""
                    + unknown.iterator().next() + "\"; known are " + String.join(", ", new TreeSet<>(MEMBERS)));
        }
        return new JsonMessage(
                text(members, "exchange"),
                text(members, "routingKey"),
                mandatory(members.getOrDefault("mandatory", false)),
                properties(members.getOrDefault("properties", Map.of())),
                body(members, json.verbatim()));
    }

    private static Optional<String> text(Map<String, Object> members, String name) {
        if (!members.containsKey(name)) {
            return Optional.empty();
        }
        if (!(members.get(name) instanceof String text)) {
            throw new IllegalArgumentException("the member \"" + name + "\" is not text");
        }
        return Optional.of(text);
    }

    private static boolean mandatory(Object json) {
        if (!(json instanceof Boolean mandatory)) {
            throw new IllegalArgumentException("the member \"mandatory\" is neither true nor false");
        }
        return mandatory;
    }

    private static BasicProperties properties(Object json) {
        if (!(json instanceof Map<?, ?> members)) {
            throw new IllegalArgumentException("the member \"properties\" is not a JSON object");
        }
        if (members.containsKey("malformed")) {
            throw new IllegalArgumentException(
                    "the properties of this message were malformed when it was consumed: " + members.get("malformed"));
        }
        BasicProperties.Builder properties = BasicProperties.builder();
        members.forEach((name, value) -> set((String) name, value, properties));
        return properties.build();
    }

    private static void set(String name, Object value, BasicProperties.Builder properties) {
        try {
            if (name.equals("headers")) {
                properties.headers(JsonField.table(value));
            } else if (value instanceof String || value instanceof Number) {
                PropertyArgument.set(name, value.toString(), properties);
            } else {
                throw new IllegalArgumentException("it is neither text nor a number");
            }
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the property \"" + name + "\": " + wrong.getMessage(), wrong);
        }
    }

    private static byte[] body(Map<String, Object> members, Optional<String> json) {
        Optional<String> text = text(members, "body");
        Optional<String> base64 = text(members, "bodyBase64");
        if (Stream.of(json, text, base64).filter(Optional::isPresent).count() > 1) {
            throw new IllegalArgumentException("there is more than one of body, bodyBase64 and bodyJson");
        }
        return base64.map(JsonMessage::decoded)
                .orElseGet(() -> octets(json.or(() -> text).orElse("")));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the member \"bodyBase64\" is not in base64: " + e.getMessage(), e);
        }
    }

    private static byte[] octets(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] octets = new byte[encoded.remaining()];
            encoded.get(octets);
            return octets;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the body holds half of a character, which UTF-8 cannot say", e);
        }
    }
}
