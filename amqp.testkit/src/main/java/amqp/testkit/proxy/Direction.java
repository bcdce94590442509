// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

/** The way of octets through a {@link FaultProxy}. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT;

    Direction opposite() {
        return this == TO_SERVER ? TO_CLIENT : TO_SERVER;
    }
}
