// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.message.MessageJson;
import amqp.cli.terminal.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Frames and notes, each as one line of JSON. */
final class JsonFormat implements Function<TraceEvent, String> {
    private static final long NANOS = 1_000_000_000;

    @Override
    public String apply(TraceEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        if (event instanceof TracedFrame frame) {
            frame(line, frame);
        } else if (event instanceof TraceEvent.Note note) {
            line.put("time", time(note.nanos()));
            line.put("connection", note.connection());
            line.put("event", note.event());
            line.put("text", note.text());
        } else {
            line.put("notShown", ((TraceEvent.NotShown) event).frames());
        }
        return JsonText.of(line);
    }

    private static void frame(Map<String, Object> line, TracedFrame frame) {
        line.put("time", time(frame.nanos()));
        line.put("connection", frame.connection());
        line.put("direction", frame.direction().toString());
        line.put("channel", frame.channel());
        line.put("bytes", frame.size());
        content(line, frame);
        if (frame.confirmed() > 0) {
            line.put("confirmed", frame.confirmed());
        }
        if (frame.latencyNanos() >= 0) {
            line.put("latencyMillis", frame.latencyNanos() / 1e6);
        }
        if (!frame.violations().isEmpty()) {
            List<Map<String, String>> violations = new ArrayList<>();
            for (Violation violation : frame.violations()) {
                Map<String, String> one = new LinkedHashMap<>();
                one.put("kind", violation.kind().toString());
                one.put("text", violation.text());
                violations.add(one);
            }
            line.put("violations", violations);
        }
    }

    private static void content(Map<String, Object> line, TracedFrame frame) {
        FrameContent content = frame.content();
        if (content instanceof FrameContent.MethodFrame method) {
            line.put("frame", "method");
            line.put("method", frame.method());
            line.put("arguments", ArgumentValues.of(method.method()));
        } else if (content instanceof FrameContent.ContentHead head) {
            line.put("frame", "header");
            line.put("method", frame.method());
            line.put("bodySize", head.bodySize());
            line.put("properties", MessageJson.properties(head.properties()));
        } else if (content instanceof FrameContent.BodyPart body) {
            line.put("frame", "body");
            line.put("method", frame.method());
            BodyText.text(body.beginning())
                    .ifPresentOrElse(
                            text -> line.put("body", text),
                            () -> line.put("bodyBase64", Base64.getEncoder().encodeToString(body.beginning())));
            line.put("bodyShortened", body.beginning().length < body.length());
        } else if (content instanceof FrameContent.BadMethod) {
            line.put("frame", "method");
            line.put("method", frame.method());
        } else if (content instanceof FrameContent.BadHead) {
            line.put("frame", "header");
        } else if (content instanceof FrameContent.Heartbeat) {
            line.put("frame", "heartbeat");
        } else if (content instanceof FrameContent.ProtocolHeader header) {
            line.put("frame", "protocol-header");
            line.put("version", header.version());
        } else {
            line.put("frame", "undecoded");
            line.put("octets", BodyText.hex(((FrameContent.Undecoded) content).beginning()));
        }
    }

    /** ISO 8601 with microseconds, UTC. */
    private static String time(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS) / 1000 * 1000)
                .toString();
    }
}
