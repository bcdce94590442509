// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import static amqp.testkit.wire.BrokerFrames.method;

import amqp.testkit.wire.WireFrame;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;

/** The reply that a friendly broker gives to each method, as one or more frames; no octets where none is due. */
final class AutomaticAnswers {
    static final byte[] SILENCE = new byte[0];

    /** Methods of a client that are answered by a method without arguments called "…-ok". */
    private static final Set<String> PLAIN_OK = Set.of(
            "connection.open",
            "connection.close",
            "connection.update-secret",
            "channel.open",
            "channel.close",
            "exchange.declare",
            "exchange.delete",
            "exchange.bind",
            "exchange.unbind",
            "queue.bind",
            "queue.unbind",
            "basic.qos",
            "basic.recover",
            "confirm.select",
            "tx.select",
            "tx.commit",
            "tx.rollback");

    private final BrokerState state;
    private final Deque<byte[]> challenges = new ArrayDeque<>();
    private BrokerSettings settings;
    private int queues;
    private int consumers;

    AutomaticAnswers(BrokerSettings settings, BrokerState state) {
        this.settings = settings;
        this.state = state;
        state.offered(settings);
    }

    void settings(BrokerSettings changed) {
        settings = changed;
        state.offered(changed);
    }

    void challenge(byte[] challenge) {
        challenges.add(challenge);
    }

    byte[] start() {
        return method(
                0, "connection.start", 0, 9, settings.serverProperties(), settings.mechanisms(), settings.locales());
    }

    byte[] to(WireFrame.Method method) {
        if (Boolean.TRUE.equals(method.arguments().get("no-wait"))) {
            if (method.name().equals("basic.consume")) remember(method, method.text("consumer-tag"));
            return SILENCE;
        }
        var channel = method.channel();
        if (PLAIN_OK.contains(method.name())) return method(channel, method.name() + "-ok");
        return switch (method.name()) {
            case "connection.start-ok" -> mechanismChosen(method);
            case "connection.secure-ok" -> challengeOrTune();
            case "channel.flow" -> method(channel, "channel.flow-ok", method.flag("active"));
            case "queue.declare" -> method(channel, "queue.declare-ok", queueName(method.text("queue")), 0, 0);
            case "queue.purge", "queue.delete" -> method(channel, method.name() + "-ok", 0);
            case "basic.consume" -> consumeOk(method);
            case "basic.cancel" -> method(channel, "basic.cancel-ok", method.text("consumer-tag"));
            case "basic.get" -> method(channel, "basic.get-empty");
            default -> SILENCE;
        };
    }

    private byte[] mechanismChosen(WireFrame.Method startOk) {
        var mechanism = startOk.text("mechanism");
        if (!Arrays.asList(settings.mechanisms().split(" ")).contains(mechanism)) {
            state.violation("Mechanism " + mechanism + " was not offered in: " + settings.mechanisms());
        }
        return challengeOrTune();
    }

    private byte[] challengeOrTune() {
        if (!challenges.isEmpty()) return method(0, "connection.secure", challenges.remove());
        return method(0, "connection.tune", settings.channelMax(), settings.frameMax(), settings.heartbeatSeconds());
    }

    private String queueName(String asked) {
        return asked.isEmpty() ? "amq.gen-" + ++queues : asked;
    }

    private byte[] consumeOk(WireFrame.Method consume) {
        var asked = consume.text("consumer-tag");
        var tag = asked.isEmpty() ? "amq.ctag-" + ++consumers : asked;
        remember(consume, tag);
        return method(consume.channel(), "basic.consume-ok", tag);
    }

    private void remember(WireFrame.Method consume, String tag) {
        if (consume.flag("no-ack"))
            state.channel(consume.channel()).noAckConsumers.add(tag);
    }
}
