// SPDX-License-Identifier: MPL-2.0
package amqp.client.driver;

import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;

/** What waits for the end of a command; given to the engine as the command's attachment. Called in the strand. */
public interface Completion {
    /** The reply came; null for a command without a reply, which is on its way now. */
    void replied(Method reply);

    /** There is no reply: none came in time, or what came could not be taken. */
    void failed(AmqpException failure);

    /** The channel or connection that the command was given to closed before the reply came. */
    void closed(CloseReason reason);
}
