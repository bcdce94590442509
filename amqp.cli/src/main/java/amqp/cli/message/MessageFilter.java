// SPDX-License-Identifier: MPL-2.0
package amqp.cli.message;

import amqp.cli.terminal.CommandFailedException;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.WireException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which messages are meant: those for which everything holds that was given; all of them when nothing was. */
public final class MessageFilter {
    /** Finds anything. */
    private static final Pattern ANY = Pattern.compile("");

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            converter = HeaderMatch.Converter.class,
            description = "Only messages with this header. Compares the value as text, or with its type when the type's"
                    + " letter is given, as in n=I:5; repeatable.")
    private final List<HeaderMatch> headers = new ArrayList<>();

    @Option(
            names = "--body-matches",
            paramLabel = "REGEX",
            converter = Regex.class,
            description = "Only messages whose body, read as UTF-8, contains a match of this regular expression.")
    private Pattern body = ANY;

    @Option(
            names = "--routing-key-matches",
            paramLabel = "REGEX",
            converter = Regex.class,
            description = "Only messages whose routing key contains a match of this regular expression.")
    private Pattern routingKey = ANY;

    @Option(
            names = "--death-reason",
            paramLabel = "REASON",
            description = "Only messages that were first dead-lettered for this reason: rejected, expired, maxlen or"
                    + " delivery_limit.")
    private String deathReason = "";

    /** Whether anything was given. */
    public boolean isGiven() {
        return !headers.isEmpty() || body != ANY || routingKey != ANY || !deathReason.isEmpty();
    }

    /** Whether the message is meant. A message whose headers are malformed has none. */
    public boolean matches(Delivery delivery) {
        return matches(delivery.routingKey(), delivery.properties(), delivery.body());
    }

    boolean matches(String key, BasicProperties properties, byte[] octets) {
        return found(routingKey, key)
                && (headers.isEmpty() && deathReason.isEmpty() || matches(properties))
                && (body == ANY || found(body, new String(octets, StandardCharsets.UTF_8)));
    }

    private boolean matches(BasicProperties properties) {
        try {
            return headers.stream().allMatch(header -> header.matches(properties.headers()))
                    && (deathReason.isEmpty()
                            || FirstDeath.of(properties)
                                    .filter(death -> death.reason().equals(deathReason))
                                    .isPresent());
        } catch (WireException malformed) {
            return false;
        }
    }

    /** Java's expressions need a level of the stack for each repetition of a group. */
    private static boolean found(Pattern pattern, String text) {
        try {
            return pattern.matcher(text).find();
        } catch (StackOverflowError tooDeep) {
            throw new CommandFailedException(
                    "the regular expression \"" + pattern + "\" needs too much of the stack for a text of "
                            + text.length() + " characters; write it without groups that repeat",
                    tooDeep);
        }
    }

    static final class Regex implements ITypeConverter<Pattern> {
        @Override
        public Pattern convert(String expression) {
            try {
                return Pattern.compile(expression);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException(
                        "\"" + expression + "\" is not a regular expression: " + e.getDescription());
            }
        }
    }
}
