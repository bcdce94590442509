// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * Hears the end of one command, where the stages of its channel or connection would complete. What it throws is
 * reported and ends nothing.
 */
@FunctionalInterface
public interface ReplyCallback<T> {

    /**
     * The command has ended.
     *
     * @param reply null when the command failed, and for a command with no-wait, which is on its way now
     * @param failure null unless the command failed
     */
    void completed(T reply, AmqpException failure);
}
