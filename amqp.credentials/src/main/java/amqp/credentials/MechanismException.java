// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/**
 * There is no mechanism to log in with, or its exchange with the broker failed. The message never holds a secret. A
 * connection that fails for it says so by its own exception: this module depends on nothing, so its exception stands
 * outside the tree of the others.
 */
public final class MechanismException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With one sentence that says what is wrong and what to do. */
    public MechanismException(String message) {
        super(message);
    }
}
