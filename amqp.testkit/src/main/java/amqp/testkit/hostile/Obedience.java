// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.Content;
import amqp.testkit.wire.ContentOrder;
import amqp.testkit.wire.MalformedFrameException;
import amqp.testkit.wire.WireFrame;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Answers a client as a broker should, up to the moment at which the misbehaviour begins, and afterwards. */
final class Obedience {
    private static final int CHANNEL_MAX = 2047;
    private static final int FRAME_MAX = 131_072;

    private final HostileSession session;
    private final HostileBroker broker;
    private final ContentOrder contents = new ContentOrder();
    private final Map<String, Integer> consumers = new HashMap<>();
    private final Map<Integer, Long> confirming = new HashMap<>();
    private int mandatory;
    private long deliveryTag;
    private boolean closed;

    Obedience(HostileSession session, HostileBroker broker) {
        this.session = session;
        this.broker = broker;
    }

    void received(WireFrame frame) throws IOException {
        var isCloseOk =
                frame instanceof WireFrame.Method method && method.name().equals("connection.close-ok");
        if (closed && !isCloseOk) {
            session.fault(frame + " after the client's end of the connection");
        } else if (frame instanceof WireFrame.ProtocolHeader) {
            if (!strikes(Moment.GREETED)) start();
        } else if (frame instanceof WireFrame.Heartbeat) {
            if (!session.isSilent()) session.send(BrokerFrames.heartbeat());
        } else {
            try {
                var content = contents.accept(frame);
                if (content.isPresent()) published(content.get());
            } catch (MalformedFrameException e) {
                session.fault(e.getMessage());
            }
            if (frame instanceof WireFrame.Method method) received(method);
        }
    }

    private void start() throws IOException {
        session.answer(0, "connection.start", 0, 9, broker.serverProperties(), "PLAIN AMQPLAIN", "en_US");
    }

    private void received(WireFrame.Method method) throws IOException {
        var channel = method.channel();
        switch (method.name()) {
            case "connection.start-ok" -> {
                if (!strikes(Moment.LOGIN)) {
                    session.answer(0, "connection.tune", CHANNEL_MAX, FRAME_MAX, broker.heartbeatSeconds());
                }
            }
            case "connection.open" -> {
                if (!strikes(Moment.OPENING)) {
                    session.answer(0, "connection.open-ok");
                    strikes(Moment.OPEN);
                }
            }
            case "connection.close" -> closing(method);
            case "connection.close-ok" -> {
                closed = true;
                session.sawCloseOk();
                if (!session.isSilent()) session.endStream();
            }
            case "connection.update-secret" -> session.answer(0, "connection.update-secret-ok");
            case "channel.open" -> {
                if (!strikes(Moment.CHANNEL_OPENING)) session.answer(channel, "channel.open-ok");
            }
            case "channel.close" -> {
                if (!strikes(Moment.CHANNEL_CLOSING)) session.answer(channel, "channel.close-ok");
            }
            case "channel.close-ok" -> session.sawChannelCloseOk(channel);
            case "confirm.select" -> {
                confirming.put(channel, 0L);
                if (!strikes(Moment.SELECTING)) session.answer(channel, "confirm.select-ok");
            }
            default -> receivedOnChannel(method, channel);
        }
    }

    private void receivedOnChannel(WireFrame.Method method, int channel) throws IOException {
        switch (method.name()) {
            case "queue.declare" -> {
                var queue = method.text("queue");
                if (!(queue.equals(HostileSession.ASKED) && strikes(Moment.ASKED))) {
                    session.answer(channel, "queue.declare-ok", queue.isEmpty() ? "amq.gen-1" : queue, 0, 0);
                }
            }
            case "basic.consume" -> consume(method, channel);
            case "basic.cancel" -> {
                consumers.remove(method.text("consumer-tag"));
                session.answer(channel, "basic.cancel-ok", method.text("consumer-tag"));
            }
            case "basic.get" -> {
                if (!strikes(Moment.GETTING)) session.answer(channel, "basic.get-empty");
            }
            case "basic.qos" -> session.answer(channel, "basic.qos-ok");
            default -> {}
        }
    }

    private void consume(WireFrame.Method method, int channel) throws IOException {
        var queue = method.text("queue");
        if (queue.equals(HostileSession.ASKED) && strikes(Moment.CONSUMING)) return;
        consumers.put(queue, channel);
        session.answer(channel, "basic.consume-ok", method.text("consumer-tag"));
        if (method.text("consumer-tag").equals(HostileSession.TAG)) strikes(Moment.IDLE);
    }

    private void published(Content content) throws IOException {
        var channel = content.channel();
        var key = content.method().text("routing-key");
        var sequence = confirming.computeIfPresent(channel, (unused, last) -> last + 1);
        if (content.method().flag("mandatory") && broker.withholdsConfirms()) {
            if (++mandatory == broker.publishesAwaited()) strikes(Moment.PUBLISHED);
            return;
        }
        if (sequence != null) session.answer(channel, "basic.ack", sequence, false);
        var consumer = consumers.get(key);
        if (consumer != null && !session.isSilent()) {
            session.send(BrokerFrames.concat(
                    BrokerFrames.method(consumer, "basic.deliver", HostileSession.TAG, ++deliveryTag, false, "", key),
                    BrokerFrames.content(consumer, Map.of(), content.body(), FRAME_MAX)));
            broker.echoed();
        }
    }

    private void closing(WireFrame.Method method) throws IOException {
        var code = (int) method.number("reply-code");
        session.sawClose(code);
        closed = true;
        if (code == 200 && strikes(Moment.CLOSING)) return;
        if (!session.isSilent()) {
            session.answer(0, "connection.close-ok");
            session.endStream();
        }
    }

    private boolean strikes(Moment moment) {
        return broker.strikes(moment, session);
    }
}
