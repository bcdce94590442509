// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import amqp.testkit.wire.Content;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.FrameParser;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.ReplyOrder;
import amqp.testkit.wire.WireFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Watches the octets of one connection, before any fault is applied to them: each direction must consist of well-formed
 * frames within the agreed frame-max, contents must be in order and not interleaved within their channel, and replies must
 * be those to what was asked, in order. After the first violation a direction is not watched any more. Any threads.
 */
public final class FrameTap {
    private final boolean keepFrames;
    private final Map<Direction, Side> sides = new EnumMap<>(Direction.class);
    private final List<String> violations = new ArrayList<>();

    private static final class Side {
        final FrameParser parser = new FrameParser();
        final ContentOrder order = new ContentOrder();
        final ReplyOrder requests = new ReplyOrder();
        final List<WireFrame> frames = new ArrayList<>();
        final List<Content> contents = new ArrayList<>();
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
            side.parser.feed(octets, frame -> accept(direction, frame));
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

    /** The contents so far, in the order in which they were complete; none when frames are only counted. */
    public synchronized List<Content> contents(Direction direction) {
        return List.copyOf(sides.get(direction).contents);
    }

    /** Methods of this direction that want a reply and have none yet. */
    public synchronized List<WireFrame.Method> unanswered(Direction direction) {
        return sides.get(direction).requests.waiting();
    }

    /** How often the sender of this direction asked on a channel where nothing waited for a reply; see {@link ReplyOrder}. */
    public synchronized long rounds(Direction direction) {
        return sides.get(direction).requests.rounds();
    }

    /** How many contents (method, header and whole body) passed. */
    public synchronized long contentCount(Direction direction) {
        return sides.get(direction).contentCount;
    }

    private void accept(Direction direction, WireFrame frame) {
        var side = sides.get(direction);
        side.frameCount++;
        if (keepFrames) side.frames.add(frame);
        side.order.accept(frame).ifPresent(content -> complete(side, content));
        if (frame instanceof WireFrame.Method method) method(direction, method);
    }

    private void complete(Side side, Content content) {
        side.contentCount++;
        if (keepFrames) side.contents.add(content);
    }

    private void method(Direction direction, WireFrame.Method method) {
        if (method.name().equals("connection.tune-ok")) {
            sides.values().forEach(each -> each.parser.frameMax(method.number("frame-max")));
        }
        sides.get(direction).requests.asks(method);
        sides.get(direction.opposite()).requests.answers(method);
    }
}
