// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.JsonText;
import amqp.cli.terminal.Table;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What passed in all: frames and octets by method and direction, latencies, violations. For one thread at a time. */
final class Summary {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    private static final class Count {
        long frames;
        long octets;
    }

    private final Latencies latencies = new Latencies();
    private final Map<Direction, Map<String, Count>> counts = new EnumMap<>(Direction.class);
    private final Map<Violation.Kind, Long> violations = new EnumMap<>(Violation.Kind.class);
    private long connections;
    private long firstNanos;
    private long lastNanos;
    private long notWritten;

    Summary() {
        for (Direction direction : Direction.values()) {
            counts.put(direction, new TreeMap<>());
        }
    }

    Latencies latencies() {
        return latencies;
    }

    void opened(long nanos) {
        connections++;
        at(nanos);
    }

    /** Frames that a capture lacks. */
    void missing(long frames) {
        notWritten += frames;
    }

    /** How many frames a capture lacks. */
    long missing() {
        return notWritten;
    }

    void at(long nanos) {
        firstNanos = firstNanos == 0 ? nanos : Math.min(firstNanos, nanos);
        lastNanos = Math.max(lastNanos, nanos);
    }

    void frame(TracedFrame frame) {
        at(frame.nanos());
        Count count = counts.get(frame.direction()).computeIfAbsent(row(frame), name -> new Count());
        count.frames++;
        count.octets += frame.size();
        for (Violation violation : frame.violations()) {
            violations.merge(violation.kind(), 1L, Long::sum);
        }
    }

    private static String row(TracedFrame frame) {
        FrameContent content = frame.content();
        if (content instanceof FrameContent.MethodFrame || content instanceof FrameContent.BadMethod) {
            return frame.method();
        }
        if (content instanceof FrameContent.ContentHead || content instanceof FrameContent.BadHead) {
            return "(header)";
        }
        if (content instanceof FrameContent.BodyPart) {
            return "(body)";
        }
        if (content instanceof FrameContent.Heartbeat) {
            return "(heartbeat)";
        }
        return content instanceof FrameContent.ProtocolHeader ? "(protocol header)" : "(undecoded)";
    }

    /** @param notShown frames that were left out as the output was behind */
    void print(PrintWriter out, long notShown) {
        Table frames = new Table("direction", "method", "frames", "bytes");
        counts.forEach((direction, rows) -> rows.forEach(
                (method, count) -> frames.row(direction.toString(), method, "" + count.frames, "" + count.octets)));
        out.println();
        out.println(String.format(
                Locale.ROOT,
                "%d connection%s, %.1f s",
                connections,
                connections == 1 ? "" : "s",
                (lastNanos - firstNanos) / 1e9));
        out.println();
        frames.print(out);
        Table times = new Table("latency", "count", "p50 ms", "p99 ms", "max ms");
        histograms()
                .forEach((name, histogram) -> times.row(
                        name,
                        "" + histogram.getTotalCount(),
                        millis(histogram.getValueAtPercentile(MEDIAN)),
                        millis(histogram.getValueAtPercentile(TAIL)),
                        millis(histogram.getMaxValue())));
        if (!histograms().isEmpty()) {
            out.println();
            times.print(out);
        }
        out.println();
        printProblems(out, notShown);
        out.flush();
    }

    private void printProblems(PrintWriter out, long notShown) {
        if (violations.isEmpty()) {
            out.println("no violations");
        } else {
            Table marked = new Table("violation", "frames");
            violations.forEach((kind, count) -> marked.row(kind.toString(), "" + count));
            marked.print(out);
        }
        if (notShown > 0) {
            out.println(notShown + " frames were not shown, as the output was behind");
        }
        if (notWritten > 0) {
            out.println(notWritten + " frames are not in the capture, as the file was behind");
        }
    }

    /** Requests with their replies, then publishes with their confirms. */
    private Map<String, Histogram> histograms() {
        Map<String, Histogram> all = new LinkedHashMap<>(latencies.replies());
        if (latencies.confirms().getTotalCount() > 0) {
            all.put("(confirm)", latencies.confirms());
        }
        return all;
    }

    /** One line: {@code {"summary":{...}}}. */
    String json(long notShown) {
        List<Map<String, Object>> methods = new ArrayList<>();
        counts.forEach((direction, rows) -> rows.forEach((method, count) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("direction", direction.toString());
            row.put("method", method);
            row.put("frames", count.frames);
            row.put("bytes", count.octets);
            methods.add(row);
        }));
        List<Map<String, Object>> times = new ArrayList<>();
        histograms().forEach((name, histogram) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("method", name);
            row.put("count", histogram.getTotalCount());
            row.put("p50Millis", histogram.getValueAtPercentile(MEDIAN) / 1e6);
            row.put("p99Millis", histogram.getValueAtPercentile(TAIL) / 1e6);
            row.put("maxMillis", histogram.getMaxValue() / 1e6);
            times.add(row);
        });
        Map<String, Long> marked = new LinkedHashMap<>();
        violations.forEach((kind, count) -> marked.put(kind.toString(), count));
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("connections", connections);
        summary.put("seconds", (lastNanos - firstNanos) / 1e9);
        summary.put("methods", methods);
        summary.put("latencies", times);
        summary.put("violations", marked);
        summary.put("notShown", notShown);
        summary.put("notWritten", notWritten);
        return JsonText.of(Map.of("summary", summary));
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }
}
