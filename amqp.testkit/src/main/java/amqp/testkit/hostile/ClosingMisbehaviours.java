// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.ASKED;
import static amqp.testkit.hostile.Moment.CLOSING;
import static amqp.testkit.hostile.Moment.GETTING;
import static amqp.testkit.hostile.Moment.IDLE;
import static amqp.testkit.hostile.Moment.OPEN;
import static amqp.testkit.hostile.Moment.PUBLISHED;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.message;
import static amqp.testkit.hostile.Octets.method;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Outcome.channelClosedByPeer;
import static amqp.testkit.hostile.Outcome.closedByPeer;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.ends;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;

/** The ends of channels and of the connection, by either side. */
final class ClosingMisbehaviours {
    private static final byte[] CLOSE_OK = BrokerFrames.method(0, "connection.close-ok");

    private final List<Misbehaviour> all = new ArrayList<>();

    private ClosingMisbehaviours() {}

    static List<Misbehaviour> all() {
        var closing = new ClosingMisbehaviours();
        closing.connectionByBroker();
        closing.channelByBroker();
        closing.connectionByApplication();
        closing.withoutCloseOk();
        return closing.all;
    }

    private static byte[] close(int code, Object text) {
        return BrokerFrames.method(0, "connection.close", code, text, 0, 0);
    }

    private static byte[] closeChannel(int code, Object text) {
        return method("channel.close", code, text, 0, 0);
    }

    private void connectionByBroker() {
        sending("close-as-soon-as-open", OPEN, closedByPeer(320), close(320, "CONNECTION_FORCED"));
        for (var code : new int[] {0, 200, 320, 501, 541, 65_535}) {
            sending("close-with-" + code, IDLE, closedByPeer(code), close(code, ""));
        }
        sending("close-with-controls", IDLE, closedByPeer(320), close(320, CONTROLS));
        sending("close-no-utf-8", IDLE, closedByPeer(320), close(320, filled(255, 0xff)));
        sending(
                "close-blaming-no-method",
                IDLE,
                closedByPeer(503),
                BrokerFrames.method(0, "connection.close", 503, "", 65_535, 65_535));
        sending("close-while-asked", ASKED, closedByPeer(320), close(320, ""));
        sending("close-while-getting", GETTING, closedByPeer(320), close(320, ""));
        sending("close-while-published", PUBLISHED, closedByPeer(320), close(320, ""));
        sending("close-within-content", IDLE, closedByPeer(320), Octets.deliver(1), Octets.header(10), close(320, ""));
        sending("close-twice", IDLE, closedByPeer(320), close(320, ""), close(501, ""));
        sending("close-then-messages", IDLE, closedByPeer(320), close(320, ""), repeated(100, message(1, 10)));
        sending("close-then-garbage", IDLE, closedByPeer(320), close(320, ""), filled(1000, 0x55));
        sending(
                "close-broken-off",
                IDLE,
                closes(502, "4.2.4"),
                BrokerFrames.method(0, 10, 50).shortint(320).frame());
        all.add(new Misbehaviour("close-and-no-end-of-stream", IDLE, closedByPeer(320), session -> {
                    session.fallSilent();
                    session.send(close(320, ""));
                })
                .within(Limit.CLOSE));
    }

    private void channelByBroker() {
        for (var code : new int[] {0, 200, 404, 406, 65_535}) {
            sending("channel-close-with-" + code, IDLE, channelClosedByPeer(code), closeChannel(code, ""));
        }
        sending("channel-close-with-controls", IDLE, channelClosedByPeer(404), closeChannel(404, CONTROLS));
        sending("channel-close-no-utf-8", IDLE, channelClosedByPeer(404), closeChannel(404, filled(255, 0xff)));
        sending("channel-close-while-asked", ASKED, channelClosedByPeer(406), closeChannel(406, ""));
        sending("channel-close-while-getting", GETTING, channelClosedByPeer(404), closeChannel(404, ""));
        sending("channel-close-while-published", PUBLISHED, channelClosedByPeer(404), closeChannel(404, ""));
        sending("channel-close-twice", IDLE, closes(504, "4.3"), closeChannel(404, ""), closeChannel(404, ""));
        sending("channel-close-then-deliver", IDLE, closes(504, "4.3"), closeChannel(404, ""), message(1, 10));
        sending(
                "channel-close-then-close-ok",
                IDLE,
                closes(504, "4.3"),
                closeChannel(404, ""),
                method("channel.close-ok"));
        sending(
                "channel-close-then-ack",
                PUBLISHED,
                closes(504, "4.3"),
                closeChannel(404, ""),
                method("basic.ack", 1, false));
    }

    private void connectionByApplication() {
        sending("closing-crossed", CLOSING, ends(), close(320, ""), CLOSE_OK);
        sending("closing-behind-messages", CLOSING, ends(), repeated(1000, message(1, 10)), CLOSE_OK);
        sending("closing-wrong-reply", CLOSING, ends(), BrokerFrames.method(0, "connection.open-ok"), CLOSE_OK);
        sending("closing-twice", CLOSING, ends(), CLOSE_OK, CLOSE_OK);
        sending("closing-garbage", CLOSING, ends(), filled(1000, 0x55));
        sending("closing-frame-of-unknown-channel", CLOSING, ends(), BrokerFrames.body(99, new byte[9]), CLOSE_OK);
        add("closing-cut", CLOSING, HostileSession::cut);
        add("closing-end", CLOSING, HostileSession::halfClose);
        all.add(new Misbehaviour("closing-never", CLOSING, ends(), HostileSession::fallSilent).within(Limit.CLOSE));
        all.add(new Misbehaviour("closing-never-but-messages", CLOSING, ends(), session -> {
                    session.fallSilent();
                    session.flood(20_000, repeated(100, message(1, 10)));
                })
                .within(Limit.CLOSE));
        all.add(new Misbehaviour("closing-never-but-heartbeats", CLOSING, ends(), session -> {
                    session.fallSilent();
                    session.flood(1_000_000, BrokerFrames.heartbeat());
                })
                .within(Limit.CLOSE));
    }

    /** The client says what is wrong, and the broker does not care. */
    private void withoutCloseOk() {
        unanswered("violation-without-close-ok", session -> session.send(method("basic.qos-ok")));
        unanswered("violation-and-more-of-it", session -> session.flood(100_000, repeated(10, method("basic.qos-ok"))));
        unanswered("violation-and-messages", session -> {
            session.send(method("basic.qos-ok"));
            session.flood(20_000, repeated(100, message(1, 10)));
        });
        unanswered("violation-and-close", session -> session.send(method("basic.qos-ok"), close(320, "")));
    }

    private void unanswered(String name, Attack attack) {
        all.add(new Misbehaviour(name, IDLE, closes(503, "2.2.4"), session -> {
                    session.fallSilent();
                    attack.play(session);
                })
                .within(Limit.CLOSE));
    }

    private void sending(String name, Moment moment, Outcome outcome, byte[]... octets) {
        all.add(new Misbehaviour(name, moment, outcome, Attack.sending(octets)));
    }

    private void add(String name, Moment moment, Attack attack) {
        all.add(new Misbehaviour(name, moment, ends(), attack));
    }
}
