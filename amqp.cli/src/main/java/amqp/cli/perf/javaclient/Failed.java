// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.javaclient;

import amqp.cli.terminal.CommandFailedException;

/** What amqp-client throws, as a sentence: the reason is often that of a cause. */
final class Failed {
    private Failed() {}

    static CommandFailedException because(String what, Exception thrown) {
        Throwable reason = thrown;
        while (reason.getMessage() == null && reason.getCause() != null) {
            reason = reason.getCause();
        }
        String text = reason.getMessage() == null ? reason.toString() : reason.getMessage();
        return new CommandFailedException(what + ": " + text, thrown);
    }
}
