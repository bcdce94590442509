// SPDX-License-Identifier: MPL-2.0

/**
 * Connects clients to the test broker, by an adapter in memory or by a port, and runs the broker's thread. Not
 * exported.
 */
@NullMarked
package amqp.test.memory;

import org.jspecify.annotations.NullMarked;
