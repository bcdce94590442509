// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * There is no usable mechanism for the login, or its exchange with the broker failed. The message never has a secret.
 * It is not an {@code AmqpException}, since this module depends on nothing; a connection that fails reports it as the
 * cause of its own exception.
 */
public final class MechanismException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with one sentence that says what is wrong and what to do. */
    public MechanismException(String message) {
        super(message);
    }
}
