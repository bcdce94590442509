// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

/** Checks that the generated records share. */
final class Arguments {
    private Arguments() {}

    static void unsigned8(String name, int value) {
        range(name, value, 0xff);
    }

    static void unsigned16(String name, int value) {
        range(name, value, 0xffff);
    }

    static void unsigned32(String name, long value) {
        range(name, value, 0xffff_ffffL);
    }

    private static void range(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + " is 0 to " + max + ", not " + value + ".");
        }
    }

    /** What may be shown of secret octets. */
    static String hidden(byte[] secret) {
        return "(" + secret.length + " bytes)";
    }
}
