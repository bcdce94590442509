// SPDX-License-Identifier: MPL-2.0

/**
 * Connects one engine with one transport. {@link amqp.client.driver.ConnectionDriver} guards the engine with a lock
 * that is held for a short time, so that any thread may give commands, and passes its events on in the connection's
 * {@link amqp.client.dispatch.Strand}. A command ends with a call of its {@link amqp.client.driver.Completion}. Not
 * exported.
 *
 * <pre>
 *   application threads ── lock, encode ──▶ engine ── lock, copy ──▶ transmit ──▶ transport
 *   owner, in the strand ◀── events ◀────── engine ◀── lock, decode ◀── received ◀── transport
 * </pre>
 */
package amqp.client.driver;
