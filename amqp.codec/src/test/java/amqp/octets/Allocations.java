// SPDX-License-Identifier: MPL-2.0
package amqp.octets;

/**
 * Octets that this thread allocates on the heap. By reflection, since the module under test, of which tests are a part
 * when they run, doesn't read java.management.
 */
public final class Allocations {
    private Allocations() {}

    public static long during(Runnable action) {
        long before = soFar();
        action.run();
        return soFar() - before;
    }

    private static long soFar() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (Long) Class.forName("com.sun.management.ThreadMXBean")
                    .getMethod("getThreadAllocatedBytes", long.class)
                    .invoke(threads, Thread.currentThread().getId());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
