// SPDX-License-Identifier: MPL-2.0
/**
 * Real threads that meet: application threads lose, close, cancel, open, declare and publish at once, on adapters whose
 * timers and transports have different threads, while the connection comes back again and again. What the simulation,
 * which has one thread, cannot see is found here.
 *
 * <p>An {@link amqp.soak.interleaving.Interleaving} plays rounds on one adapter. A {@link amqp.soak.interleaving.Round}
 * has a connection and a broker of its own; a {@link amqp.soak.interleaving.Scenario} says what happens in it; the
 * {@link amqp.soak.interleaving.Account} keeps what was asked, and {@link amqp.soak.interleaving.Findings} what went wrong.
 * Nothing here waits for a guessed time: what should come is awaited with a deadline that only a hang exceeds.
 */
package amqp.soak.interleaving;
