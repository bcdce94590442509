// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a fuzzed input apart. Beyond its end there are zeros, and no more octets to take. */
final class Input {
    private final byte[] octets;
    private int at;

    Input(byte[] octets) {
        this.octets = octets;
    }

    boolean isAtEnd() {
        return at == octets.length;
    }

    int octet() {
        return isAtEnd() ? 0 : octets[at++] & 0xff;
    }

    int shortInt() {
        return octet() << 8 | octet();
    }

    boolean bit() {
        return (octet() & 1) != 0;
    }

    /** So many octets, or those that are left. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(octets, at, Math.min(octets.length, at + count));
        at += taken.length;
        return taken;
    }

    byte[] rest() {
        return take(octets.length);
    }

    String text() {
        return new String(rest(), StandardCharsets.UTF_8);
    }
}
