// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.driver;

import amqp.benchmark.guard.Allocation;
import amqp.benchmark.guard.Baseline;
import amqp.benchmark.guard.Baseline.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares what is measured now with the figures that are checked in: allocation, and rates beside the floor's. */
final class Guarding {
    /** Enough to see what made something a quarter slower, within a minute. */
    private static final List<String> RATIOS = List.of(
            "--modes", "publish-1024,consume-16,consume-1024,echo-16", "--clients", "floor,nio", "--rounds", "5");

    private final Path file;

    Guarding(Path file) {
        this.file = file;
    }

    /** A sentence for each operation that allocates more than it did. */
    List<String> allocation() throws Exception {
        Baseline before = Baseline.read(file);
        try (Broker broker = new NullBrokerProcess()) {
            Baseline now = new Baseline();
            allocation(now, broker.uri());
            return now.worse(Kind.BYTES, before);
        }
    }

    /** A sentence for each figure that is worse. */
    List<String> all() throws Exception {
        List<String> worse = new ArrayList<>(allocation());
        Baseline now = new Baseline();
        ratios(now);
        System.err.println("guard: " + now);
        worse.addAll(now.worse(Kind.RATIO, Baseline.read(file)));
        return worse;
    }

    /** Writes the file anew. */
    void update() throws Exception {
        try (Broker broker = new NullBrokerProcess()) {
            Baseline now = new Baseline();
            allocation(now, broker.uri());
            ratios(now);
            now.write(file);
        }
    }

    private static void allocation(Baseline into, String uri) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Allocation.OPTION,
                "-cp",
                System.getProperty("java.class.path"),
                Allocation.class.getName(),
                uri);
        try (Child child = Child.start(command)) {
            for (String line = child.readLine(); !line.isEmpty(); line = child.readLine()) {
                String[] parts = line.split(" ");
                into.put(Kind.BYTES, parts[0], Double.parseDouble(parts[1]));
            }
        }
    }

    private static void ratios(Baseline into) throws IOException {
        try (Broker broker = new NullBrokerProcess()) {
            Results results = new Comparison(
                            Settings.parse(RATIOS), broker, Case.ALL, List.of(Contender.FLOOR, Contender.NIO))
                    .run();
            for (Case measured : results.all().keySet()) {
                double ratio = Results.ratio(
                        measured,
                        results.of(measured, Contender.NIO).orElseThrow(),
                        results.of(measured, Contender.FLOOR).orElseThrow());
                into.put(Kind.RATIO, measured.toString(), ratio);
            }
        }
    }
}
