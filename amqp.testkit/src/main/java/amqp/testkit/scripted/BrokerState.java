// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import amqp.testkit.wire.Content;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a broker must remember of one connection to notice that the client broke a rule. Rules checked: methods only on
 * open channels, channels opened once, tune-ok within the offer, delivery tags known and used once, no method that only
 * a server may send.
 */
final class BrokerState {
    private static final Set<String> SERVER_ONLY = Set.of(
            "connection.start",
            "connection.secure",
            "connection.tune",
            "connection.open-ok",
            "connection.blocked",
            "connection.unblocked",
            "connection.update-secret-ok",
            "channel.open-ok",
            "basic.deliver",
            "basic.return",
            "basic.get-ok",
            "basic.get-empty",
            "basic.consume-ok");

    static final class Channel {
        boolean confirming;
        long published;
        long delivered;
        /** The server sent channel.close: what arrives is ignored up to close-ok. */
        boolean closing;

        final TreeSet<Long> unacked = new TreeSet<>();
        final Set<String> noAckConsumers = new TreeSet<>();
    }

    private final Map<Integer, Channel> channels = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private BrokerSettings offer = BrokerSettings.DEFAULT;
    private long frameMax;
    boolean closing;
    boolean closed;

    void offered(BrokerSettings settings) {
        offer = settings;
        frameMax = settings.frameMax();
    }

    /** What was offered, until tune-ok: what was agreed. 0 means no limit. */
    long frameMax() {
        return frameMax;
    }

    List<String> violations() {
        return violations;
    }

    void violation(String text) {
        violations.add(text);
    }

    Set<Integer> openChannels() {
        return channels.keySet();
    }

    /** The channel, made up when the client never opened it, so that scripts may use any. */
    Channel channel(int number) {
        return channels.computeIfAbsent(number, any -> new Channel());
    }

    boolean ignores(WireFrame frame) {
        var name = frame instanceof WireFrame.Method method ? method.name() : "";
        if (closing) return !name.equals("connection.close-ok") && !name.equals("connection.close");
        var channel = channels.get(frame.channel());
        return channel != null && channel.closing && !name.equals("channel.close-ok") && !name.equals("channel.close");
    }

    void check(WireFrame frame) {
        if (closed && !isCloseOk(frame)) violation("After connection.close-ok came " + frame);
        if (frame.channel() != 0 && !channels.containsKey(frame.channel()) && !opens(frame)) {
            violation("Channel " + frame.channel() + " is not open: " + frame);
        }
        if (frame instanceof WireFrame.Method method) check(method);
    }

    private void check(WireFrame.Method method) {
        var ofConnection = method.spec().classId() == 10;
        if (ofConnection != (method.channel() == 0)) violation("On the wrong channel: " + method);
        if (SERVER_ONLY.contains(method.name())) violation("Only a server sends this: " + method);
        switch (method.name()) {
            case "connection.tune-ok" -> tuned(method);
            case "connection.close-ok" -> {
                if (!closing) violation("Nobody asked for " + method);
                closed = true;
            }
            case "channel.open" -> opened(method);
            case "channel.close-ok" -> closedByServer(method);
            case "basic.ack", "basic.nack" -> acked(method, method.flag("multiple"));
            case "basic.reject" -> acked(method, false);
            default -> {}
        }
    }

    /** What a method changes, applied also when the broker keeps silent about it. */
    void apply(WireFrame.Method method) {
        switch (method.name()) {
            case "connection.close" -> closed = true;
            case "channel.close" -> {
                // Where both sides close at once, the channel waits for the client's close-ok.
                if (!channel(method.channel()).closing) channels.remove(method.channel());
            }
            case "confirm.select" -> channel(method.channel()).confirming = true;
            default -> {}
        }
    }

    Publish published(Content content) {
        var channel = channel(content.channel());
        return new Publish(content, channel.confirming ? ++channel.published : 0);
    }

    /** Where both sides close at once, both are confirmed. */
    private static boolean isCloseOk(WireFrame frame) {
        return frame instanceof WireFrame.Method method && method.name().equals("connection.close-ok");
    }

    private static boolean opens(WireFrame frame) {
        return frame instanceof WireFrame.Method method && method.name().equals("channel.open");
    }

    private void opened(WireFrame.Method method) {
        var fresh = channels.put(method.channel(), new Channel()) == null;
        if (!fresh) violation("Channel " + method.channel() + " was open already.");
        if (offer.channelMax() > 0 && method.channel() > offer.channelMax()) {
            violation("Channel " + method.channel() + " is over channel-max " + offer.channelMax() + ".");
        }
    }

    private void closedByServer(WireFrame.Method method) {
        var channel = channels.remove(method.channel());
        if (channel != null && !channel.closing) violation("Nobody asked for " + method);
    }

    private void tuned(WireFrame.Method method) {
        within("channel-max", method.number("channel-max"), offer.channelMax());
        within("frame-max", method.number("frame-max"), offer.frameMax());
        frameMax = method.number("frame-max");
    }

    private void within(String what, long chosen, long offered) {
        if (offered > 0 && (chosen == 0 || chosen > offered)) {
            violation("tune-ok takes " + what + " " + chosen + ", offered was " + offered + ".");
        }
    }

    /** Only where deliveries were counted here: a script that sends its own frames has its own tags. */
    private void acked(WireFrame.Method method, boolean multiple) {
        var channel = channel(method.channel());
        var tag = method.number("delivery-tag");
        if (channel.delivered == 0) return;
        if (multiple && tag == 0) channel.unacked.clear();
        else if (!channel.unacked.contains(tag)) violation("Delivery tag unknown or used before: " + method);
        else if (multiple) channel.unacked.headSet(tag, true).clear();
        else channel.unacked.remove(tag);
    }
}
