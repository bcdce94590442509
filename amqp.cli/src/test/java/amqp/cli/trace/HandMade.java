// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.testkit.wire.BrokerFrames.method;
import static amqp.testkit.wire.BrokerFrames.protocolHeader;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A connection whose frames the test makes, one a millisecond, and what the tracer says about them. */
final class HandMade {
    static final int FRAME_MAX = 9000;
    private static final int CONNECTION = 1;
    private static final int BODY_BYTES = 16;
    private static final long MILLI = 1_000_000;

    final List<TracedFrame> frames = new ArrayList<>();
    final List<TraceEvent> events = new ArrayList<>();
    final Summary summary = new Summary();
    private final Tracer tracer;
    private long nanos = MILLI;

    HandMade() {
        this(Capture.NONE);
    }

    HandMade(Capture capture) {
        tracer = new Tracer(summary, new FrameFilter(), BODY_BYTES, this::shown, capture);
    }

    private void shown(TraceEvent event) {
        events.add(event);
        if (event instanceof TracedFrame frame) {
            frames.add(frame);
        }
    }

    /** Up to an open channel 1. */
    static HandMade open() {
        return new HandMade().login("secret").client(method(1, "channel.open")).broker(method(1, "channel.open-ok"));
    }

    HandMade login(String password) {
        return client(protocolHeader(0, 0, 9, 1))
                .broker(method(0, "connection.start", 0, 9, Map.of("product", "made"), "PLAIN", "en_US"))
                .client(method(0, "connection.start-ok", Map.of(), "PLAIN", "\0guest\0" + password, "en_US"))
                .broker(method(0, "connection.tune", 2047, FRAME_MAX, 60))
                .client(method(0, "connection.tune-ok", 2047, FRAME_MAX, 60))
                .client(method(0, "connection.open", "/"))
                .broker(method(0, "connection.open-ok"));
    }

    HandMade client(byte[]... frames) {
        return pass(Direction.TO_BROKER, frames);
    }

    HandMade broker(byte[]... frames) {
        return pass(Direction.TO_CLIENT, frames);
    }

    HandMade record(TraceRecord.Kind kind, String text) {
        tracer.accept(TraceRecord.of(kind, CONNECTION, nanos, text));
        return this;
    }

    private HandMade pass(Direction direction, byte[]... frames) {
        nanos += MILLI;
        tracer.accept(TraceRecord.octets(CONNECTION, direction, nanos, BrokerFrames.concat(frames)));
        return this;
    }

    TracedFrame last() {
        return frames.get(frames.size() - 1);
    }

    /** Of all frames so far. */
    List<Violation> violations() {
        return frames.stream().flatMap(frame -> frame.violations().stream()).toList();
    }
}
