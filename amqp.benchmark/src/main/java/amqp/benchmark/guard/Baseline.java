// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The figures that must not get worse unnoticed, by kind and operation, as they stand in a file that is checked in. */
public final class Baseline {
    /** What a figure says, and how much of it is chance. */
    public enum Kind {
        /**
         * Bytes allocated for each operation, without the compiler that removes allocations. They repeat, but for what many
         * messages share: buffers that grow, nodes of a queue, one hand-over for a burst. The smallest object has 16
         * bytes, so less than half of one for each operation is none that was added; or 5 %, for large bodies.
         */
        BYTES("bytes for each operation") {
            @Override
            double bound(double before) {
                return before + Math.max(8, before * 0.05);
            }

            @Override
            boolean isWorse(double now, double before) {
                return now > bound(before);
            }
        },
        /** Messages a second, as a share of the floor's in the same run. A fifth comes and goes with the machine. */
        RATIO("of the floor's rate") {
            @Override
            double bound(double before) {
                return before * 0.75;
            }

            @Override
            boolean isWorse(double now, double before) {
                return now < bound(before);
            }
        };

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        /** Beyond here a figure is worse, and not by chance. */
        abstract double bound(double before);

        abstract boolean isWorse(double now, double before);

        String line(String operation, double figure) {
            return String.format(Locale.ROOT, "%s %s %.2f", title(), operation, figure);
        }

        private String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String HEAD = """
            # SPDX-License-Identifier: MPL-2.0
            # What must not get worse unnoticed; "bin/benchmark guard" compares, "bin/benchmark guard --update" writes it anew.
            # bytes: allocated for each operation, none of them removed by the compiler; ratio: of our rate to that of a raw socket.
            """;

    private final Map<Kind, Map<String, Double>> figures = new TreeMap<>();

    public static Baseline read(Path file) throws IOException {
        Baseline baseline = new Baseline();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" ");
                baseline.put(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), parts[1], Double.parseDouble(parts[2]));
            }
        }
        return baseline;
    }

    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        figures.forEach((kind, all) -> all.forEach((operation, figure) -> lines.add(kind.line(operation, figure))));
        Files.writeString(file, HEAD + String.join("\n", lines) + "\n");
    }

    public void put(Kind kind, String operation, double figure) {
        figures.computeIfAbsent(kind, any -> new TreeMap<>()).put(operation, figure);
    }

    /** A sentence for each figure that is worse than in the baseline, or that only one of them has. */
    public List<String> worse(Kind kind, Baseline baseline) {
        List<String> sentences = new ArrayList<>();
        of(kind).forEach((operation, now) -> {
            Double before = baseline.of(kind).get(operation);
            if (before == null) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s has no figure yet, and now takes %.2f %s: run bin/benchmark guard --update.",
                        operation,
                        now,
                        kind.unit));
            } else if (kind.isWorse(now, before)) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s has come to %.2f %s, from %.2f, where %.2f is the most that chance explains: find what does it,"
                                + " or run bin/benchmark guard --update where it is meant.",
                        operation,
                        now,
                        kind.unit,
                        before,
                        kind.bound(before)));
            }
        });
        for (String operation : baseline.of(kind).keySet()) {
            if (!of(kind).containsKey(operation)) {
                sentences.add(operation + " is measured no more: run bin/benchmark guard --update.");
            }
        }
        return sentences;
    }

    private Map<String, Double> of(Kind kind) {
        return figures.getOrDefault(kind, Map.of());
    }

    @Override
    public String toString() {
        return figures.toString();
    }
}
