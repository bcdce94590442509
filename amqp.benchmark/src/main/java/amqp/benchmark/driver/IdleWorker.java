// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
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

    public static void main(String[] arguments) throws IOException {
        IdleWorker worker = new IdleWorker(arguments[0], arguments[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(worker.answer(Integer.parseInt(line.strip())));
        }
        System.exit(0);
    }

    private String answer(int number) {
        try {
            open(number);
            return usage().toLine();
        } catch (RuntimeException | OutOfMemoryError tooMany) {
            return connections.size() + " connections were the most: "
                    + tooMany.toString().lines().findFirst().orElseThrow();
        }
    }

    private void open(int number) {
        while (connections.size() < number) {
            List<CompletionStage<Connection>> opening = new ArrayList<>();
            for (int i = Math.min(OPENED_AT_ONCE, number - connections.size()); i > 0; i--) {
                opening.add(Connection.open(options));
            }
            opening.forEach(stage -> connections.add(Gauge.await(stage)));
        }
    }

    private static IdleUsage usage() {
        return new IdleUsage(
                Heap.usedAfterCollection(),
                ProcessMemory.resident(),
                nativeMemory(),
                ManagementFactory.getThreadMXBean().getThreadCount());
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
