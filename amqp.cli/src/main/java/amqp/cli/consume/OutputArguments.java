// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.message.MessageJson;
import amqp.cli.message.MessageText;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Style;
import amqp.client.Delivery;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where messages are written, and in which form. */
public final class OutputArguments {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Write to this file, which must not exist yet, or to this directory, two files for each"
                    + " message. A name that ends with / is a directory.")
    private String output = "";

    @Option(
            names = "--pretty",
            description = "For people: each property and header on a line, bodies in JSON indented.")
    private boolean pretty;

    @Option(
            names = "--json",
            description = "A line for each message, which publish --jsonl reads: exchange, routingKey, deliveryTag,"
                    + " redelivered, properties, and one of body, bodyJson and bodyBase64.")
    private boolean json;

    /**
     * Opens it.
     *
     * @throws ParameterException when the options do not fit each other
     * @throws CommandFailedException when the file is there already, or cannot be made
     */
    public MessageSink open() {
        try {
            Path path = Path.of(output);
            boolean directory = output.endsWith("/")
                    || output.endsWith(File.separator)
                    || !output.isEmpty() && Files.isDirectory(path);
            if (directory && (pretty || json)) {
                throw wrong("a directory gets files of its own form; leave out --json and --pretty");
            }
            if (directory) {
                return new MessagesInDirectory(path);
            }
            return output.isEmpty()
                    ? new PrintedMessages(command.commandLine().getOut(), format())
                    : new MessagesInFile(path, format());
        } catch (InvalidPathException e) {
            throw wrong("--output: " + e.getMessage());
        }
    }

    private Function<Delivery, String> format() {
        if (pretty && json) {
            throw wrong("--json and --pretty are two forms; give one of them");
        }
        if (json) {
            return MessageJson::line;
        }
        return pretty ? new PrettyMessage(Style.of(command))::of : MessageText::of;
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
