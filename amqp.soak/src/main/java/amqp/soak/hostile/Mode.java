// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import java.util.Locale;

/** Which connection of the application it happens to. */
enum Mode {
    /** The only one: there is no recovery. */
    ONCE,
    /** One that is to come back; while it does, where the misbehaviour belongs to the handshake. */
    RECOVERING,
    /** The one that has come back after another was lost. */
    RECOVERED;

    boolean recovers() {
        return this != ONCE;
    }

    static Mode named(String name) {
        try {
            return valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("there is no mode " + name, e);
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
