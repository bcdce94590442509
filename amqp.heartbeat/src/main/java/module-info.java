// SPDX-License-Identifier: MPL-2.0
/**
 * Decides when to send a heartbeat, and when a peer is dead. It depends on nothing, runs no timer and reads no clock.
 */
module amqp.heartbeat {
    requires static org.jspecify;

    exports amqp.heartbeat;
}
