// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ForeignText;
import amqp.connection.Event;
import amqp.frames.FrameType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the frames of a connection to the logger {@value #LOGGER}, at level debug. */
final class FrameTrace {
    static final String LOGGER = "amqp.client.frames";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private FrameTrace() {}

    static void log(Address address, Event.FramePassed frame) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {}", address, line(frame));
        }
    }

    /** For example {@code <- channel 1 METHOD basic.ack Ack[deliveryTag=1, multiple=false], 13 bytes}. */
    static String line(Event.FramePassed frame) {
        return (frame.received() ? "<- " : "-> ") + "channel " + frame.channel() + " " + content(frame) + ", "
                + frame.payloadBytes() + " bytes";
    }

    private static String content(Event.FramePassed frame) {
        return switch (frame.type()) {
            case FrameType.METHOD ->
                "METHOD " + frame.method().protocolName() + " "
                        + ForeignText.line(frame.method().toString());
            case FrameType.HEADER -> "HEADER";
            case FrameType.BODY -> "BODY";
            case FrameType.HEARTBEAT -> "HEARTBEAT";
            default -> "TYPE " + frame.type();
        };
    }
}
