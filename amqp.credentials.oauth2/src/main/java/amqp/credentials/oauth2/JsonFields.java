// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** The texts and numbers of one JSON object; what is nested in it is passed over. Immutable. */
final class JsonFields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final Map<String, String> fields;

    private JsonFields(Map<String, String> fields) {
        this.fields = fields;
    }

    /**
     * Reads one object and nothing behind it.
     *
     * @throws IllegalArgumentException when that is not what the octets are; the message shows none of them
     */
    static JsonFields parse(byte[] octets) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), octets)) {
            boolean complete = parser.nextToken() == JsonToken.START_OBJECT;
            while (complete && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    if (parser.currentToken() != JsonToken.VALUE_NULL) {
                        fields.put(name, parser.getString());
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (!complete || parser.nextToken() != null) {
                throw new IllegalArgumentException("it is no JSON object");
            }
        } catch (JacksonException malformed) { // whose message may show a secret
            throw new IllegalArgumentException("it is no JSON object");
        }
        return new JsonFields(fields);
    }

    /** A text, or a number or boolean as it is written; empty where there is none. */
    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /**
     * Whole seconds, also from a fraction or a text.
     *
     * @throws IllegalArgumentException when there is something else
     */
    OptionalLong seconds(String name) {
        String value = text(name);
        try {
            return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of((long) Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its \"" + name + "\" is no number");
        }
    }
}
