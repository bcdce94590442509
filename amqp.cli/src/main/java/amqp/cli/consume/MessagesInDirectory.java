// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import amqp.cli.message.MessageJson;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Disk;
import amqp.cli.terminal.JsonText;
import amqp.client.Delivery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Messages in a directory, two files each: {@code 00000001.body} holds the body as it came and {@code 00000001.json} the
 * rest. The numbers go on after those that are there already.
 */
final class MessagesInDirectory implements MessageSink {
    private static final Pattern NAME = Pattern.compile("(\\d{1,18})\\.(body|json)");

    private final Path directory;
    private long number;

    /** @throws CommandFailedException when there is no such directory and it cannot be made */
    MessagesInDirectory(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                number = files.map(file -> NAME.matcher(file.getFileName().toString()))
                        .filter(Matcher::matches)
                        .mapToLong(name -> Long.parseLong(name.group(1)))
                        .max()
                        .orElse(0);
            }
        } catch (IOException e) {
            throw new CommandFailedException("cannot use the directory \"" + directory + "\": " + Disk.reason(e), e);
        }
    }

    @Override
    public void put(Delivery delivery) {
        number++;
        Path body = directory.resolve(String.format(Locale.ROOT, "%08d.body", number));
        Path rest = directory.resolve(String.format(Locale.ROOT, "%08d.json", number));
        Map<String, Object> members = MessageJson.head(delivery);
        members.put("bodyFile", body.getFileName().toString());
        String json = JsonText.of(members) + "\n";
        write(body, delivery.body());
        try {
            write(rest, json.getBytes(StandardCharsets.UTF_8));
        } catch (CommandFailedException e) {
            remove(body);
            throw e;
        }
    }

    private static void write(Path file, byte[] octets) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
        try {
            Files.write(file, octets, StandardOpenOption.WRITE);
        } catch (IOException e) {
            remove(file);
            throw cannotWrite(file, e);
        }
    }

    private static CommandFailedException cannotWrite(Path file, IOException e) {
        return new CommandFailedException("cannot write to \"" + file + "\": " + Disk.reason(e), e);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Then it stays, short.
        }
    }
}
