// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.ArrayList;
import java.util.List;

/** A frame as it passed, with what was found about it. Changed by the thread that decodes only, before it is shown. */
final class TracedFrame implements TraceEvent {
    private static final long UNKNOWN = -1;

    private final long nanos;
    private final int connection;
    private final Direction direction;
    private final int channel;
    private final int size;
    private final FrameContent content;
    private String method;
    private List<Violation> violations = List.of();
    private long latencyNanos = UNKNOWN;
    private int confirmed;

    /** @param size octets of the whole frame */
    TracedFrame(long nanos, int connection, Direction direction, int channel, int size, FrameContent content) {
        this.nanos = nanos;
        this.connection = connection;
        this.direction = direction;
        this.channel = channel;
        this.size = size;
        this.content = content;
        this.method = content instanceof FrameContent.MethodFrame frame
                ? frame.method().protocolName()
                : content instanceof FrameContent.BadMethod bad ? bad.name() : "";
    }

    /** Since 1970. */
    long nanos() {
        return nanos;
    }

    int connection() {
        return connection;
    }

    Direction direction() {
        return direction;
    }

    int channel() {
        return channel;
    }

    int size() {
        return size;
    }

    FrameContent content() {
        return content;
    }

    /** Name of the method, also of the one that a content belongs to; empty where there is none. */
    String method() {
        return method;
    }

    List<Violation> violations() {
        return violations;
    }

    /** From the request to this reply, or from the publish that waited longest to this confirm; negative otherwise. */
    long latencyNanos() {
        return latencyNanos;
    }

    /** How many publishes this confirms. */
    int confirmed() {
        return confirmed;
    }

    void belongsTo(String contentMethod) {
        method = contentMethod;
    }

    void violates(Violation.Kind kind, String text) {
        if (violations.isEmpty()) {
            violations = new ArrayList<>(1);
        }
        violations.add(new Violation(kind, text));
    }

    void answers(long afterNanos) {
        latencyNanos = afterNanos;
    }

    void confirms(int publishes, long longestNanos) {
        confirmed = publishes;
        latencyNanos = longestNanos;
    }
}
