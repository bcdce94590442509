// SPDX-License-Identifier: MPL-2.0
/**
 * Tests races between real threads: application threads lose, close, cancel, open, declare and publish at the same
 * time, on adapters whose timers and transports have different threads, while the connection is recovered again and
 * again. It finds faults that the simulation, which has one thread, cannot find.
 *
 * <p>An {@link amqp.soak.interleaving.Interleaving} plays rounds on one adapter. A {@link amqp.soak.interleaving.Round}
 * has its own connection and broker; a {@link amqp.soak.interleaving.Scenario} says what happens in it; the
 * {@link amqp.soak.interleaving.Account} records what was asked, and {@link amqp.soak.interleaving.Findings} what went
 * wrong. Nothing here waits for a guessed time: conditions are awaited with a deadline that only a hang exceeds.
 */
package amqp.soak.interleaving;
