// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.connection.Session;
import amqp.cli.demo.EmbeddedBroker;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import amqp.testkit.proxy.FaultProxy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command on a terminal: colours, progress, prompts, Ctrl-C. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class TerminalTest {
    private static final String ESCAPE = "\u001b[";
    private static final String QUEUE = "orders";

    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
        try (Session session = Session.open(ConnectionOptions.ofUri(broker.uri().toString()))) {
            Stages.await(session.openChannel(Dispatch.EXECUTOR).queueDeclare(QueueMethod.Declare.of(QUEUE)));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static String shown(Map<String, String> environment, String arguments) throws InterruptedException {
        try (PseudoTerminal terminal = PseudoTerminal.amqp(environment, arguments)) {
            return terminal.ended(0);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true,  '',       '',   --help",
        "false, NO_COLOR, 1,    --help",
        "true,  NO_COLOR, '',   --help",
        "false, TERM,     dumb, --help",
        "false, '',       '',   --help | cat",
        "false, '',       '',   --color never --help",
        "true,  NO_COLOR, 1,    --color always --help | cat",
        "true,  '',       '',   ping --help",
        "false, '',       '',   ping --color=NEVER --help",
    })
    void colors(boolean colored, String variable, String value, String arguments) throws InterruptedException {
        String shown = shown(variable.isEmpty() ? Map.of() : Map.of(variable, value), arguments);
        assertTrue(shown.contains("Usage: "), shown);
        assertEquals(colored, shown.contains(ESCAPE), shown);
    }

    @ParameterizedTest
    @CsvSource({"true, xterm, ''", "false, dumb, ''", "false, xterm, 2>/dev/null"})
    void progressIsShownOnATerminalOnly(boolean expected, String terminal, String redirection)
            throws InterruptedException {
        String arguments = "publish --uri " + broker.uri()
                + " --exchange amq.fanout --routing-key x --count 100 --rate 200 " + redirection;
        String shown = shown(Map.of("TERM", terminal), arguments);
        assertEquals(expected, shown.contains("published 1") && shown.contains("of 100"), shown);
        assertEquals(expected, shown.contains(ESCAPE), shown);
    }

    @Test
    void whatIsSaidDoesNotStandBehindTheProgress() throws InterruptedException {
        try (FaultProxy proxy = FaultProxy.to(broker.port());
                PseudoTerminal terminal = PseudoTerminal.amqp(
                        Map.of(),
                        "publish --uri amqp://guest:guest@127.0.0.1:" + proxy.port()
                                + " --exchange amq.fanout --routing-key x --count 300 --rate 200 --confirm")) {
            terminal.await("of 300");
            proxy.reset();
            String shown = terminal.ended(0);
            String wiped = ESCAPE + "Kamqp: connection lost, connecting again: ";
            assertTrue(shown.contains("\r" + wiped), shown);
        }
    }

    /** Though stdin and stdout are something else. */
    @ParameterizedTest
    @CsvSource({"''", "</dev/null | cat"})
    void thePasswordIsAskedForAndNotShown(String redirection) throws InterruptedException {
        String arguments = "ping --password --uri amqp://guest@127.0.0.1:" + broker.port() + " " + redirection;
        try (PseudoTerminal terminal = PseudoTerminal.amqp(Map.of(), arguments)) {
            terminal.await("Password of guest at 127.0.0.1: ");
            terminal.type("guest\n");
            String shown = terminal.ended(0);
            assertTrue(shown.contains("round trip"), shown);
            assertEquals(2, shown.split("guest", -1).length, shown); // in the question alone
        }
    }

    @Test
    void aWrongPasswordIsNotShownEither() throws InterruptedException {
        String arguments = "ping --password --uri amqp://guest@127.0.0.1:" + broker.port();
        try (PseudoTerminal terminal = PseudoTerminal.amqp(Map.of(), arguments)) {
            terminal.await("Password of guest at 127.0.0.1: ");
            terminal.type("secret\n");
            String shown = terminal.ended(1);
            assertFalse(shown.contains("secret"), shown);
        }
    }

    @Test
    void ctrlCAtThePromptLeavesTheEchoOn() throws InterruptedException {
        String java = System.getProperty("java.home") + "/bin/java";
        String line = "trap : INT; '" + java + "' -cp '" + System.getProperty("java.class.path")
                + "' amqp.cli.Amqp ping --password; echo status $?; stty -a";
        try (PseudoTerminal terminal = PseudoTerminal.shell(Map.of(), line)) {
            terminal.await("Password of guest at localhost: ");
            terminal.type("\u0003");
            String shown = terminal.ended(0);
            assertTrue(shown.contains("status 130"), shown);
            assertTrue(shown.matches("(?s).*\\secho\\s.*"), shown);
        }
    }

    @Test
    void ctrlCEndsWith130() throws InterruptedException {
        String arguments = "consume " + QUEUE + " -v --uri " + broker.uri();
        try (PseudoTerminal terminal = PseudoTerminal.amqp(Map.of(), arguments)) {
            terminal.await("is open");
            terminal.type("\u0003");
            terminal.ended(130);
        }
    }

    @Test
    void sigtermEndsWith143() throws InterruptedException, IOException {
        String java = System.getProperty("java.home") + "/bin/java";
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "consume",
                        "-v",
                        QUEUE,
                        "--uri",
                        broker.uri().toString())
                .redirectError(log.toFile())
                .start();
        Await.until(Duration.ofSeconds(40), () -> text(log).contains("is open"), () -> text(log));
        process.destroy();
        assertEquals(143, process.waitFor(), text(log));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void withoutATerminalThatIsSaid() throws InterruptedException, IOException {
        Process process = new ProcessBuilder(
                        "setsid",
                        "--wait",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "ping",
                        "--password")
                .redirectInput(new File("/dev/null"))
                .start();
        String err = new String(process.getErrorStream().readAllBytes());
        assertEquals(1, process.waitFor(), err);
        assertTrue(err.startsWith("amqp: there is no terminal to ask for a password"), err);
    }
}
