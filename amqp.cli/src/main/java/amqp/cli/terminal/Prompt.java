// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Asks for secrets. On Unix the terminal of the process is asked by its name, so that stdin and stdout may be files or
 * pipes; elsewhere the console.
 */
public final class Prompt {
    private static final File TERMINAL = new File("/dev/tty");

    private Prompt() {}

    /**
     * Asks, and shows nothing of the answer.
     *
     * @param question without a colon
     * @throws CommandFailedException when there is no terminal, or no answer
     */
    public static String secret(String question) {
        try (InputStream in = new FileInputStream(TERMINAL);
                OutputStream out = new FileOutputStream(TERMINAL)) {
            return ask(question, in, out);
        } catch (IOException noTerminal) {
            return console(question);
        }
    }

    private static String ask(String question, InputStream in, OutputStream out) throws IOException {
        String settings = stty("-g");
        InterruptHook restoring = InterruptHook.add(() -> restore(settings)); // not to leave a terminal without echo
        try {
            stty("-echo");
            out.write((question + ": ").getBytes(StandardCharsets.UTF_8));
            String answer = line(in);
            out.write('\n');
            return answer;
        } finally {
            restore(settings);
            restoring.remove();
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0 && octet != '\n') {
            line.write(octet);
            octet = in.read();
        }
        return answered(line.toString(StandardCharsets.UTF_8));
    }

    private static String console(String question) {
        Console console = System.console();
        if (!Terminal.isTerminal(console)) {
            throw new CommandFailedException("there is no terminal to ask for a password; give it by a file instead,"
                    + " such as --password-file");
        }
        char[] answer = console.readPassword("%s: ", question);
        return answered(answer == null ? "" : new String(answer));
    }

    private static String answered(String answer) {
        if (answer.isEmpty()) {
            throw new CommandFailedException("no password was given");
        }
        return answer;
    }

    private static void restore(String settings) {
        try {
            stty(settings);
        } catch (IOException e) {
            // The terminal is gone, and with it what there was to restore.
        }
    }

    /** Runs stty on the terminal and returns what it says. */
    private static String stty(String argument) throws IOException {
        Process process = new ProcessBuilder("stty", argument)
                .redirectInput(TERMINAL)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("stty " + argument + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return said;
    }
}
