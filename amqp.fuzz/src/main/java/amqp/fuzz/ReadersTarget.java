// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.cli.message.HeaderArgument;
import amqp.cli.message.JsonMessage;
import amqp.cli.message.MessageJson;
import amqp.cli.message.PropertyArgument;
import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Text;
import amqp.codec.BasicProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Any text for what reads the command line's arguments, lines of JSON, and any properties for what is printed as JSON. */
public final class ReadersTarget {
    private ReadersTarget() {}

    /** The first octet says which reader. */
    public static void run(byte[] octets) {
        if (octets.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(octets, 1, octets.length);
        String text = new String(rest, StandardCharsets.UTF_8);
        try {
            switch (octets[0] & 3) {
                case 0 -> HeaderArgument.parse("--header", text).value().toJava();
                case 1 -> {
                    BasicProperties.Builder properties = BasicProperties.builder();
                    PropertyArgument.apply(text, properties);
                    properties.build();
                }
                case 2 -> JsonMessage.parse(text);
                default -> printed(rest);
            }
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null) {
                throw new AssertionError("it is refused without a word", refused);
            }
        }
    }

    /** What is printed is JSON, whatever it is made of. */
    private static void printed(byte[] octets) {
        Text.readable(octets);
        if (octets.length >= 2) {
            String json = JsonText.of(MessageJson.properties(BasicProperties.ofOctets(octets)));
            try {
                JsonText.read(json);
            } catch (IllegalArgumentException e) {
                throw new AssertionError("this is printed as JSON: " + json, e);
            }
        }
    }
}
