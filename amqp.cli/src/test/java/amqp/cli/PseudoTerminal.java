// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process on a terminal of its own, made by script(1) of util-linux. */
public final class PseudoTerminal implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    private final Process script;
    private final OutputStream keyboard;
    private final StringBuffer screen = new StringBuffer();
    private final Thread reader;

    private PseudoTerminal(Process script) {
        this.script = script;
        this.keyboard = script.getOutputStream();
        this.reader = new Thread(() -> read(script.getInputStream()), "screen");
        reader.start();
    }

    /** Runs the command of the class path of this process, in a shell, so that the arguments may redirect. */
    public static PseudoTerminal amqp(Map<String, String> environment, String shellArguments) {
        String java = System.getProperty("java.home") + "/bin/java";
        String command = Stream.of(java, "-cp", System.getProperty("java.class.path"), "amqp.cli.Amqp")
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return shell(environment, "exec " + command + " " + shellArguments);
    }

    /** Runs a line of the shell. */
    public static PseudoTerminal shell(Map<String, String> environment, String line) {
        // A build in the background has its programs ignore Ctrl-C, and they hand that on.
        ProcessBuilder builder =
                new ProcessBuilder(List.of("env", "--default-signal=INT", "script", "-qefc", line, "/dev/null"));
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "AMQP_URI", "AMQP_PASSWORD"));
        builder.environment().put("TERM", "xterm");
        builder.environment().putAll(environment);
        try {
            return new PseudoTerminal(builder.redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException("script is missing; it is in the package bsdutils or util-linux", e);
        }
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                screen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The process was ended.
        }
    }

    /** Waits until this text has been shown. */
    public void await(String text) {
        Await.until(DEADLINE, () -> screen.indexOf(text) >= 0, () -> "\"" + text + "\" is not shown, but: " + screen);
    }

    /** Types this. */
    public void type(String text) {
        try {
            keyboard.write(text.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that was shown, once the process has ended with this status. */
    public String ended(int status) throws InterruptedException {
        assertTrue(script.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS), () -> "it does not end: " + screen);
        reader.join();
        assertTrue(script.exitValue() == status, () -> "status " + script.exitValue() + ": " + screen);
        return screen.toString();
    }

    @Override
    public void close() {
        script.destroy();
    }
}
