// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process that is talked to in lines, and that ends when its standard input does. */
final class Child implements AutoCloseable {
    private static final Duration ANSWER_DEADLINE = Duration.ofMinutes(2);
    private static final Duration END_DEADLINE = Duration.ofSeconds(20);

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    private Child(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = process.getOutputStream();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(List<String> command) throws IOException {
        return new Child(command);
    }

    /** A main class of this class path. */
    static Child java(Class<?> main, String... arguments) throws IOException {
        return java(System.getProperty("java.class.path"), main, arguments);
    }

    /** A main class of any class path, on this Java, alike for everybody who is measured. */
    static Child java(String classPath, Class<?> main, String... arguments) throws IOException {
        return java(List.of("-Xms1g", "-Xmx1g"), classPath, main, arguments);
    }

    /** A main class with a small young generation, so that what is in memory follows what is alive. */
    static Child frugalJava(Class<?> main, String... arguments) throws IOException {
        return java(
                List.of("-XX:+UseSerialGC", "-Xmn16m", "-Xmx1g", "-XX:NativeMemoryTracking=summary"),
                System.getProperty("java.class.path"),
                main,
                arguments);
    }

    private static Child java(List<String> options, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Child(command);
    }

    /** What such a process answers to a line. */
    interface Answers {
        String to(String line) throws InterruptedException;
    }

    /** Within such a process: answers each line with one, and ends with its standard input. */
    static void serve(Answers answers) throws IOException, InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(answers.to(line));
        }
        System.exit(0);
    }

    /** Octets that it has in memory. */
    double residentMemory() {
        return ProcessMemory.resident(process.pid());
    }

    /** What it has used so far; NaN where the system doesn't tell. */
    double cpuNanos() {
        return process.info()
                .totalCpuDuration()
                .map(Duration::toNanos)
                .map(Long::doubleValue)
                .orElse(Double.NaN);
    }

    void writeLine(String line) throws IOException {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /**
     * The next line.
     *
     * @throws IOException when it takes too long, or the process has ended
     */
    String readLine() throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(this::read);
        try {
            String answer = line.get(ANSWER_DEADLINE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new IOException("the process has ended; what it said of it stands above");
            }
            return answer;
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + ANSWER_DEADLINE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String read() {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
            if (!process.waitFor(END_DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
