// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;

/** What waits for the end of a command; given to the engine as the command's attachment. */
interface Completion {
    /** The reply came; null for a command without a reply, which is on its way now. */
    void replied(Method reply);

    void failed(AmqpException failure);
}
