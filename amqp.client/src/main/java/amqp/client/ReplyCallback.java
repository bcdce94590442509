// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import org.jspecify.annotations.Nullable;

/**
 * Called once with the reply to a command or with its failure. If it throws,
 * {@link ConnectionOptions.Builder#onCallbackFailure} is called and nothing is closed.
 *
 * @param <T> the class of the reply
 */
@FunctionalInterface
public interface ReplyCallback<T extends @Nullable Object> {

    /**
     * Called when the command has ended.
     *
     * @param reply null when the command failed, and for a command with no-wait when it is sent
     * @param failure null unless the command failed; the exception that a stage would fail with
     */
    void completed(@Nullable T reply, @Nullable AmqpException failure);
}
