// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Time, CPU time and allocation of this process since it was made. Threads that have ended meanwhile do not count. */
public final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long octets = allocatedOctets();
    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final long startNanos = System.nanoTime();

    /** The figures for so many messages. */
    public Round round(long messages) {
        double nanos = System.nanoTime() - startNanos;
        double cpu = SYSTEM.getProcessCpuTime() - cpuNanos;
        double allocated = allocatedOctets() - octets;
        return Round.of(messages / nanos * 1e9, cpu / 1e3 / messages, allocated / messages);
    }

    private static long allocatedOctets() {
        long sum = 0;
        for (long octets : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            sum += Math.max(0, octets);
        }
        return sum;
    }
}
