// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;

/** A command had no reply in time. It may have taken effect all the same. */
public final class CallTimeoutException extends AmqpException {
    private static final long serialVersionUID = 1L;

    private final Duration limit;

    /**
     * @param what the command, as the subject of a sentence
     */
    public CallTimeoutException(String what, Duration limit) {
        super(what + " was not answered within " + limit.toMillis() + " ms");
        this.limit = limit;
    }

    private CallTimeoutException(CallTimeoutException original) {
        super(original.getMessage());
        this.limit = original.limit;
    }

    @Override
    protected CallTimeoutException copy() {
        return new CallTimeoutException(this);
    }

    public Duration limit() {
        return limit;
    }
}
