// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import java.time.Duration;

/**
 * The broker did not answer a command within {@link ConnectionOptions.Builder#callTimeout} or another timeout that was
 * given. The command may have taken effect.
 */
public final class CallTimeoutException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final Duration timeout;

    /**
     * Creates an exception whose message says what had no reply, and for how long.
     *
     * @param what the command, as the subject of a sentence
     * @param timeout how long the command had
     */
    public CallTimeoutException(String what, Duration timeout) {
        super(what + " was not answered within " + timeout.toMillis() + " ms");
        this.what = what;
        this.timeout = timeout;
    }

    /** Returns the command, as the message names it. */
    public String what() {
        return what;
    }

    /** Returns how long the command had. */
    public Duration timeout() {
        return timeout;
    }
}
