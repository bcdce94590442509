// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.frames.FrameFormat;
import java.util.HashMap;
import java.util.Map;

/**
 * What has to be in order on one connection. Frames are given as they passed, both directions together; each is marked
 * with what it violates, and with the latency where it is a reply or a confirm.
 */
final class ConnectionOrder {
    private final Latencies latencies;
    private final Map<Integer, ChannelOrder> channels = new HashMap<>();
    private long frameMax = FrameFormat.MIN_FRAME_MAX;
    private boolean open;
    private boolean closing;

    /** Whether frames are missing: then nothing is known of what would have to be in order. */
    private boolean gap;

    ConnectionOrder(Latencies latencies) {
        this.latencies = latencies;
        channels.put(0, new ChannelOrder(latencies));
    }

    /** Whether the client has logged in, so that nothing it sends can be its login. */
    boolean isOpen() {
        return open;
    }

    /** Frames are missing from here on. */
    void gap() {
        gap = true;
    }

    void frame(TracedFrame frame) {
        if (frame.size() > frameMax && !(frame.content() instanceof FrameContent.Undecoded)) {
            frame.violates(
                    Violation.Kind.FRAME_MAX,
                    "a frame of " + frame.size() + " bytes exceeds frame-max, which is " + frameMax);
        }
        Method method = frame.content() instanceof FrameContent.MethodFrame it ? it.method() : null;
        if (method instanceof ConnectionMethod) {
            connectionMethod(method);
        }
        if (!gap) {
            inOrder(frame, method);
        }
    }

    private void connectionMethod(Method method) {
        if (method instanceof ConnectionMethod.TuneOk tuned) {
            frameMax = tuned.frameMax() == 0 ? Long.MAX_VALUE : tuned.frameMax();
        } else if (method instanceof ConnectionMethod.OpenOk) {
            open = true;
        }
    }

    private void inOrder(TracedFrame frame, Method method) {
        if (method != null) {
            method(frame, method);
        } else if (frame.content() instanceof FrameContent.ContentHead head) {
            ChannelOrder channel = openChannel(frame);
            if (channel != null) {
                channel.content(frame.direction()).head(frame, head.classId(), head.bodySize());
            }
        } else if (frame.content() instanceof FrameContent.BodyPart body) {
            ChannelOrder channel = openChannel(frame);
            if (channel != null) {
                channel.content(frame.direction()).body(frame, body.length());
            }
        } else if (frame.content() instanceof FrameContent.BadHead
                || frame.content() instanceof FrameContent.BadMethod) {
            ChannelOrder channel = channels.get(frame.channel());
            if (channel != null) {
                channel.content(frame.direction()).undecoded();
            }
        } else if (frame.content() instanceof FrameContent.Heartbeat && frame.channel() != 0) {
            frame.violates(Violation.Kind.WRONG_SIDE, "a heartbeat on a channel other than 0");
        }
    }

    private void method(TracedFrame frame, Method method) {
        if (mayNotSend(frame.direction(), method)) {
            frame.violates(
                    Violation.Kind.WRONG_SIDE, "a " + frame.direction().sender() + " does not send " + frame.method());
        }
        if (method instanceof ConnectionMethod == (frame.channel() != 0)) {
            frame.violates(Violation.Kind.WRONG_SIDE, frame.method() + " is not for channel " + frame.channel());
            return;
        }
        if (method instanceof ConnectionMethod.Close) {
            closing = true;
        }
        if (method instanceof ChannelMethod.Open) {
            openedBy(frame);
        }
        ChannelOrder channel = openChannel(frame);
        if (channel != null && channel.method(frame, method)) {
            channels.remove(frame.channel());
        }
    }

    private void openedBy(TracedFrame frame) {
        ChannelOrder present = channels.get(frame.channel());
        if (present != null && !present.isClosing()) {
            frame.violates(Violation.Kind.CHANNEL_NOT_OPEN, "channel " + frame.channel() + " is open already");
        } else {
            channels.put(frame.channel(), new ChannelOrder(latencies));
        }
    }

    /** The channel of the frame; null where it is not open. */
    private ChannelOrder openChannel(TracedFrame frame) {
        ChannelOrder channel = channels.get(frame.channel());
        if (channel == null && !closing) {
            frame.violates(Violation.Kind.CHANNEL_NOT_OPEN, "channel " + frame.channel() + " is not open");
        }
        return channel;
    }

    /** Replies are judged by their requests. */
    private static boolean mayNotSend(Direction direction, Method method) {
        if (method instanceof ConnectionMethod.Close
                || method instanceof ChannelMethod.Close
                || method instanceof ChannelMethod.Flow
                || method instanceof BasicMethod.Ack
                || method instanceof BasicMethod.Nack
                || method instanceof BasicMethod.Cancel
                || ReplyOrder.isReply(method)) {
            return false;
        }
        boolean ofBroker = method instanceof ConnectionMethod.Start
                || method instanceof ConnectionMethod.Secure
                || method instanceof ConnectionMethod.Tune
                || method instanceof ConnectionMethod.Blocked
                || method instanceof ConnectionMethod.Unblocked
                || method instanceof BasicMethod.Deliver
                || method instanceof BasicMethod.Return;
        return ofBroker != (direction == Direction.TO_CLIENT);
    }
}
