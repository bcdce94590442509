// SPDX-License-Identifier: MPL-2.0
package amqp.integration.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that has ended.
 *
 * @param output what it wrote to its standard output and error
 */
public record Command(int status, String output) {
    private static final long LIMIT_SECONDS = 300;

    /** A tool of the JDK that runs the tests, such as "java". */
    public static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** Runs a command in a folder, which keeps its output, and waits for its end. */
    public static Command run(Path folder, List<String> command, Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
            Path log = Files.createTempFile(folder, "output", ".txt");
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(log.toFile()).start();
            process.getOutputStream().close();
            return ended(process, command, log);
        } catch (IOException e) {
            throw new AssertionError(command.get(0) + " can't be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted while " + command + " ran", e);
        }
    }

    public static Command run(Path folder, List<String> command) {
        return run(folder, command, Map.of());
    }

    /** What it wrote, of a command that must have gone well. */
    public String success() {
        assertEquals(0, status, output);
        return output;
    }

    private static Command ended(Process process, List<String> command, Path log)
            throws IOException, InterruptedException {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        String output = Files.readString(log);
        Files.delete(log);
        if (!ended) throw new AssertionError(command + " does not end. It wrote:\n" + output);
        return new Command(process.exitValue(), output);
    }
}
