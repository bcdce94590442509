// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;

/** What can wait for its turn on a channel. */
sealed interface Command permits Call, Command.Publish, Command.Barrier {

    Object attachment();

    /** A publish that waits behind a synchronous method; {@code body} is our own copy. */
    record Publish(
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body,
            Object attachment)
            implements Command {}

    /** Marks which publishes were given before it. */
    record Barrier(Object attachment) implements Command {}
}
