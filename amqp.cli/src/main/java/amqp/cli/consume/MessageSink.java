// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.terminal.CommandFailedException;
import amqp.client.Delivery;

/** Where messages are written before they are acknowledged. */
public interface MessageSink extends AutoCloseable {

    /**
     * Writes a message. When it returns, the operating system has it.
     *
     * @throws CommandFailedException when it cannot be written; a file is then left without any part of it
     */
    void put(Delivery delivery);

    @Override
    default void close() {}
}
