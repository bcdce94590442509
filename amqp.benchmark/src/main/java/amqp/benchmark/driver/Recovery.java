// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.report.Figures;
import amqp.benchmark.report.Machine;
import amqp.benchmark.report.Table;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Many connections whose RabbitMQ is killed and started again. */
final class Recovery {
    private static final int CONNECTIONS = 1000;
    private static final int CHANNELS = 10;
    private static final double MEBIBYTE = 1 << 20;

    /** The node's own limit is too low for so many queues, and an alarm would bring publishes to a halt. */
    private static final String ROOM = "vm_memory_high_watermark.absolute = 6GiB";

    private final int connections;
    private final String version;
    private final double secondsToOpen;
    private final double heap;
    private final long killed;
    private final long ready;
    private final Recovered recovered;

    private Recovery(int connections) throws IOException {
        this.connections = connections;
        try (RabbitMqNode node = RabbitMqNode.start(RabbitMqOptions.DEFAULT.withConfiguration(ROOM));
                Child worker = Child.frugalJava(
                        RecoveryWorker.class,
                        node.uri().toString(),
                        Integer.toString(connections),
                        Integer.toString(CHANNELS))) {
            version = node.version();
            secondsToOpen = Double.parseDouble(worker.readLine());
            worker.writeLine("");
            heap = Double.parseDouble(worker.readLine());
            killed = System.currentTimeMillis();
            node.kill();
            node.restart();
            ready = System.currentTimeMillis();
            recovered = Recovered.parse(worker.readLine());
        }
    }

    /** Measures. */
    static Recovery of(Settings settings) throws IOException {
        return new Recovery(settings.scaled(CONNECTIONS));
    }

    Recovered recovered() {
        return recovered;
    }

    String markdown(String command) {
        Table figures = new Table("", "value")
                .row(List.of("until all of it was there first, s", Figures.digits(secondsToOpen)))
                .row(List.of("killed until the broker is ready again, s", seconds(ready - killed)))
                .row(List.of(
                        "killed until the first connection is recovered, s",
                        seconds(recovered.firstRecovery() - killed)))
                .row(List.of("killed until all are recovered, s", seconds(recovered.lastRecovery() - killed)))
                .row(List.of("commands given again", Long.toString(recovered.restored() + recovered.notRestored())))
                .row(List.of("of these failed", Long.toString(recovered.notRestored())))
                .row(List.of("most attempts to connect within a second", Integer.toString(recovered.mostAttempts())))
                .row(List.of("heap alive before, MiB", Figures.digits(heap / MEBIBYTE)))
                .row(List.of("heap alive afterwards, MiB", Figures.digits(recovered.heap() / MEBIBYTE)))
                .row(List.of("most in memory (RSS), MiB", Figures.digits(recovered.mostResident() / MEBIBYTE)));
        return "## Recovery of many connections\n\nMade by `" + command + "`: " + connections
                + " connections over nio in one process, each with " + CHANNELS + " channels, each with an"
                + " exclusive queue and its consumer, options as by default, on RabbitMQ " + version
                + ", which is killed and started again. Machine: " + Machine.description() + ".\n\n" + figures + "\n"
                + histogram();
    }

    private static String seconds(long milliseconds) {
        return Figures.digits(milliseconds / 1e3);
    }

    private String histogram() {
        List<Integer> attempts = recovered.attempts();
        List<Integer> recoveries = recovered.recoveries();
        Table table = new Table("second after the loss", "attempts to connect", "recovered");
        IntStream.range(0, Math.max(attempts.size(), recoveries.size()))
                .forEach(second -> table.row(
                        List.of(Integer.toString(second), count(attempts, second), count(recoveries, second))));
        return table.toString();
    }

    private static String count(List<Integer> counts, int second) {
        return second < counts.size() ? counts.get(second).toString() : "0";
    }
}
