// SPDX-License-Identifier: MPL-2.0

/**
 * A broker in the JVM of the tests, for applications that use this SDK.
 *
 * <pre>
 *   application ── amqp.client ── adapter "memory" ──▶ session ──▶ model      one thread, one clock: the broker's
 *   other processes ── a port of the loopback ────────────┘
 * </pre>
 *
 * <p>The client is the real one, with its engine, recovery and callbacks; only the network and the broker are replaced.
 * The broker refuses what it does not support with 540, so that no test passes by mistake.
 */
@NullMarked
package amqp.test;

import org.jspecify.annotations.NullMarked;
