// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;

/**
 * The thread was interrupted while it waited for the broker; its interrupt status is set. What the call would have
 * returned is undone: a channel is closed, a consumer cancelled, a message requeued. Any other command was not stopped
 * and may take effect.
 */
public final class CallInterruptedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception for a wait that was interrupted.
     *
     * @param cause as the wait threw it; the interrupt status is to be set again
     */
    public CallInterruptedException(InterruptedException cause) {
        super("interrupted while waiting for the broker; the command may take effect all the same", cause);
    }
}
