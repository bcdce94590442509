// SPDX-License-Identifier: MPL-2.0

/**
 * Couples one engine with one transport. {@link amqp.client.driver.ConnectionDriver} guards the engine by a short lock, so
 * that commands come from any thread, and hands out its events in the connection's
 * {@link amqp.client.dispatch.Strand}. A command ends by its {@link amqp.client.driver.Completion}. Not exported.
 *
 * <pre>
 *   application threads ── lock, encode ──▶ engine ── lock, copy ──▶ transmit ──▶ transport
 *   owner, in the strand ◀── events ◀────── engine ◀── lock, decode ◀── received ◀── transport
 * </pre>
 */
package amqp.client.driver;
