// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import java.time.Duration;

/** Checks and conversions that the generated records share. */
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

    /** Milliseconds, with fractions counted as whole ones, so that what is more than nothing stays so. */
    static long millis(String name, Duration value) {
        return notNegative(name, value).plusNanos(999_999).toMillis();
    }

    /** Seconds as RabbitMQ takes them, {@code 3600s}, with fractions counted as whole ones. */
    static String age(String name, Duration value) {
        return notNegative(name, value).plusNanos(999_999_999).toSeconds() + "s";
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " is zero or more, not " + value + ".");
        }
        return value;
    }

    /** What may be shown of secret octets. */
    static String hidden(byte[] secret) {
        return "(" + secret.length + " bytes)";
    }
}
