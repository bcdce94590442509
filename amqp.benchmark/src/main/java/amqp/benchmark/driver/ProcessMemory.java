// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has in memory, in octets; NaN where no /proc tells. */
final class ProcessMemory {
    private static final String SELF = "self";

    private ProcessMemory() {}

    /** This process, now. */
    static double resident() {
        return octets(SELF, "VmRSS");
    }

    /** Another process, now. */
    static double resident(long process) {
        return octets(Long.toString(process), "VmRSS");
    }

    /** This process, the most since it began. */
    static double mostResident() {
        return octets(SELF, "VmHWM");
    }

    private static double octets(String process, String field) {
        Path status = Path.of("/proc", process, "status");
        try {
            Matcher found = Pattern.compile(field + ":\\s+(\\d+) kB")
                    .matcher(Files.exists(status) ? Files.readString(status) : "");
            return found.find() ? 1024 * Double.parseDouble(found.group(1)) : Double.NaN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
