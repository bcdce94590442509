// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** CPU time of this process. */
final class CpuTime {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CpuTime() {}

    /** What all threads have used so far, those of the JVM included. */
    static long nanos() {
        return PROCESS.getProcessCpuTime();
    }
}
