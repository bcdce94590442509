// SPDX-License-Identifier: MPL-2.0
/**
 * Detectors that tell whether the peer keeps up: three small objects that the owner of a connection updates and asks.
 * They depend on nothing, allocate nothing while running, and never call back.
 */
module amqp.backpressure {
    requires static org.jspecify;

    exports amqp.backpressure;
}
