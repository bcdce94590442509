// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the standard streams of this process are connected to. */
final class Terminal {
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private Terminal() {}

    /** Whether stdout is a terminal that takes colours, and the user has not switched them off by {@code NO_COLOR}. */
    static boolean takesColors() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && takesEscapes(STDOUT);
    }

    /** Whether a line on stderr can be written over. */
    static boolean takesProgress() {
        return takesEscapes(STDERR);
    }

    private static boolean takesEscapes(int descriptor) {
        return !"dumb".equals(System.getenv("TERM")) && isTerminal(descriptor);
    }

    /**
     * Whether the descriptor is a terminal. Java tells only about stdin and stdout together, and not alike in all versions,
     * so the system is asked first.
     */
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException noSuchFileSystem) {
            return isTerminal(System.console());
        }
    }

    /** From Java 22 on there may be a console that is no terminal. */
    static boolean isTerminal(Console console) {
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }
}
