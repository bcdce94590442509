// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Sources, bin/examples and the README of the examples name the same programs; what can't be run is refused. */
class ListTest {
    private static final Path SOURCES = Path.of("src/main/java/amqp/examples");
    private static final Path README = Path.of("../README.md");
    private static final Pattern ROW = Pattern.compile("^\\| \\[(\\w+)]\\(([^)]+)\\) \\|", Pattern.MULTILINE);

    /** Every class with a main method, but for the one that runs the others. */
    private static Set<String> programs() throws IOException {
        try (var files = Files.list(SOURCES)) {
            var names = files.filter(ListTest::hasMain)
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            names.remove("Examples");
            return names;
        }
    }

    private static boolean hasMain(Path file) {
        try {
            return Files.readString(file).contains("public static void main(String[] args)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theCommandListsEveryProgram() throws IOException {
        var listed = new TreeSet<String>();
        output(0, "--list").lines().map(line -> line.split(" ")[0]).forEach(listed::add);
        assertEquals(programs(), listed);
    }

    @Test
    void theReadmeNamesEveryProgramWithItsFile() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(README)).results().toList();
        assertEquals(programs(), rows.stream().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new)));
        for (var row : rows) {
            assertEquals("amqp.examples/" + SOURCES + "/" + row.group(1) + ".java", row.group(2));
        }
    }

    @Test
    void theOwnLoopNeedsNeitherClientNorAdapter() throws IOException {
        var imports = Files.readAllLines(SOURCES.resolve("OwnLoop.java")).stream()
                .filter(line -> line.startsWith("import amqp."))
                .toList();
        assertTrue(imports.stream().anyMatch(line -> line.contains("amqp.connection.")), imports::toString);
        assertTrue(
                imports.stream().noneMatch(line -> line.matches("import amqp\\.(client|adapter)\\..*")),
                imports::toString);
    }

    @Test
    void unknownNamesAreRefused() {
        assertTrue(output(2, "Helo").contains("there is no example Helo"));
    }

    @Test
    void unknownOptionsAndMissingValuesAreRefused() {
        assertTrue(output(2, "--url", "x").contains("no option --url"));
        assertTrue(output(2, "Hello", "--uri").contains("--uri needs a URI"));
    }

    @Test
    void aFailureIsToldAndIsTheStatus() {
        String output = output(1, "--uri", "amqp://localhost:1", "hello");
        assertTrue(output.contains("FAILED: amqp.client.ConnectionFailedException"), output);
    }

    @Test
    void helpTellsTheOptions() {
        assertTrue(output(0, "--help").contains("--tls-uri URI"));
    }

    private static String output(int status, String... args) {
        var octets = new ByteArrayOutputStream();
        try (var out = new PrintStream(octets, true, UTF_8)) {
            assertEquals(status, Examples.run(out, args), () -> octets.toString(UTF_8));
        }
        return octets.toString(UTF_8);
    }
}
