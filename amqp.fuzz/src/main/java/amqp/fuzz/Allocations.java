// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread has taken of the heap. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
