// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.frames.FrameFormat.HEADER_LENGTH;
import static amqp.frames.FrameFormat.OVERHEAD;

import amqp.codec.BasicProperties;
import amqp.codec.WireException;
import amqp.codec.method.Methods;
import amqp.frames.ContentHeader;
import amqp.frames.FrameType;
import amqp.frames.MethodDecoder;
import java.util.Arrays;

/** Decodes the frames of one direction of a connection. For one thread. */
final class ContentDecoder {
    private static final int IDS_LENGTH = 4;
    private static final int UNDECODED_SHOWN = 64;

    private final int connection;
    private final Direction direction;
    private final int bodyBytes;
    private final MethodDecoder methods = new MethodDecoder();
    private final ContentHeader header = new ContentHeader();
    private BasicProperties last = BasicProperties.EMPTY;

    /** @param bodyBytes how much of a body to keep */
    ContentDecoder(int connection, Direction direction, int bodyBytes) {
        this.connection = connection;
        this.direction = direction;
        this.bodyBytes = bodyBytes;
    }

    /** @param open whether the client has logged in */
    TracedFrame decode(RawFrame raw, long nanos, boolean open) {
        return switch (raw.type()) {
            case FrameType.METHOD -> method(raw, nanos);
            case FrameType.HEADER -> head(raw, nanos);
            case FrameType.BODY -> traced(raw, nanos, body(raw));
            case FrameType.HEARTBEAT -> traced(raw, nanos, new FrameContent.Heartbeat());
            case RawFrame.PROTOCOL_HEADER -> traced(raw, nanos, new FrameContent.ProtocolHeader(version(raw)));
            default -> undecodable(raw, nanos, open);
        };
    }

    private TracedFrame method(RawFrame raw, long nanos) {
        int payload = raw.at() + HEADER_LENGTH;
        int length = raw.size() - OVERHEAD;
        try {
            return traced(raw, nanos, new FrameContent.MethodFrame(methods.decode(raw.buffer(), payload, length)));
        } catch (WireException unknown) {
            String name = length < IDS_LENGTH
                    ? "(none)"
                    : Methods.name(
                            raw.buffer().getShort(payload) & 0xffff,
                            raw.buffer().getShort(payload + 2) & 0xffff);
            TracedFrame frame = traced(raw, nanos, new FrameContent.BadMethod(name));
            frame.violates(Violation.Kind.UNKNOWN_METHOD, unknown.getMessage());
            return frame;
        }
    }

    private TracedFrame head(RawFrame raw, long nanos) {
        try {
            header.read(raw.buffer(), raw.at() + HEADER_LENGTH, raw.size() - OVERHEAD);
            last = header.properties(last);
            return traced(raw, nanos, new FrameContent.ContentHead(header.classId(), header.bodySize(), last));
        } catch (WireException malformed) {
            TracedFrame frame = traced(raw, nanos, new FrameContent.BadHead());
            frame.violates(Violation.Kind.CONTENT_ORDER, malformed.getMessage());
            return frame;
        }
    }

    private FrameContent body(RawFrame raw) {
        int length = raw.size() - OVERHEAD;
        byte[] beginning = new byte[Math.min(length, bodyBytes)];
        raw.buffer().get(raw.at() + HEADER_LENGTH, beginning);
        return new FrameContent.BodyPart(length, beginning);
    }

    private static String version(RawFrame raw) {
        byte[] octets = raw.copy();
        return octets[4] + "-" + octets[5] + "-" + octets[6] + "-" + octets[7];
    }

    private TracedFrame undecodable(RawFrame raw, long nanos, boolean open) {
        byte[] octets = raw.copy();
        if (direction == Direction.TO_BROKER) {
            Secrets.maskUndecodable(octets, open && !raw.problem().isEmpty());
        }
        byte[] beginning = Arrays.copyOf(octets, Math.min(octets.length, UNDECODED_SHOWN));
        TracedFrame frame = traced(raw, nanos, new FrameContent.Undecoded(beginning));
        if (!raw.problem().isEmpty()) {
            frame.violates(Violation.Kind.NOT_A_FRAME, raw.problem());
        }
        return frame;
    }

    private TracedFrame traced(RawFrame raw, long nanos, FrameContent content) {
        return new TracedFrame(nanos, connection, direction, raw.channel(), raw.size(), content);
    }
}
