// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
import amqp.credentials.Credentials;
import amqp.credentials.oauth2.FileCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs in with a password that a provider returns, and with one that a file holds; both may change at any time. */
public final class Passwords {
    private final String user;
    private final String password;
    private final AtomicInteger asked = new AtomicInteger();

    private Passwords(String user, String password) {
        this.user = user;
        this.password = password;
    }

    public static void main(String[] args) throws IOException {
        String uri = Arguments.of(args).uri();
        String[] login = URI.create(uri).getUserInfo().split(":", 2);
        Claim.equal(true, fixed().uri(uri).build() != null, "a fixed login");

        var passwords = new Passwords(login[0], login[1]);
        try (var connection = BlockingConnection.open(passwords.provided(uri))) {
            Claim.equal(true, connection.isOpen(), "logged in by the provider");
        }
        Path folder = Files.createTempDirectory("amqp-example");
        Path userFile = Files.writeString(folder.resolve("username"), login[0]);
        Path passwordFile = Files.writeString(folder.resolve("password"), login[1]);
        try (var connection = BlockingConnection.open(fromFiles(uri, userFile, passwordFile))) {
            Claim.equal(true, connection.isOpen(), "logged in by the files");
            System.out.println("logged in by a provider, asked " + passwords.asked + " time, and by files");
        } finally {
            Files.delete(userFile);
            Files.delete(passwordFile);
            Files.delete(folder);
        }
    }

    private static ConnectionOptions.Builder fixed() {
        // tag::fixed[]
        ConnectionOptions.Builder options =
                ConnectionOptions.builder().uri("amqps://broker.example").credentials("orders", "secret");
        // end::fixed[]
        return options;
    }

    // tag::provider[]
    private ConnectionOptions provided(String uri) {
        return ConnectionOptions.builder().uri(uri).credentials(this::current).build();
    }

    /** Called before each login, and again when four fifths of the hour have passed. */
    private Credentials current() {
        return new Credentials(user, readFromVault(), Duration.ofHours(1)); // valid for an hour
    }
    // end::provider[]

    /** Stands for a call of your vault, or of your cloud's SDK. */
    private String readFromVault() {
        asked.incrementAndGet();
        return password;
    }

    private static ConnectionOptions fromFiles(String uri, Path usernameFile, Path passwordFile) {
        // tag::files[]
        FileCredentials login = FileCredentials.builder(passwordFile) // such as /etc/rabbitmq/password
                .usernameFile(usernameFile)
                .build();
        ConnectionOptions options =
                ConnectionOptions.builder().uri(uri).credentials(login).build();
        // end::files[]
        return options;
    }
}
