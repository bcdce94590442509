// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** What can go wrong with a broker. Faults of the caller are {@link IllegalArgumentException} and the like instead. */
public class AmqpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected AmqpException(String message, Throwable cause) {
        super(message, cause);
    }

    protected AmqpException(String message) {
        super(message);
    }

    /**
     * The same failure with the stack of the calling thread, for those who wait for what another thread found out. This
     * one is the last of those that it suppresses.
     */
    public final AmqpException atCaller() {
        AmqpException copy = copy();
        for (Throwable suppressed : getSuppressed()) {
            copy.addSuppressed(suppressed);
        }
        copy.addSuppressed(this);
        return copy;
    }

    /** A new exception of the same class that says the same; every subclass has its own. */
    protected AmqpException copy() {
        return new AmqpException(getMessage(), getCause());
    }
}
