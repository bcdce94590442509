// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import java.time.Duration;

/** A command had no reply in time. It may have taken effect all the same. */
public final class CallTimeoutException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final Duration timeout;

    /**
     * An exception whose message says what had no reply, and for how long.
     *
     * @param what the command, as the subject of a sentence
     */
    public CallTimeoutException(String what, Duration timeout) {
        super(what + " was not answered within " + timeout.toMillis() + " ms");
        this.what = what;
        this.timeout = timeout;
    }

    /** The command, as the message names it. */
    public String what() {
        return what;
    }

    /** How long the command had. */
    public Duration timeout() {
        return timeout;
    }
}
