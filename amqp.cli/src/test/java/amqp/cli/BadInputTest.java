// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.demo.EmbeddedBroker;
import amqp.testkit.RefusingPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each gives one sentence on stderr, with a status, and no stack trace. */
@Timeout(60)
class BadInputTest {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                                            | a command is missing; there are publish, consume, get",
                "pingpong                                    | pingpong",
                "help nope                                   | Unknown subcommand 'nope'",
                "ping --nope                                 | Unknown option: '--nope'",
                "pubish --nope                               | did you mean publish?",
                "ping --profil=x                             | did you mean --profile?",
                "ping --json=secret                          | the option --json takes no value",
                "ping --password=secret                      | the option --password takes no value",
                "ping --profile x --uri amqp://localhost     | --uri and --profile both say where to connect",
                "ping --uri amqp://alice@localhost           | there is no password for the user \"alice\"",
                "ping --color blue                           | 'blue' is none of auto, always, never",
                "completion fish                             | 'fish' is none of bash, zsh",
                "ping --uri http://localhost                 | it must begin with amqp://",
                "ping --uri amqp://localhost:99999           | 1 to 65535",
                "ping --uri amqp://localhost?colour=red      | unknown setting \"colour\"",
                "ping --uri amqp://a/x --uri amqp://b/y      | differs from the first one in its virtual host",
                "ping --adapter pigeon                       | no I/O adapter \"pigeon\" found; there are:",
                "demo --adapter pigeon                       | no I/O adapter \"pigeon\" found",
                "demo --uri http://localhost                 | it must begin with amqp://",
                "demo --messages 0                           | --messages must be at least 1; it is 0",
                "ping --ca ca.pem                            | --ca, --cert and --key are for TLS",
                "ping --uri amqps://localhost --cert c.pem   | --cert and --key come together",
                "ping --uri amqps://localhost --ca none.pem  | none.pem",
                "publish                                     | give --routing-key, for instance the name of a queue, or --exchange",
                "publish --routing-key q --count x           | 'x' is not a whole number",
                "publish --routing-key q --count -1          | --count must be at least 1; it is -1",
                "publish --routing-key q --count 0           | --count must be at least 1; it is 0",
                "tail e --count 0                            | --count must be at least 1; it is 0",
                "publish --routing-key q --rate 0            | --rate must be more than 0",
                "publish --routing-key q --size -1           | --size must be at least 0; it is -1",
                "publish --routing-key q --size 536870913    | --size must be at most 536870912 bytes (512 MiB)",
                "publish --routing-key q --size 2147483647   | --size must be at most 536870912 bytes (512 MiB)",
                "demo --size 536870913                       | --size must be at most 536870912 bytes (512 MiB)",
                "publish --routing-key q --size 1 --body x   | amqp: --size=BYTES, --body=TEXT",
                "publish --routing-key q --header n=d:NaN    | RabbitMQ closes the connection on it",
                "publish --routing-key q --rate fast         | 'fast' is not a number",
                "publish --routing-key q --header n=Z:1      | there is no type with the letter Z",
                "publish --routing-key q --property colour=1 | there is no such property",
                "consume q --count 0                         | --count must be at least 1",
                "consume q --idle -1                         | '-1' is not a time, such as 30 or 30s for seconds",
                "consume q --idle 0                          | --idle must be more than 0",
                "publish --routing-key q --duration 1y       | '1y' is not a time",
                "rpc q --timeout 40000d                      | '40000d' is too long a time; the longest is 36500d",
                "consume q --prefetch -1                     | --prefetch must be at least 0",
                "consume q --prefetch 65536                  | --prefetch must be at most 65535; it is 65536",
            })
    void wrongUsage(String commandLine, String sentence) {
        String[] arguments = commandLine == null ? new String[0] : commandLine.split(" +");
        Cli.run(arguments).assertFailed(2, sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "blocking"})
    void unreachable(String adapter) {
        try (var refusing = new RefusingPort()) {
            String uri = "amqp://127.0.0.1:" + refusing.port();
            Cli.run("ping", "--uri", uri, "--adapter", adapter)
                    .assertFailed(1, "refused; is the broker listening there?");
        }
    }

    @Test
    void unknownHost() {
        Cli.run("ping", "--uri", "amqp://no-such-host.invalid").assertFailed(1, "no-such-host.invalid", "spelt right?");
    }

    @Test
    void silentPort() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Cli.run("ping", "--uri", "amqp://127.0.0.1:" + silent.getLocalPort())
                    .assertFailed(1, "not answered within 10 s", "does an AMQP broker listen there?");
        }
    }

    @Test
    void anotherProtocol() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answer(web, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
            server.start();
            Cli.run("ping", "--uri", "amqp://127.0.0.1:" + web.getLocalPort())
                    .assertFailed(1, "Cannot open a connection to 127.0.0.1:" + web.getLocalPort());
        }
    }

    private static void answer(ServerSocket server, String text) {
        try (Socket socket = server.accept()) {
            socket.getInputStream().readNBytes(8);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client has hung up.
        }
    }

    @Test
    void refusedCredentials(@TempDir Path folder) throws IOException {
        String uri = "amqp://127.0.0.1:" + broker.port();
        String file =
                Files.writeString(folder.resolve("password"), "wrong-one\n").toString();
        Cli run = Cli.run("ping", "--uri", uri, "--user", "guest", "--password-file", file);
        run.assertFailed(1, "Cannot open a connection to 127.0.0.1:" + broker.port());
        assertFalse(run.err().contains("wrong-one"));
    }

    /** It works, but not without a word, unless it is no secret. */
    @Test
    void aPasswordOnTheCommandLine() {
        Cli run = Cli.run("ping", "--uri", "amqp://guest:wrong-one@127.0.0.1:" + broker.port());
        List<String> lines = run.err().lines().toList();
        assertEquals(2, lines.size(), run.err());
        assertTrue(lines.get(0).startsWith("amqp: warning: others on this machine can see the password in --uri"));
        assertFalse(run.err().contains("wrong-one"));
        Cli.run("ping", "--uri", "amqp://guest:guest@127.0.0.1:" + broker.port())
                .lines();
    }

    @Test
    void missingVirtualHost() {
        Cli.run("ping", "--uri", broker.uri() + "/nope").assertFailed(1, "nope");
    }

    @Test
    void unknownMechanism() {
        Cli.run("ping", "--uri", broker.uri().toString(), "--sasl", "KERBEROS").assertFailed(1, "KERBEROS");
    }

    @Test
    void missingQueue() {
        Cli.run("consume", "--uri", broker.uri().toString(), "nope").assertFailed(1, "404", "declare it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--confirm", "--mandatory"})
    void missingExchange(String option) {
        Cli.run("publish", "--uri", broker.uri().toString(), "--exchange", "nope", "--routing-key", "x", option)
                .assertFailed(1, "404");
    }

    @Test
    void missingFile() {
        Cli.run("publish", "--routing-key", "q", "--file", "/no/such/file")
                .assertFailed(1, "there is no file \"/no/such/file\"");
    }

    /** Status 2: before connecting, since nobody listens there. */
    @ParameterizedTest
    @CsvSource({
        "publish --routing-key q --exchange, --exchange",
        "publish --routing-key,              --routing-key",
        "consume --prefetch 1,               the name of a queue",
        "perf --queue,                       --queue",
    })
    void tooLongForAShortString(String commandLine, String option) {
        try (var refusing = new RefusingPort()) {
            String command = commandLine.replaceFirst(" ", " --uri amqp://127.0.0.1:" + refusing.port() + " ");
            for (String name : List.of("x".repeat(256), "é".repeat(128))) {
                Cli.run((command + " " + name).split(" +"))
                        .assertFailed(2, option + " must be at most 255 bytes in UTF-8; it has 256");
            }
            Cli.run((command + " " + "é".repeat(127) + "x").split(" +")).assertFailed(1, "refused");
        }
    }

    @Test
    void tooLongForAHeaderName() {
        Cli.run("publish", "--routing-key", "q", "--header", "é".repeat(128) + "=I:5")
                .assertFailed(2, "the name in --header must be at most 255 bytes in UTF-8; it has 256");
        Cli.run("publish", "--routing-key", "q", "--header", "n=F:{\"" + "x".repeat(256) + "\":1}")
                .assertFailed(2, "255 bytes");
    }

    @Test
    void headerLargerThanAFrame() {
        Cli.run(
                        "publish",
                        "--uri",
                        broker.uri() + "/?frame_max=8192",
                        "--routing-key",
                        "q",
                        "--header",
                        "s=S:" + "x".repeat(10_000))
                .assertFailed(1, "8192");
    }
}
