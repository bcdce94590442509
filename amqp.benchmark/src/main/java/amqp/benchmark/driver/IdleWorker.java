// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.load.Meter;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Idle connections over one adapter, in a process of its own: {@code URI ADAPTER}. For each number that comes on its
 * standard input it opens as many connections as are missing, and prints what the process then uses, or a sentence that
 * says why there can't be so many. All callbacks and completions share one thread, so that only the adapter's threads can
 * grow in number.
 */
final class IdleWorker {
    /** Of which the quietest tells the CPU time: the compiler may be at work in the others. */
    static final int SECONDS = 3;

    private static final int OPENED_AT_ONCE = 100;
    private static final Pattern COMMITTED =
            Pattern.compile("Total: .*committed=(\\d+)KB[\\s\\S]*?Java Heap \\(.*committed=(\\d+)KB");

    private final ConnectionOptions options;
    private final List<Connection> connections = new ArrayList<>();

    private IdleWorker(String uri, String adapter) {
        Executor callbacks = Executors.newSingleThreadExecutor();
        options = ConnectionOptions.builder()
                .uri(uri)
                .adapter(adapter)
                .heartbeat(Duration.ZERO)
                .executor(callbacks)
                .completionExecutor(callbacks)
                .build();
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        IdleWorker worker = new IdleWorker(arguments[0], arguments[1]);
        Child.serve(line -> worker.answer(Integer.parseInt(line.strip())));
    }

    private String answer(int number) throws InterruptedException {
        try {
            Gauge.open(connections, number, OPENED_AT_ONCE, () -> Connection.open(options));
            return usage().toLine();
        } catch (RuntimeException | OutOfMemoryError tooMany) {
            return connections.size() + " connections were the most: "
                    + tooMany.toString().lines().findFirst().orElseThrow();
        }
    }

    private static IdleUsage usage() throws InterruptedException {
        return new IdleUsage(
                Heap.usedAfterCollection(),
                ProcessMemory.resident(),
                nativeMemory(),
                cpu(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** Milliseconds of CPU time a second. */
    private static double cpu() throws InterruptedException {
        double least = Double.MAX_VALUE;
        for (int i = 0; i < SECONDS; i++) {
            Meter second = new Meter();
            TimeUnit.SECONDS.sleep(1);
            least = Math.min(least, second.round(1).cpuMicros() / 1000);
        }
        return least;
    }

    /** Octets that the JVM has committed beside the heap, by its own tracking; NaN where that is off. */
    private static double nativeMemory() {
        try {
            Object summary = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "vmNativeMemory",
                            new Object[] {new String[] {"summary"}},
                            new String[] {String[].class.getName()});
            Matcher found = COMMITTED.matcher(summary.toString());
            return found.find()
                    ? 1024 * (Double.parseDouble(found.group(1)) - Double.parseDouble(found.group(2)))
                    : Double.NaN;
        } catch (JMException e) {
            throw new IllegalStateException("the JVM doesn't tell of its native memory", e);
        }
    }
}
