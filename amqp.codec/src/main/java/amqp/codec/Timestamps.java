// SPDX-License-Identifier: MPL-2.0
package amqp.codec;

import java.time.Instant;

/**
 * Timestamps on the wire are 64 bits of seconds since 1970. Other clients send negative ones, and milliseconds by
 * mistake, so the bits are read as signed and cut to what an {@link Instant} can hold.
 */
final class Timestamps {
    private Timestamps() {}

    static Instant instant(long seconds) {
        if (seconds >= Instant.MAX.getEpochSecond()) {
            return Instant.MAX;
        }
        return seconds <= Instant.MIN.getEpochSecond() ? Instant.MIN : Instant.ofEpochSecond(seconds);
    }
}
