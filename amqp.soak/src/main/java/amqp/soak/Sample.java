// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What this process holds at a moment.
 *
 * @param seconds since the beginning
 * @param heap MiB that are alive
 * @param threads without those of proxies
 * @param files descriptors that are open
 * @param channel highest channel number of late
 */
record Sample(double seconds, double heap, double threads, double files, double channel) {
    private static final double MEBI = 1 << 20;

    /** The figures, by name, with what a later one may be above an earlier one. */
    enum Figure {
        HEAP("heap, MiB", Sample::heap, 6),
        THREADS("threads", Sample::threads, 8),
        FILES("file descriptors", Sample::files, 16),
        CHANNEL("highest channel number", Sample::channel, 2);

        final String title;
        final ToDoubleFunction<Sample> of;
        final double slack;

        Figure(String title, ToDoubleFunction<Sample> of, double slack) {
            this.title = title;
            this.of = of;
            this.slack = slack;
        }

        /** The mean of one quarter of the samples, 0 to 3. */
        double quarter(List<Sample> samples, int quarter) {
            var from = samples.size() * quarter / 4;
            var to = Math.max(from + 1, samples.size() * (quarter + 1) / 4);
            return samples.subList(from, to).stream().mapToDouble(of).average().orElseThrow();
        }

        /** Whether the last quarter is not above the second, the first being for warming up. */
        boolean isFlat(List<Sample> samples) {
            return quarter(samples, 3) <= quarter(samples, 1) + slack;
        }
    }

    static Sample take(long beginNanos, int highestChannel) {
        System.gc();
        var seconds = (System.nanoTime() - beginNanos) / 1e9;
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBI;
        return new Sample(seconds, heap, liveThreads(), openFiles(), highestChannel);
    }

    private static long liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("amqp-testkit-proxy"))
                .count();
    }

    /** 0 where the system does not tell. */
    private static long openFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
