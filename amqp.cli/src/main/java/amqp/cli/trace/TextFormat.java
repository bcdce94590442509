// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.terminal.Style;
import amqp.codec.FieldTable;
import amqp.codec.ForeignText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Frames and notes as lines for people; no end of line at the end. For one thread. */
final class TextFormat implements Function<TraceEvent, String> {
    private static final long NANOS = 1_000_000_000;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss.", Locale.ROOT);

    private final ZoneId zone;
    private final Style style;

    /** The text of the last second that was shown. */
    private String second = "";

    private long secondNumber = Long.MIN_VALUE;

    TextFormat(ZoneId zone, Style style) {
        this.zone = zone;
        this.style = style;
    }

    @Override
    public String apply(TraceEvent event) {
        if (event instanceof TracedFrame frame) {
            return frame(frame);
        }
        if (event instanceof TraceEvent.Note note) {
            return style.bold(ForeignText.line(
                    time(note.nanos()) + " #" + note.connection() + " " + note.event() + " " + noted(note)));
        }
        return "... " + ((TraceEvent.NotShown) event).frames() + " frames not shown, as the output was behind";
    }

    private static String noted(TraceEvent.Note note) {
        return note.event().equals("gap") ? note.text() + " frames are missing in the capture" : note.text();
    }

    private String frame(TracedFrame frame) {
        String place = time(frame.nanos()) + " #" + frame.connection() + " "
                + frame.direction().arrow() + " " + frame.channel() + " ";
        StringBuilder line = new StringBuilder(place);
        content(line, frame);
        if (frame.latencyNanos() >= 0) {
            line.append("  (");
            if (frame.confirmed() > 0) {
                line.append(frame.confirmed()).append(frame.confirmed() == 1 ? " confirm, " : " confirms, ");
            }
            appendMillis(line, frame.latencyNanos());
            line.append(" ms)");
        }
        String shown = ForeignText.line(line.toString());
        if (frame.violations().isEmpty()) {
            return shown;
        }
        StringBuilder lines = new StringBuilder(shown);
        for (Violation violation : frame.violations()) {
            lines.append('\n')
                    .append(style.red(
                            ForeignText.line(place + "VIOLATION " + violation.kind() + ": " + violation.text())));
        }
        return lines.toString();
    }

    private static void content(StringBuilder line, TracedFrame frame) {
        FrameContent content = frame.content();
        if (content instanceof FrameContent.MethodFrame method) {
            line.append(frame.method());
            ArgumentValues.raw(method.method()).forEach((name, value) -> argument(line, name, value));
        } else if (content instanceof FrameContent.BodyPart body) {
            line.append("body ").append(body.length()).append(" bytes");
            beginning(line, body.length(), body.beginning());
        } else if (content instanceof FrameContent.ContentHead head) {
            line.append("header ")
                    .append(Long.toUnsignedString(head.bodySize()))
                    .append(" bytes ")
                    .append(head.properties());
        } else if (content instanceof FrameContent.Undecoded octets) {
            line.append("undecoded ").append(frame.size()).append(" bytes 0x").append(BodyText.hex(octets.beginning()));
            line.append(octets.beginning().length < frame.size() ? "…" : "");
        } else if (content instanceof FrameContent.ProtocolHeader header) {
            line.append("protocol-header ").append(header.version());
        } else if (content instanceof FrameContent.BadMethod) {
            line.append("method ").append(frame.method());
        } else {
            line.append(content instanceof FrameContent.Heartbeat ? "heartbeat" : "header that cannot be read");
        }
    }

    /** What is off, zero or empty is left out. */
    private static void argument(StringBuilder line, String name, Object value) {
        boolean nothing = value.equals(false)
                || value.equals("")
                || value instanceof FieldTable table && table.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (!nothing) {
            line.append(' ').append(name);
            if (!value.equals(true)) {
                line.append('=').append(value);
            }
        }
    }

    private static void beginning(StringBuilder line, int length, byte[] beginning) {
        if (beginning.length == 0) {
            return;
        }
        line.append(' ')
                .append(BodyText.text(beginning).orElseGet(() -> "0x" + BodyText.hex(beginning)))
                .append(beginning.length < length ? "…" : "");
    }

    /** Local time with microseconds. */
    private String time(long nanos) {
        long number = Math.floorDiv(nanos, NANOS);
        if (number != secondNumber) {
            secondNumber = number;
            second = SECONDS.format(Instant.ofEpochSecond(number).atZone(zone));
        }
        String micros = Long.toString(Math.floorMod(nanos, NANOS) / 1000 + 1_000_000);
        return second + micros.substring(1);
    }

    private static void appendMillis(StringBuilder line, long nanos) {
        long micros = nanos / 1000;
        String fraction = Long.toString(micros % 1000 + 1000);
        line.append(micros / 1000).append('.').append(fraction, 1, fraction.length());
    }
}
