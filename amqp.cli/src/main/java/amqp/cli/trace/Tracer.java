// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes frames of what passed, judges them, counts them, and gives those to be shown to an output. All of it on one thread:
 * records of a connection are given in the order in which they passed.
 */
final class Tracer {
    private final Map<Integer, TracedConnection> connections = new HashMap<>();
    private final Summary summary;
    private final FrameFilter filter;
    private final int bodyBytes;
    private final Consumer<TraceEvent> output;
    private final Capture capture;

    /** Both directions of a connection, and what has to be in order between them. */
    private static final class TracedConnection {
        final Map<Direction, FrameReader> readers = new EnumMap<>(Direction.class);
        final Map<Direction, ContentDecoder> decoders = new EnumMap<>(Direction.class);
        final ConnectionOrder order;

        TracedConnection(int number, int bodyBytes, Latencies latencies) {
            for (Direction direction : Direction.values()) {
                readers.put(direction, new FrameReader());
                decoders.put(direction, new ContentDecoder(number, direction, bodyBytes));
            }
            order = new ConnectionOrder(latencies);
        }
    }

    /** @param bodyBytes how much of a body is shown */
    Tracer(Summary summary, FrameFilter filter, int bodyBytes, Consumer<TraceEvent> output, Capture capture) {
        this.summary = summary;
        this.filter = filter;
        this.bodyBytes = bodyBytes;
        this.output = output;
        this.capture = capture;
    }

    void accept(TraceRecord passed) {
        switch (passed.kind()) {
            case OPENED -> {
                summary.opened(passed.nanos());
                connection(passed.connection());
                note(passed, "opened");
            }
            case OCTETS -> octets(passed);
            case CLOSED -> {
                summary.at(passed.nanos());
                connections.remove(passed.connection());
                note(passed, "closed");
            }
            case GAP -> {
                summary.missing(Long.parseLong(passed.text()));
                connection(passed.connection()).order.gap();
                note(passed, "gap");
            }
        }
    }

    private TracedConnection connection(int number) {
        return connections.computeIfAbsent(
                number, unused -> new TracedConnection(number, bodyBytes, summary.latencies()));
    }

    private void note(TraceRecord passed, String event) {
        capture.record(passed);
        output.accept(new TraceEvent.Note(passed.nanos(), passed.connection(), event, passed.text()));
    }

    private void octets(TraceRecord passed) {
        TracedConnection connection = connection(passed.connection());
        FrameReader reader = connection.readers.get(passed.direction());
        ContentDecoder decoder = connection.decoders.get(passed.direction());
        reader.add(passed.content());
        for (RawFrame raw = reader.next(); raw != null; raw = reader.next()) {
            boolean open = connection.order.isOpen();
            TracedFrame frame = decoder.decode(raw, passed.nanos(), open);
            connection.order.frame(frame);
            summary.frame(frame);
            capture.frame(passed, raw, open);
            if (filter.shows(frame)) {
                output.accept(frame);
            }
        }
    }
}
