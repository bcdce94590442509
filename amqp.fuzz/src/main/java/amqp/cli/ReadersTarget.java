// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.codec.BasicProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Any text for what reads the command line's arguments, and any properties for what is printed as JSON. */
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
                case 0 -> HeaderArgument.parse(text).value().toJava();
                case 1 -> {
                    BasicProperties.Builder properties = BasicProperties.builder();
                    PropertyArgument.apply(text, properties);
                    properties.build();
                }
                case 2 -> JsonReader.read(text);
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
            String json = MessageJson.properties(BasicProperties.ofOctets(octets));
            try {
                JsonReader.read(json);
            } catch (IllegalArgumentException e) {
                throw new AssertionError("this is printed as JSON: " + json, e);
            }
        }
    }
}
