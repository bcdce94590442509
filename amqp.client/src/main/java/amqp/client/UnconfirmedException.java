// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.connection.ClosedException;

/**
 * A message was published in confirm mode, and its channel or connection ended before the broker's verdict arrived. The
 * broker may have the message or not: if you publish it again, it may arrive twice. The cause is the
 * {@link ClosedException} that {@link #why()} returns.
 */
public final class UnconfirmedException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final ClosedException why;

    /**
     * Creates an exception whose message says why there is no verdict.
     *
     * @param why what {@link PublishCallback#unknown} was called with
     */
    public UnconfirmedException(ClosedException why) {
        super("the message may or may not have reached the broker: " + why.getMessage(), why);
        this.why = why;
    }

    /** Returns why the channel ended, such as the broker's reply code and text for an exchange that does not exist. */
    public ClosedException why() {
        return why;
    }
}
