// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.backpressure.AverageFrameDetector;
import amqp.backpressure.Transition;
import amqp.backpressure.WaterMarks;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** All octets that wait to go out, encoded or still queued on a channel, and the two detectors that watch them. */
final class Backlog {
    /** Far more answers than a peer is owed that reads what it is sent. */
    private static final int MOST_ANSWERS = 1 << 17;

    private final OutboundBuffer outbound = new OutboundBuffer();
    private final AverageFrameDetector averageFrame;
    private final WaterMarks waterMarks;
    private final WaterMarks answers = new WaterMarks(MOST_ANSWERS, MOST_ANSWERS / 2);
    private final Consumer<Event> events;
    private long queuedOctets;

    Backlog(EngineOptions options, Consumer<Event> events) {
        this.averageFrame = new AverageFrameDetector(options.backpressureMultiplier());
        this.waterMarks = new WaterMarks(options.highWaterMark(), options.lowWaterMark());
        this.events = events;
    }

    OutboundBuffer outbound() {
        return outbound;
    }

    AverageFrameDetector averageFrame() {
        return averageFrame;
    }

    long octets() {
        return outbound.size() + queuedOctets;
    }

    boolean isHigh() {
        return waterMarks.isHigh();
    }

    /** Whether the peer is owed too much that it brought about itself and does not take. */
    boolean isFullOfAnswers() {
        answers.update(outbound.answers());
        return answers.isHigh();
    }

    /** Messages that wait for their turn became more or fewer; {@link #update} is to follow when all is in place. */
    void queued(long change) {
        queuedOctets += change;
    }

    /** To be called after each change: the high water mark may have been reached, or the low one. */
    void update() {
        report(Event.Backpressure.Cause.WATER_MARK, waterMarks.update(octets()));
    }

    /** Moves octets to the target; tells whether there were any. */
    boolean drainTo(ByteBuffer target) {
        long before = outbound.size();
        outbound.drainTo(target);
        if (outbound.size() == before) {
            return false;
        }
        report(Event.Backpressure.Cause.AVERAGE_FRAME, averageFrame.flushed(outbound.size()));
        update();
        return true;
    }

    private void report(Event.Backpressure.Cause cause, Transition transition) {
        if (transition != Transition.NONE) {
            events.accept(new Event.Backpressure(
                    cause, transition == Transition.BEGAN, octets(), averageFrame.framesBehind()));
        }
    }
}
