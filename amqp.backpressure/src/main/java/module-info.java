// SPDX-License-Identifier: MPL-2.0
/**
 * Whether the peer keeps up: four small counters that the connection's owner feeds and asks. They depend on nothing,
 * allocate nothing while running, and never call back.
 */
module amqp.backpressure {
    requires static org.jspecify;

    exports amqp.backpressure;
}
