// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the requests of one side are answered by the other, each by its own reply and in order on its channel
 * (specification §4.3). Who closes a channel owes it no reply any more, except to a close; who closes the connection owes
 * nothing. One thread at a time.
 */
public final class ReplyOrder {
    private static final String CLOSE = "channel.close";

    private final Map<Integer, Deque<WireFrame.Method>> waiting = new HashMap<>();
    private boolean ended;
    private long rounds;

    /** A method from the side that asks. */
    public void asks(WireFrame.Method method) {
        var open = open(method.channel());
        if (method.name().equals("connection.close")) end();
        if (method.name().equals("channel.open")) open.clear();
        if (method.name().equals("channel.close-ok")) keepClose(open);
        if (ended || !wantsReply(method)) return;
        if (open.isEmpty()) rounds++;
        open.add(method);
    }

    /**
     * A method from the side that answers.
     *
     * @throws MalformedFrameException when it is a reply, but not to what has waited longest on its channel
     */
    public void answers(WireFrame.Method method) {
        var open = open(method.channel());
        if (method.name().equals("connection.close")) end();
        if (method.name().equals(CLOSE)) keepClose(open);
        if (ended || !isReply(method.name())) return;
        var oldest = open.poll();
        if (oldest == null) throw new MalformedFrameException(method + " answers nothing.");
        if (!request(method.name()).equals(oldest.name())) {
            throw new MalformedFrameException(method + " comes where a reply to " + oldest + " should.");
        }
    }

    /** What has no reply yet. */
    public List<WireFrame.Method> waiting() {
        return waiting.values().stream().flatMap(Collection::stream).toList();
    }

    /** How often something was asked on a channel where nothing waited: one for a burst of requests. */
    public long rounds() {
        return rounds;
    }

    private Deque<WireFrame.Method> open(int channel) {
        return waiting.computeIfAbsent(channel, unused -> new ArrayDeque<>());
    }

    private static void keepClose(Deque<WireFrame.Method> open) {
        open.removeIf(method -> !method.name().equals(CLOSE));
    }

    private void end() {
        ended = true;
        waiting.clear();
    }

    private static boolean wantsReply(WireFrame.Method method) {
        return MethodSpec.isKnown(method.name() + "-ok")
                && !Boolean.TRUE.equals(method.arguments().get("no-wait"));
    }

    private static boolean isReply(String name) {
        return name.endsWith("-ok") || name.equals("basic.get-empty");
    }

    /** {@code basic.get} for both {@code basic.get-ok} and {@code basic.get-empty}. */
    private static String request(String reply) {
        return reply.substring(0, reply.lastIndexOf('-'));
    }
}
