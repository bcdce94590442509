// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

/** Ends a command with status 1; the message is the sentence to show. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
