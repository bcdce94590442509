// SPDX-License-Identifier: MPL-2.0
/**
 * Decides when and where to connect again. It never connects, waits or calls back, depends on nothing, reads no clock,
 * and takes its randomness from the caller.
 */
module amqp.reconnection {
    requires static org.jspecify;

    exports amqp.reconnection;
}
