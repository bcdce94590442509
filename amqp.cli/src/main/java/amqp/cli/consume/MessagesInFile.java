// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.OutputFile;
import amqp.client.Delivery;
import java.nio.file.Path;
import java.util.function.Function;

/** Messages in a file. */
final class MessagesInFile implements MessageSink {
    private final OutputFile file;
    private final Function<Delivery, String> format;

    /** @throws CommandFailedException when there is such a file already, or it cannot be made */
    MessagesInFile(Path path, Function<Delivery, String> format) {
        this.file = OutputFile.create("--output", path);
        this.format = format;
    }

    @Override
    public void put(Delivery delivery) {
        file.write(format.apply(delivery) + "\n");
    }

    @Override
    public void close() {
        file.close();
    }
}
