// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What has to be in order on one channel, seen from between the two sides: what a side sent before it can have known of
 * the other's close is no fault. Channel 0 is one that is never opened or closed.
 */
final class ChannelOrder {
    private final Map<Direction, ContentOrder> contents = new EnumMap<>(Direction.class);
    private final Map<Direction, ReplyOrder> requests = new EnumMap<>(Direction.class);
    private final Latencies latencies;

    /** Which sides have sent a close that has no close-ok yet. */
    private final Set<Direction> closing = EnumSet.noneOf(Direction.class);

    /** Null outside of confirm mode. */
    private ConfirmOrder confirms;

    ChannelOrder(Latencies latencies) {
        this.latencies = latencies;
        for (Direction direction : Direction.values()) {
            contents.put(direction, new ContentOrder());
            requests.put(direction, new ReplyOrder(latencies));
        }
    }

    boolean isClosing() {
        return !closing.isEmpty();
    }

    ContentOrder content(Direction direction) {
        return contents.get(direction);
    }

    /** Returns whether the channel has ended with this. */
    boolean method(TracedFrame frame, Method method) {
        Direction direction = frame.direction();
        boolean close = method instanceof ChannelMethod.Close;
        boolean closeOk = method instanceof ChannelMethod.CloseOk;
        contents.get(direction).method(frame, method.hasContent(), close || closeOk);
        if (ReplyOrder.isReply(method)) {
            requests.get(direction.opposite()).answered(frame, method);
        } else if (close) {
            close(direction);
        }
        if (close || !closing.contains(direction.opposite())) {
            asked(frame, method);
        }
        return closeOk && closing.remove(direction.opposite()) && closing.isEmpty();
    }

    private void asked(TracedFrame frame, Method method) {
        if (method.isSynchronous()) {
            requests.get(frame.direction()).asked(method, frame.nanos());
        }
        if (frame.direction() == Direction.TO_BROKER) {
            byClient(frame, method);
        } else {
            byBroker(frame, method);
        }
    }

    /** Who closes answers nothing any more, but a close. */
    private void close(Direction direction) {
        closing.add(direction);
        requests.get(direction.opposite()).forgetButClose();
    }

    private void byClient(TracedFrame frame, Method method) {
        if (method instanceof ConfirmMethod.Select && confirms == null) {
            confirms = new ConfirmOrder(latencies);
        } else if (method instanceof BasicMethod.Publish && confirms != null) {
            confirms.published(frame.nanos());
        }
    }

    private void byBroker(TracedFrame frame, Method method) {
        if (method instanceof BasicMethod.Ack ack) {
            confirmed(frame, ack.deliveryTag(), ack.multiple());
        } else if (method instanceof BasicMethod.Nack nack) {
            confirmed(frame, nack.deliveryTag(), nack.multiple());
        }
    }

    private void confirmed(TracedFrame frame, long tag, boolean multiple) {
        if (confirms != null) {
            confirms.confirmed(frame, tag, multiple);
        } else {
            frame.violates(
                    Violation.Kind.CONFIRM_WITHOUT_PUBLISH, frame.method() + " on a channel without confirm mode");
        }
    }
}
