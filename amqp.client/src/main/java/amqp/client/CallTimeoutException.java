// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;

/** A command had no reply in time. It may have taken effect all the same. */
public final class CallTimeoutException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final Duration timeout;

    /**
     * @param what the command, as the subject of a sentence
     */
    public CallTimeoutException(String what, Duration timeout) {
        super(what + " was not answered within " + timeout.toMillis() + " ms");
        this.timeout = timeout;
    }

    private CallTimeoutException(CallTimeoutException original) {
        super(original.getMessage());
        this.timeout = original.timeout;
    }

    @Override
    protected CallTimeoutException copy() {
        return new CallTimeoutException(this);
    }

    public Duration timeout() {
        return timeout;
    }
}
