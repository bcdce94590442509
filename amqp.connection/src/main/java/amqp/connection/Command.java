// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import org.jspecify.annotations.Nullable;

/** What can wait for its turn on a channel. */
sealed interface Command permits Call, Command.Publish, Command.Barrier {

    /** Null for no event. */
    @Nullable
    Object attachment();

    /** A publish that waits behind a synchronous method; the body of the message is our own copy. */
    record Publish(
            BasicMethod.Publish method,
            Message message,
            @Nullable Object attachment) implements Command {}

    /** Marks which publishes were given before it. */
    record Barrier(Object attachment) implements Command {}
}
