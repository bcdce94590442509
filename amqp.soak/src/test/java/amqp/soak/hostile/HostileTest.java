// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.AmqpException;
import amqp.soak.findings.Findings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each misbehaviour once, in a small heap; {@code bin/hostile} tries each of them everywhere. */
class HostileTest {
    private static final long LIMIT_MINUTES = 10;

    @TempDir
    Path folder;

    @Tag("once")
    @Test
    void misbehaviourEndsAsItShould() throws IOException, InterruptedException {
        var output = folder.resolve("output");
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-ea", "-Xmx96m"));
        command.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Hostile.class.getName(), "--rotate"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES), () -> "It hangs:\n" + read(output.toFile()));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> read(output.toFile()));
        assertFalse(read(output.toFile()).contains(Told.PASSWORD));
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void whatShouldNotBeToldIsFound() {
        var findings = new Findings();
        Told.check("a line", "Nothing wrong: ünïcödé", findings);
        Told.check("an exception", new AmqpException("fine", new IOException("any\ntext")) {}, findings);
        assertEquals(List.of(), findings.all());
        Told.check("a line", "login with " + Told.PASSWORD, findings);
        Told.check("a line", "\u001b[2J", findings);
        Told.check("a line", "two\nlines", findings);
        Told.check("a line", "\u202eback", findings);
        Told.check("an exception", new IllegalStateException("foreign"), findings);
        Told.check("an exception", new AmqpException("own", new ClassCastException("fault")) {}, findings);
        assertEquals(6, findings.all().size(), findings.toString());
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        for (var wrong : List.of(
                List.of("--minutes"),
                List.of("--adapter", "none"),
                List.of("--case", "none"),
                List.of("--mode", "none"),
                List.of("--hours", "1"))) {
            assertThrows(IllegalArgumentException.class, () -> HostileOptions.parse(wrong), wrong.toString());
        }
    }
}
