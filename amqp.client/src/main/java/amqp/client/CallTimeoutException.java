// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The broker did not answer a command within {@link ConnectionOptions.Builder#callTimeout} or another given timeout.
 * The command may have taken effect.
 */
public final class CallTimeoutException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final Duration timeout;
    private final String why;

    /**
     * Creates an exception whose message names the command and the timeout.
     *
     * @param what the command, as the subject of a sentence
     * @param timeout of the command
     */
    public CallTimeoutException(String what, Duration timeout) {
        this(what, timeout, "");
    }

    /**
     * Creates an exception whose message names the command, the timeout and the likely cause.
     *
     * @param what the command, as the subject of a sentence
     * @param timeout of the command
     * @param why the likely cause, as a part of a sentence; empty when it is unknown
     */
    public CallTimeoutException(String what, Duration timeout, String why) {
        super(what + " was not answered within " + TimeUnit.MILLISECONDS.convert(timeout) + " ms"
                + (why.isEmpty() ? "" : ": " + why));
        this.what = what;
        this.timeout = timeout;
        this.why = why;
    }

    /** Returns the command, as the message names it. */
    public String what() {
        return what;
    }

    /** Returns the likely cause, such as a full inbox; empty when it is unknown. */
    public String why() {
        return why;
    }

    /** Returns the timeout of the command. */
    public Duration timeout() {
        return timeout;
    }
}
