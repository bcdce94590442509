// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;

/** A channel was closed, by whomever; an event for {@link Callbacks}. */
public record ChannelClosed(Channel channel, CloseReason reason) {}
