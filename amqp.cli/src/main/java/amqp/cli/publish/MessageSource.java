// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.terminal.CommandFailedException;
import java.util.Optional;

/** What is to be published, in order. */
interface MessageSource extends AutoCloseable {

    /**
     * Returns the next message, or nothing at the end.
     *
     * @throws CommandFailedException with a sentence that says which line is wrong, or why it cannot be read
     */
    Optional<Outgoing> next();

    /** Where the message that came last is from, with a colon after it, for a sentence about it; may be empty. */
    default String place() {
        return "";
    }

    @Override
    default void close() {}
}
