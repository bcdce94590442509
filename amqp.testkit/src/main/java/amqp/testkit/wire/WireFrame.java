// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** One frame, or a protocol header, as it was found on the wire. Immutable as long as nobody writes into its arrays. */
public sealed interface WireFrame {
    int channel();

    /** {@code AMQP} and four octets, which for 0-9-1 are 0, 0, 9, 1. */
    record ProtocolHeader(int id, int major, int minor, int revision) implements WireFrame {
        @Override
        public int channel() {
            return 0;
        }
    }

    /**
     * Arguments by their names in the specification, reserved ones included. Numbers are {@code Long}, short strings
     * {@code String}, long strings {@code byte[]}, bits {@code Boolean}, tables {@code Map}. In a table: t Boolean,
     * b Byte, s Short, I Integer, l Long, f Float, d Double, D BigDecimal, S String, x byte[], A List, F Map, V null,
     * the others {@link Typed}.
     */
    record Method(int channel, MethodSpec spec, Map<String, Object> arguments) implements WireFrame {
        public String name() {
            return spec.name();
        }

        /** A short string, or a long string taken as UTF-8. */
        public String text(String argument) {
            var value = value(argument);
            return value instanceof byte[] octets ? new String(octets, StandardCharsets.UTF_8) : (String) value;
        }

        public byte[] octets(String argument) {
            return (byte[]) value(argument);
        }

        public long number(String argument) {
            return (Long) value(argument);
        }

        public boolean flag(String argument) {
            return (Boolean) value(argument);
        }

        @SuppressWarnings("unchecked") // The reader gives tables no other keys.
        public Map<String, Object> table(String argument) {
            return (Map<String, Object>) value(argument);
        }

        private Object value(String argument) {
            var value = arguments.get(argument);
            if (value == null) {
                throw new IllegalArgumentException(name() + " has no '" + argument + "' among " + arguments.keySet());
            }
            return value;
        }

        @Override
        public String toString() {
            var text = new StringBuilder(name()).append('@').append(channel).append('{');
            arguments.forEach((name, value) -> {
                if (!name.startsWith("reserved-"))
                    text.append(name).append('=').append(shown(value)).append(' ');
            });
            return text.toString().stripTrailing() + '}';
        }

        private static Object shown(Object value) {
            return value instanceof byte[] octets ? new String(octets, StandardCharsets.UTF_8) : value;
        }
    }

    /**
     * Content header. Properties by their names in the specification ("delivery-mode"), only those that are present;
     * octets and the timestamp (raw seconds) are {@code Long}, {@code headers} is a {@code Map}.
     */
    record Header(int channel, int classId, long bodySize, Map<String, Object> properties) implements WireFrame {}

    record Body(int channel, byte[] octets) implements WireFrame {
        public String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Body body && channel == body.channel && Arrays.equals(octets, body.octets);
        }

        @Override
        public int hashCode() {
            return 31 * channel + Arrays.hashCode(octets);
        }

        @Override
        public String toString() {
            var shown = Arrays.copyOf(octets, Math.min(octets.length, 16));
            return "Body@" + channel + "[" + octets.length + " octets "
                    + HexFormat.of().formatHex(shown) + (octets.length > 16 ? "…]" : "]");
        }
    }

    record Heartbeat(int channel) implements WireFrame {}
}
