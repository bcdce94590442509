// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on, without a name. */
public final class Machine {
    private Machine() {}

    public static String description() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long gibibytes = Math.round(system.getTotalMemorySize() / (double) (1 << 30));
        return system.getAvailableProcessors() + " processors (" + processor() + "), " + gibibytes
                + " GiB of memory, " + system.getName() + ", Java "
                + Runtime.version().feature() + " ("
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.version")
                + "); client and broker share the machine over the loopback interface";
    }

    private static String processor() {
        Path information = Path.of("/proc/cpuinfo");
        try {
            return Files.exists(information)
                    ? Files.readAllLines(information).stream()
                            .filter(line -> line.startsWith("model name"))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse(System.getProperty("os.arch"))
                    : System.getProperty("os.arch");
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
