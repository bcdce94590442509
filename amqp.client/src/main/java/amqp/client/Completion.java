// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;

/** What waits for the end of a command; given to the engine as the command's attachment. Called on the I/O thread. */
interface Completion {
    /** The reply came; null for a command without a reply, which is on its way now. */
    void replied(Method reply);

    void failed(AmqpException failure);

    /** The channel or connection that the command was given to closed before the reply came. */
    void closed(CloseReason reason);
}
