// SPDX-License-Identifier: MPL-2.0
package amqp.cli.terminal;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the process has used up to a moment, both as nanoseconds and octets.
 *
 * @param nanos a nanoTime
 * @param cpuNanos of all threads, those of the JVM included
 * @param allocatedBytes by the threads that are alive
 */
public record Reading(long nanos, long cpuNanos, long allocatedBytes) {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static Reading now() {
        long allocated = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            allocated += Math.max(bytes, 0); // -1 for a thread that has just ended
        }
        return new Reading(System.nanoTime(), PROCESS.getProcessCpuTime(), allocated);
    }

    /** What was used since an earlier one. */
    public Reading minus(Reading earlier) {
        return new Reading(nanos - earlier.nanos, cpuNanos - earlier.cpuNanos, allocatedBytes - earlier.allocatedBytes);
    }
}
