// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import java.io.IOException;

/** What the broker does, on a thread of its own. */
@FunctionalInterface
public interface Attack {
    /** @throws IOException when the client has left, which is no fault of either */
    void play(HostileSession session) throws IOException;

    /** Sends these octets and then behaves again. */
    static Attack sending(byte[]... octets) {
        return session -> session.send(octets);
    }
}
