// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the octets of one connection, before any fault is applied to them: each direction must consist of well-formed
 * frames within the agreed frame-max, and contents must be in order and not interleaved within their channel. After the
 * first violation a direction is not watched any more. Any threads.
 */
public final class FrameTap {
    private final boolean keepFrames;
    private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);
    private final List<String> violations = new ArrayList<>();

    private static final class Side {
        final FrameParser parser = new FrameParser();
        final ContentOrder order = new ContentOrder();
        final List<WireFrame> frames = new ArrayList<>();
        long frameCount;
        long contentCount;
        boolean broken;
    }

    /** @param keepFrames true for short runs; otherwise frames are only counted */
    public FrameTap(boolean keepFrames) {
        this.keepFrames = keepFrames;
        for (var direction : Direction.values()) sides.put(direction, new Side());
    }

    /** Takes all octets, in any split. */
    public synchronized void octets(Direction direction, ByteBuffer octets) {
        var side = sides.get(direction);
        if (side.broken) return;
        try {
            side.parser.feed(octets, frame -> accept(side, frame));
        } catch (MalformedFrameException e) {
            side.broken = true;
            violations.add(direction + ", frame " + side.frameCount + ": " + e.getMessage());
        }
    }

    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** The frames so far; none when they are only counted. */
    public synchronized List<WireFrame> frames(Direction direction) {
        return List.copyOf(sides.get(direction).frames);
    }

    public synchronized long frameCount(Direction direction) {
        return sides.get(direction).frameCount;
    }

    /** How many contents (method, header and whole body) passed. */
    public synchronized long contentCount(Direction direction) {
        return sides.get(direction).contentCount;
    }

    private void accept(Side side, WireFrame frame) {
        side.frameCount++;
        if (keepFrames) side.frames.add(frame);
        if (side.order.accept(frame).isPresent()) side.contentCount++;
        if (frame instanceof WireFrame.Method method && method.name().equals("connection.tune-ok")) {
            sides.values().forEach(each -> each.parser.frameMax(method.number("frame-max")));
        }
    }
}
