// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;

/**
 * A channel was closed by either side, or with its connection; an event for {@link Callbacks}.
 *
 * @param channel the channel
 * @param reason why it was closed
 */
public record ChannelClosed(Channel channel, CloseReason reason) {}
