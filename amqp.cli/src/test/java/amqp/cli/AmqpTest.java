// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.terminal.Failures;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all commands have in common. */
@Timeout(60)
class AmqpTest {

    @ParameterizedTest
    @CsvSource({
        "help,         Usage: amqp ",
        "help publish, Usage: amqp publish ",
        "help perf,    Usage: amqp perf ",
        "--help,       Usage: amqp ",
        "ping --help,  Usage: amqp ping ",
        "--version,    amqp ",
        "completion bash, complete -F",
        "completion zsh,  #compdef amqp",
    })
    void helps(String commandLine, String part) {
        String out = String.join("\n", Cli.run(commandLine.split(" ")).lines());
        assertTrue(out.replaceAll("\\s+", " ").contains(part), out);
    }

    @Test
    void everyCommandHasAManualPage(@TempDir Path folder) throws IOException {
        Path pages = folder.resolve("man/man1");
        Cli.run("package-files", folder.toString()).lines();
        String amqp = Files.readString(pages.resolve("amqp.1"));
        List<String> commands = Stream.of(amqp.split("\n"))
                .filter(line -> line.matches("\\\\fBamqp.*\\(1\\).*"))
                .map(line -> line.replaceAll("\\\\f.|\\(1\\)", "").replace("\\-", "-"))
                .toList();
        assertTrue(commands.contains("amqp-publish"), amqp);
        for (String command : commands) {
            String page = Files.readString(pages.resolve(command + ".1"));
            assertTrue(page.startsWith(".TH \"" + command.toUpperCase(Locale.ROOT) + "\" 1"), page);
            assertTrue(page.contains(".SH OPTIONS\n"), page);
            assertTrue(!page.contains("${") && !page.contains("@|"), page);
        }
        assertTrue(!commands.contains("amqp-package-files"), amqp);
    }

    @Test
    void theHelpGroupsTheCommands() {
        String help = Cli.run("help").out();
        List<String> everyday = List.of("Everyday:", "publish", "consume", "get");
        List<String> measure = List.of("Measure and watch:", "ping", "perf", "trace");
        List<String> other = List.of("Other:", "demo", "adapters", "completion", "help");
        List<String> expected =
                Stream.of(everyday, measure, other).flatMap(List::stream).toList();
        List<String> first = help.lines()
                .filter(line -> line.matches("[A-Z].*:|  [a-z].*"))
                .map(line -> line.matches("[A-Z].*") ? line : line.strip().split(" ")[0])
                .filter(expected::contains)
                .toList();
        assertEquals(expected, first, help);
    }

    @Test
    void caseDoesNotMatterInChoices() {
        Cli.run("perf", "--client", "SDK", "-x0", "-y0").assertFailed(2, "there is nothing to do");
    }

    /** As with /dev/full or a closed pipe. */
    @ParameterizedTest
    @CsvSource({"adapters", "adapters --json", "help", "--version", "completion bash", "demo --messages 10"})
    void aLostStdoutIsNoSuccess(String commandLine) {
        Cli.run(failing(new IOException("No space left on device")), commandLine.split(" "))
                .assertFailed(1, "cannot write to stdout any more");
    }

    private static Writer failing(Throwable failure) {
        return new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (IOException) failure;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void errorsAreSentencesToo() {
        Cli.run(failing(new OutOfMemoryError("Java heap space")), "adapters")
                .assertFailed(1, "not enough memory: the message is too large", "JAVA_TOOL_OPTIONS=-Xmx");
        Cli.run(failing(new StackOverflowError()), "adapters").assertFailed(1, "java.lang.StackOverflowError");
    }

    @Test
    void aSentenceAndItsHintAreOneSentence() {
        assertEquals("see the logfile; check it", Failures.withHint("see the logfile.", "check it"));
        assertEquals("no queue 'q'; check it", Failures.withHint("no queue 'q'", "check it"));
        assertEquals("see the logfile.", Failures.withHint("see the logfile.", ""));
    }
}
