// SPDX-License-Identifier: MPL-2.0
package amqp.integration.command;

import amqp.integration.build.Command;
import amqp.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code amqp trace} as a process of its own, listening on a free port; it is killed when closed. */
final class TraceProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+),");

    private final Process process;
    private final Path out;
    private final Path err;
    private final int port;

    private TraceProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        Await.until(PATIENCE, () -> listening().find(), () -> "it does not listen: " + read(err));
        Matcher listening = listening();
        listening.find();
        port = Integer.parseInt(listening.group(1));
    }

    /** @param folder for what it writes to stdout and stderr */
    static TraceProcess start(Path folder, String... options) throws IOException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        return start(folder, out, ProcessBuilder.Redirect.to(out.toFile()), options);
    }

    /** Nobody reads what it shows before {@link #interruptAndRead}. */
    static TraceProcess startUnread(Path folder, String... options) throws IOException {
        return start(folder, Path.of(""), ProcessBuilder.Redirect.PIPE, options);
    }

    private static TraceProcess start(Path folder, Path out, ProcessBuilder.Redirect stdout, String... options)
            throws IOException {
        // A build in the background has its programs ignore Ctrl-C, and they hand that on.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(
                List.of(Command.tool("java"), "-cp", System.getProperty("java.class.path"), "amqp.cli.Amqp", "trace"));
        command.addAll(List.of("--listen", "0"));
        command.addAll(List.of(options));
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(stdout)
                .redirectError(err.toFile())
                .start();
        return new TraceProcess(process, out, err);
    }

    private Matcher listening() {
        return LISTENING.matcher(read(err));
    }

    int port() {
        return port;
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void awaitShown(String text) {
        Await.until(PATIENCE, () -> out().contains(text), () -> "\"" + text + "\" is not shown: " + out());
    }

    /** As Ctrl-C does; returns the exit status. */
    int interrupt() throws IOException, InterruptedException {
        sendInterrupt();
        return awaitEnd();
    }

    /** The same, and reads what nobody has read. */
    String interruptAndRead() throws IOException, InterruptedException {
        sendInterrupt();
        String unread = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        awaitEnd();
        return unread;
    }

    private void sendInterrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Waits until it has ended; returns the exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
