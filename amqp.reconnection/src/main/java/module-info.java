// SPDX-License-Identifier: MPL-2.0
/**
 * When and where to connect again. Decides; never connects, waits or calls back. Depends on nothing, reads no clock, and
 * takes its randomness from the caller.
 */
module amqp.reconnection {
    requires static org.jspecify;

    exports amqp.reconnection;
}
