// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.report;

import amqp.cli.perf.stats.Counts;
import amqp.cli.perf.stats.Interval;
import amqp.cli.perf.stats.Latency;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An earlier run, from what {@link JsonReport} wrote. */
final class Past {
    private final Path file;
    private final List<Interval> intervals = new ArrayList<>();
    private int line;

    private Past(Path file) {
        this.file = file;
    }

    /** @throws CommandFailedException with file and line when it is anything else, or has no summary */
    static Section read(Path file) {
        try {
            return new Past(file).section(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file \"" + file + "\"; check --compare", e);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read \"" + file + "\": " + e.getMessage(), e);
        }
    }

    private Section section(List<String> lines) {
        for (String text : lines) {
            line++;
            if (!(json(text) instanceof Map<?, ?> members)) {
                throw wrong("this is not a JSON object");
            }
            Interval interval = interval(members);
            if ("interval".equals(members.get("type"))) {
                intervals.add(interval);
            } else {
                return section(members, interval);
            }
        }
        throw wrong("it ends without a summary");
    }

    private Object json(String text) {
        try {
            return JsonText.read(text);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Section section(Map<?, ?> members, Interval total) {
        Counts counts = total.counts();
        Run run = new Run(
                text(members, "id"),
                text(members, "client"),
                text(members, "load"),
                counts.sent() > 0,
                counts.received() > 0,
                counts.confirmed() > 0,
                counts.returned() > 0,
                false);
        return new Section(run, intervals, new Summary(total, number(members, "cpuMillisPerMessage") * 1000));
    }

    private Interval interval(Map<?, ?> members) {
        return new Interval(
                number(members, "elapsedSeconds"),
                number(members, "seconds"),
                new Counts(
                        count(members, "published"),
                        count(members, "consumed"),
                        count(members, "returned"),
                        count(members, "confirmed"),
                        count(members, "nacked"),
                        count(members, "unknown")),
                count(members, "connectionsLost"),
                (int) count(members, "connectionsDown"),
                latency(members.get("consumerLatencyMillis")),
                latency(members.get("confirmLatencyMillis")));
    }

    private Latency latency(Object millis) {
        if (!(millis instanceof Map<?, ?> members)) {
            return Latency.NONE;
        }
        return new Latency(
                1,
                nanos(members, "min"),
                nanos(members, "p50"),
                nanos(members, "p75"),
                nanos(members, "p95"),
                nanos(members, "p99"),
                nanos(members, "p999"),
                nanos(members, "max"));
    }

    private long nanos(Map<?, ?> members, String name) {
        return Math.round(number(members, name) * 1e6);
    }

    private long count(Map<?, ?> members, String name) {
        return (long) number(members, name);
    }

    private double number(Map<?, ?> members, String name) {
        if (members.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong("the number \"" + name + "\" is missing; amqp perf --json writes such files");
    }

    private String text(Map<?, ?> members, String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw wrong("the text \"" + name + "\" is missing; amqp perf --json writes such files");
    }

    private CommandFailedException wrong(String what) {
        return new CommandFailedException("\"" + file + "\", line " + line + ": " + what);
    }
}
