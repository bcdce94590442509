// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

/** Ends a command with status 1; the message is the sentence to show. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
