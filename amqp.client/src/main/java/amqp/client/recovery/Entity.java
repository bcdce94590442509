// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.Method;
import java.util.Objects;

/**
 * Something that an application declared, as the method that makes it again.
 *
 * @param method a declare or a bind that awaits its reply
 * @param name present name of the exchange or queue; of a binding, its destination
 * @param serverNamed a queue that the method leaves to the broker to name: the name in its reply is to be told to {@link
 *     TopologyLedger#renamed}
 */
public record Entity(Method method, String name, boolean serverNamed) {
    public Entity {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(name, "name");
    }
}
