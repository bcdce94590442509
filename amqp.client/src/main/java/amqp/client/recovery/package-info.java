// SPDX-License-Identifier: MPL-2.0

/**
 * Keeps a connection open and restores it after a loss. Not exported.
 *
 * <p>{@link amqp.client.recovery.Supervisor} carries out what the {@link amqp.reconnection.Reconnector} decides, from
 * the first attempt to the end. {@link amqp.client.recovery.TopologyLedger} records what the application declared and
 * {@link amqp.client.recovery.ChannelSetup} how each channel was set up; both record only what the broker has
 * confirmed. After a loss {@link amqp.client.recovery.RecoveryRun} repeats these commands: the topology on a channel of
 * its own, then the channels side by side, each with a {@link amqp.client.recovery.ChannelReplay}.
 *
 * <p>Any thread may use the ledger; everything else belongs to the connection's {@link amqp.client.dispatch.Strand}.
 */
package amqp.client.recovery;
