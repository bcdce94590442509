// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.codec.BasicProperties;
import java.util.Locale;

/** A message property of the command line, {@code NAME=VALUE}; the name as on the wire or in camel case. */
public final class PropertyArgument {
    private static final String NAMES =
            "content-type, content-encoding, delivery-mode, priority, correlation-id, reply-to,"
                    + " expiration, message-id, timestamp, type, user-id, app-id, cluster-id";

    private PropertyArgument() {}

    /** @throws IllegalArgumentException with a sentence that names the argument */
    public static void apply(String argument, BasicProperties.Builder properties) {
        int equals = argument.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException(
                    "the property \"" + argument + "\" is not NAME=VALUE, such as content-type=text/plain");
        }
        try {
            set(argument.substring(0, equals), argument.substring(equals + 1), properties);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("the property \"" + argument + "\": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Sets one property.
     *
     * @param name as on the wire or in camel case
     * @throws IllegalArgumentException when there is no such property, or the value is none of it
     */
    static void set(String name, String value, BasicProperties.Builder properties) {
        switch (name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)) {
            case "content-type" -> properties.contentType(value);
            case "content-encoding" -> properties.contentEncoding(value);
            case "delivery-mode" -> properties.deliveryMode(number(value));
            case "priority" -> properties.priority(number(value));
            case "correlation-id" -> properties.correlationId(value);
            case "reply-to" -> properties.replyTo(value);
            case "expiration" -> properties.expiration(value);
            case "message-id" -> properties.messageId(value);
            case "timestamp" -> properties.timestampRaw(FieldText.seconds(value));
            case "type" -> properties.type(value);
            case "user-id" -> properties.userId(value);
            case "app-id" -> properties.appId(value);
            case "cluster-id" -> properties.clusterId(value);
            case "headers" -> throw new IllegalArgumentException("headers are given by --header NAME=LETTER:VALUE");
            default -> throw new IllegalArgumentException("there is no such property; known are " + NAMES);
        }
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + value + "\" is not a whole number", e);
        }
    }
}
