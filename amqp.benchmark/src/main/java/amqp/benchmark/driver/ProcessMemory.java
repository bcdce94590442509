// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process has in memory, in octets; NaN where no /proc tells. */
final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMemory() {}

    /** Now. */
    static double resident() {
        return octets("VmRSS");
    }

    /** The most since the process began. */
    static double mostResident() {
        return octets("VmHWM");
    }

    private static double octets(String field) {
        try {
            Matcher found = Pattern.compile(field + ":\\s+(\\d+) kB")
                    .matcher(Files.exists(STATUS) ? Files.readString(STATUS) : "");
            return found.find() ? 1024 * Double.parseDouble(found.group(1)) : Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
