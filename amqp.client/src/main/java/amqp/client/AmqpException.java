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
}
