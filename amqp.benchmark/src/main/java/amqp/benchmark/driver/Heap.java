// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import java.lang.management.ManagementFactory;

/** What is alive on this process's heap. */
final class Heap {
    private Heap() {}

    /** Octets, after collections until they make no difference. */
    static long usedAfterCollection() {
        long before = Long.MAX_VALUE;
        long used = collect();
        while (used < before) {
            before = used;
            used = collect();
        }
        return before;
    }

    private static long collect() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
