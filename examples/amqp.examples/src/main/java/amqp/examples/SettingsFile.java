// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Connects by the settings of a properties file, those whose names begin with a prefix of the application's choice. */
public final class SettingsFile {
    private SettingsFile() {}

    public static void main(String[] args) throws IOException {
        Path file = Files.createTempFile("application", ".properties");
        try {
            Files.writeString(file, """
                    greeting = hello
                    amqp.uri = %s
                    amqp.heartbeat = 7
                    amqp.name = the settings example
                    """.formatted(Arguments.of(args).uri()));
            run(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void run(Path file) {
        // All names are in docs/settings.md; one that is unknown or out of range is refused by name.
        // tag::file[]
        ConnectionOptions options = ConnectionOptions.ofProperties(file, "amqp.");
        // end::file[]
        try (var connection = BlockingConnection.open(options)) {
            int seconds = connection.connection().tuning().heartbeatSeconds();
            Claim.equal(7, seconds, "seconds between heartbeats");
            System.out.println("connected with a heartbeat every " + seconds + " s, as the file says");
        }
    }
}
