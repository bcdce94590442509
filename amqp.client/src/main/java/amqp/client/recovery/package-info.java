// SPDX-License-Identifier: MPL-2.0

/**
 * Keeps a connection up and brings back what it had. Not exported.
 *
 * <p>{@link amqp.client.recovery.Supervisor} carries out what the {@link amqp.reconnection.Reconnector} decides, from the
 * first attempt to the end. {@link amqp.client.recovery.TopologyLedger} holds what the application declared and
 * {@link amqp.client.recovery.ChannelSetup} how each channel was set up; both record only what the broker granted. After a
 * loss {@link amqp.client.recovery.RecoveryRun} gives these commands again: the topology on a channel of its own, then the
 * channels side by side, each by a {@link amqp.client.recovery.ChannelReplay}.
 *
 * <p>The ledger may be used by any thread; all else belongs to the connection's {@link amqp.client.dispatch.Strand}.
 */
package amqp.client.recovery;
