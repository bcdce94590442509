// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.startup;

import java.io.IOException;
import java.lang.management.ManagementFactory;

/** How a program that is measured while it starts tells of it. */
final class Started {
    private Started() {}

    /** Prints the time from main to now; then, once asked by a line, the bytes alive on the heap; and ends the process. */
    static void tell(long startNanos) throws IOException {
        System.out.println(System.nanoTime() - startNanos);
        if (System.in.read() >= 0) {
            System.gc();
            System.out.println(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        System.exit(0);
    }
}
