// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What idle connections cost on each adapter, each in a process of its own. */
final class Idle {
    private static final double MEBIBYTE = 1 << 20;
    private static final double KIBIBYTE = 1 << 10;

    private final String uri;
    private final List<Integer> numbers;
    private final Map<String, Map<Integer, IdleUsage>> usages = new LinkedHashMap<>();

    /** Where an adapter, or the machine with it, came to an end; a sentence each. */
    private final List<String> ends = new ArrayList<>();

    /** @param numbers of connections, rising, the first one to compare with */
    Idle(String uri, List<Integer> numbers) {
        this.uri = uri;
        this.numbers = numbers;
    }

    Idle measure(List<String> adapters) throws IOException {
        for (String adapter : adapters) {
            System.err.println("idle: " + adapter);
            usages.put(adapter, new LinkedHashMap<>());
            try (Child worker = Child.frugalJava(IdleWorker.class, uri, adapter)) {
                measure(adapter, worker);
            }
        }
        return this;
    }

    private void measure(String adapter, Child worker) throws IOException {
        for (int number : numbers) {
            worker.writeLine(Integer.toString(number));
            String answer = worker.readLine();
            if (!IdleUsage.isOne(answer)) {
                ends.add(adapter + ": " + answer);
                return;
            }
            usages.get(adapter).put(number, IdleUsage.parse(answer));
        }
    }

    Map<Integer, IdleUsage> usages(String adapter) {
        return usages.get(adapter);
    }

    String markdown(String command) {
        Table table = new Table(
                "adapter, connections",
                "heap MiB",
                "RSS MiB",
                "native MiB",
                "threads",
                "CPU ms/s",
                "heap KiB each",
                "RSS KiB each");
        usages.forEach((adapter, all) -> all.forEach((number, usage) ->
                table.row(row(adapter + ", " + number, usage, all.get(numbers.get(0)), number - numbers.get(0)))));
        StringBuilder out = new StringBuilder("## Idle connections\n\nMade by `" + command
                + "`: each adapter in its own process, on the null broker. Heap is what is alive, RSS what the process has"
                + " in memory, native what the JVM has committed beside the heap by its own tracking; threads are all"
                + " of the JVM's; CPU is that of the process, in the quietest of " + IdleWorker.SECONDS
                + " seconds. Each: above the first row, divided by the connections more. Machine: "
                + Machine.description() + ".\n\n" + table);
        ends.forEach(end -> out.append("\n").append(end).append("\n"));
        return out.toString();
    }

    private static List<String> row(String title, IdleUsage usage, IdleUsage first, int more) {
        return List.of(
                title,
                Figures.digits(usage.heap() / MEBIBYTE),
                Figures.digits(usage.resident() / MEBIBYTE),
                Figures.digits(usage.nativeMemory() / MEBIBYTE),
                Integer.toString(usage.threads()),
                Figures.digits(usage.cpu()),
                Figures.digits((usage.heap() - first.heap()) / more / KIBIBYTE),
                Figures.digits((usage.resident() - first.resident()) / more / KIBIBYTE));
    }
}
