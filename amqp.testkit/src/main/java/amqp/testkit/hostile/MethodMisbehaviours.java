// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.ASKED;
import static amqp.testkit.hostile.Moment.CHANNEL_CLOSING;
import static amqp.testkit.hostile.Moment.CHANNEL_OPENING;
import static amqp.testkit.hostile.Moment.CONSUMING;
import static amqp.testkit.hostile.Moment.GETTING;
import static amqp.testkit.hostile.Moment.IDLE;
import static amqp.testkit.hostile.Moment.SELECTING;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.body;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.header;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.message;
import static amqp.testkit.hostile.Octets.method;
import static amqp.testkit.hostile.Octets.text;
import static amqp.testkit.hostile.Outcome.callTimesOut;
import static amqp.testkit.hostile.Outcome.channelClosedByPeer;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.goesOn;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Methods that nobody asked for, that answer something else, or that say what cannot be. */
final class MethodMisbehaviours {
    private static final String STATES = "2.2.2";
    private static final String SYNTAX = "4.2.4";
    private static final byte[] DECLARE_OK = method("queue.declare-ok", HostileSession.ASKED, 0, 0);

    private final List<Misbehaviour> all = new ArrayList<>();

    private MethodMisbehaviours() {}

    static List<Misbehaviour> all() {
        var methods = new MethodMisbehaviours();
        methods.unasked();
        methods.onTheWrongChannel();
        methods.unknown();
        methods.wrongReplies();
        methods.lateOrNever();
        methods.channelOpening();
        methods.strangeReplies();
        return methods.all;
    }

    /** Each method that a broker may only send in answer, or not at all. */
    private void unasked() {
        for (var reply : List.of(
                "channel.open-ok",
                "channel.flow-ok",
                "channel.close-ok",
                "exchange.declare-ok",
                "exchange.delete-ok",
                "exchange.bind-ok",
                "exchange.unbind-ok",
                "queue.bind-ok",
                "queue.unbind-ok",
                "basic.qos-ok",
                "basic.recover-ok",
                "confirm.select-ok",
                "tx.select-ok",
                "tx.commit-ok",
                "tx.rollback-ok",
                "basic.get-empty",
                "tx.select",
                "tx.commit",
                "tx.rollback",
                "channel.open")) {
            unasked(reply, reply.equals("channel.flow-ok") ? method(reply, true) : method(reply));
        }
        unasked("queue.declare-ok", DECLARE_OK);
        unasked("queue.purge-ok", method("queue.purge-ok", 1));
        unasked("queue.delete-ok", method("queue.delete-ok", 1));
        unasked("basic.consume-ok", method("basic.consume-ok", "x"));
        unasked("basic.cancel-ok", method("basic.cancel-ok", HostileSession.TAG));
        unasked("basic.get-ok", method("basic.get-ok", 1, false, "", "q", 0));
        unasked("basic.publish", method("basic.publish", "", "q", false, false));
        unasked("basic.consume", method("basic.consume", "q", "t", false, false, false, false, Map.of()));
        unasked("basic.get", method("basic.get", "q", false));
        unasked("basic.qos", method("basic.qos", 0, 1, false));
        unasked("basic.reject", method("basic.reject", 1, false));
        unasked("basic.recover", method("basic.recover", true));
        unasked("basic.recover-async", method("basic.recover-async", true));
        unasked("confirm.select", method("confirm.select", false));
        unasked("queue.declare", method("queue.declare", "q", false, false, false, false, false, Map.of()));
        unasked("queue.delete", method("queue.delete", "q", false, false, false));
        unasked("queue.purge", method("queue.purge", "q", false));
        unasked(
                "exchange.declare",
                method("exchange.declare", "x", "topic", false, false, false, false, false, Map.of()));
        unasked("exchange.delete", method("exchange.delete", "x", false, false));
    }

    private void unasked(String name, byte[] frame) {
        closing("unasked-" + name, IDLE, 503, STATES, frame);
    }

    private void onTheWrongChannel() {
        for (var name : List.of(
                "connection.close-ok", "connection.open-ok", "connection.unblocked", "connection.update-secret-ok")) {
            closing(name + "-on-channel-1", IDLE, 503, CHANNEL_0_ONLY, method(name));
        }
        closing("connection.close-on-channel-1", IDLE, 503, CHANNEL_0_ONLY, method("connection.close", 320, "", 0, 0));
        closing("connection.blocked-on-channel-1", IDLE, 503, CHANNEL_0_ONLY, method("connection.blocked", "x"));
        closing("connection.tune-on-channel-1", IDLE, 503, CHANNEL_0_ONLY, method("connection.tune", 1, 8192, 1));
        closing(
                "connection.start-on-channel-1",
                IDLE,
                503,
                CHANNEL_0_ONLY,
                method("connection.start", 0, 9, Map.of(), "PLAIN", ""));
        for (var name : List.of("connection.close-ok", "connection.open-ok", "connection.update-secret-ok")) {
            closing("unasked-" + name, IDLE, 503, STATES, BrokerFrames.method(0, name));
        }
        for (var name : List.of("channel.open-ok", "channel.close-ok", "basic.qos-ok", "basic.get-empty")) {
            closing(name + "-on-channel-0", IDLE, 503, CHANNEL_0_ONLY, BrokerFrames.method(0, name));
        }
        closing("channel.flow-on-channel-0", IDLE, 503, CHANNEL_0_ONLY, BrokerFrames.method(0, "channel.flow", false));
        closing(
                "channel.close-on-channel-0",
                IDLE,
                503,
                CHANNEL_0_ONLY,
                BrokerFrames.method(0, "channel.close", 404, "", 0, 0));
        closing(
                "basic.deliver-on-channel-0",
                IDLE,
                503,
                CHANNEL_0_ONLY,
                BrokerFrames.method(0, "basic.deliver", "tag", 1, false, "", "q"));
        closing("basic.ack-on-channel-0", IDLE, 503, CHANNEL_0_ONLY, BrokerFrames.method(0, "basic.ack", 1, false));
        closing(
                "basic.cancel-on-channel-0",
                IDLE,
                503,
                CHANNEL_0_ONLY,
                BrokerFrames.method(0, "basic.cancel", "tag", false));
    }

    private static final String CHANNEL_0_ONLY = "4.3";

    private void unknown() {
        for (var id : List.of(
                "00000000", "000a0000", "000a0050", "001e000a", "003c0000", "003c00c8", "0055000c", "ffffffff")) {
            closing("unknown-method-" + id, IDLE, 503, SYNTAX, BrokerFrames.frame(1, 1, hex(id)));
        }
        closing("unknown-method-on-0", IDLE, 503, SYNTAX, BrokerFrames.frame(1, 0, hex("00630001")));
        closing("method-broken-off", IDLE, 502, SYNTAX, BrokerFrames.frame(1, 1, hex("003c003c 03 74")));
        closing(
                "method-string-longer-than-frame",
                IDLE,
                502,
                SYNTAX,
                BrokerFrames.frame(1, 1, hex("003c001e ff 74616700")));
        closing("method-ack-broken-off", IDLE, 502, SYNTAX, BrokerFrames.frame(1, 1, hex("003c0050 00000000")));
        closing("method-blocked-broken-off", IDLE, 502, SYNTAX, BrokerFrames.frame(1, 0, hex("000a003c ff")));
        sending(
                "method-with-trailing-octets",
                ASKED,
                goesOn(),
                BrokerFrames.method(1, 50, 11)
                        .shortstr(HostileSession.ASKED)
                        .longint(0)
                        .longint(0)
                        .raw(new byte[100])
                        .frame());
        sending(
                "method-with-unused-bits",
                IDLE,
                goesOn(),
                BrokerFrames.method(1, 60, 80).longlong(0).octet(0xff).frame());
    }

    private void wrongReplies() {
        closing("asked-other-reply", ASKED, 503, STATES, method("queue.delete-ok", 0));
        closing("asked-qos-ok", ASKED, 503, STATES, method("basic.qos-ok"));
        closing("asked-open-ok", ASKED, 503, STATES, method("channel.open-ok"));
        closing("asked-get-empty", ASKED, 503, STATES, method("basic.get-empty"));
        closing("asked-close-ok", ASKED, 503, STATES, method("channel.close-ok"));
        closing("asked-answered-twice", ASKED, 503, STATES, DECLARE_OK, DECLARE_OK);
        closing(
                "asked-answered-on-channel-2",
                ASKED,
                504,
                "4.3",
                BrokerFrames.method(2, "queue.declare-ok", HostileSession.ASKED, 0, 0));
        closing(
                "asked-answered-on-channel-0",
                ASKED,
                503,
                "4.3",
                BrokerFrames.method(0, "queue.declare-ok", HostileSession.ASKED, 0, 0));
        closing(
                "asked-the-question-sent-back",
                ASKED,
                503,
                STATES,
                method("queue.declare", HostileSession.ASKED, false, false, false, false, false, Map.of()));
        closing("get-declare-ok", GETTING, 503, STATES, DECLARE_OK);
        closing("get-empty-twice", GETTING, 503, STATES, method("basic.get-empty"), method("basic.get-empty"));
        closing("get-ok-then-empty", GETTING, 505, "4.2.6", getOk(1), method("basic.get-empty"));
        closing("get-ok-twice", GETTING, 505, "4.2.6", getOk(1), getOk(2));
        closing("get-ok-then-body", GETTING, 505, "4.2.6", getOk(1), body(4));
        closing("consume-get-empty", CONSUMING, 503, STATES, method("basic.get-empty"));
        closing("select-tx-select-ok", SELECTING, 503, STATES, method("tx.select-ok"));
        closing("select-ok-twice", SELECTING, 503, STATES, method("confirm.select-ok"), method("confirm.select-ok"));
        closing("select-ack-before-any-publish", SELECTING, 503, STATES, method("basic.ack", 1, false));
    }

    private static byte[] getOk(long tag) {
        return method("basic.get-ok", tag, false, "", "q", 0);
    }

    private void lateOrNever() {
        sending("asked-never", ASKED, callTimesOut());
        sending("asked-never-but-heartbeats", ASKED, callTimesOut(), Octets.repeated(100, BrokerFrames.heartbeat()));
        sending("get-never", GETTING, callTimesOut());
        sending("get-ok-and-no-header", GETTING, callTimesOut(), getOk(1));
        sending("get-ok-and-no-body", GETTING, callTimesOut(), getOk(1), header(100));
        sending("get-ok-and-half-a-body", GETTING, callTimesOut(), getOk(1), header(100), body(50));
        sending("get-ok-of-2-to-the-40", GETTING, callTimesOut(), getOk(1), header(1L << 40), body(100));
        sending("consume-never", CONSUMING, callTimesOut());
        sending("channel-open-never", CHANNEL_OPENING, callTimesOut());
        sending("select-never", SELECTING, callTimesOut());
        add("asked-reply-octet-by-octet", ASKED, goesOn(), session -> session.sendOctetByOctet(DECLARE_OK));
        add("asked-reply-behind-100000-messages", ASKED, goesOn(), session -> {
            for (var i = 0; i < 1000; i++) session.send(messages(1 + i * 100L));
            session.send(DECLARE_OK);
        });
    }

    private static byte[] messages(long firstTag) {
        var frames = new byte[100][];
        for (var i = 0; i < frames.length; i++) frames[i] = message(firstTag + i, 10);
        return BrokerFrames.concat(frames);
    }

    private void channelOpening() {
        closing("channel-open-ok-on-2", CHANNEL_OPENING, 504, "4.3", BrokerFrames.method(2, "channel.open-ok"));
        closing("channel-open-close-ok", CHANNEL_OPENING, 503, STATES, method("channel.close-ok"));
        closing("channel-open-declare-ok", CHANNEL_OPENING, 503, STATES, DECLARE_OK);
        closing(
                "channel-open-ok-twice",
                CHANNEL_OPENING,
                503,
                STATES,
                method("channel.open-ok"),
                method("channel.open-ok"));
        closing("channel-open-ack", CHANNEL_OPENING, 503, STATES, method("basic.ack", 1, false));
        sending(
                "channel-open-refused",
                CHANNEL_OPENING,
                channelClosedByPeer(504),
                method("channel.close", 504, "CHANNEL_ERROR", 20, 10));
        sending("channel-open-deliver-first", CHANNEL_OPENING, goesOn(), message(1, 4), method("channel.open-ok"));
        sending(
                "channel-close-crossed",
                CHANNEL_CLOSING,
                channelClosedByPeer(406),
                method("channel.close", 406, "PRECONDITION_FAILED", 0, 0),
                method("channel.close-ok"));
        closing(
                "channel-close-ok-twice",
                CHANNEL_CLOSING,
                504,
                "1.5.2.6",
                method("channel.close-ok"),
                method("channel.close-ok"));
        closing(
                "channel-close-ok-then-deliver",
                CHANNEL_CLOSING,
                504,
                "1.5.2.6",
                method("channel.close-ok"),
                message(1, 4));
        sending("channel-close-ok-behind-messages", CHANNEL_CLOSING, goesOn(), messages(1), method("channel.close-ok"));
        closing("channel-close-open-ok", CHANNEL_CLOSING, 503, STATES, method("channel.open-ok"));
    }

    private void strangeReplies() {
        sending(
                "declare-ok-huge-counts",
                ASKED,
                goesOn(),
                method("queue.declare-ok", HostileSession.ASKED, 0xffff_ffffL, 0xffff_ffffL));
        sending("declare-ok-other-name", ASKED, goesOn(), method("queue.declare-ok", "another", 0, 0));
        sending("declare-ok-empty-name", ASKED, goesOn(), method("queue.declare-ok", "", 0, 0));
        sending("declare-ok-name-no-utf-8", ASKED, goesOn(), method("queue.declare-ok", filled(255, 0xff), 0, 0));
        sending("declare-ok-name-controls", ASKED, goesOn(), method("queue.declare-ok", CONTROLS, 0, 0));
        sending("consume-ok-other-tag", CONSUMING, goesOn(), method("basic.consume-ok", "other"));
        closing("consume-ok-tag-in-use", CONSUMING, 530, "1.8.3.3", method("basic.consume-ok", HostileSession.TAG));
        sending("consume-ok-empty-tag", CONSUMING, goesOn(), method("basic.consume-ok", ""));
        sending(
                "consume-ok-tag-no-utf-8",
                CONSUMING,
                goesOn(),
                method("basic.consume-ok", filled(255, 0xff)),
                Octets.deliver(filled(255, 0xff), 1),
                header(0),
                method("basic.cancel", filled(255, 0xff), false));
        sending(
                "consume-deliver-before-ok",
                CONSUMING,
                goesOn(),
                Octets.deliver(HostileSession.ASKED, 1),
                header(0),
                method("basic.consume-ok", HostileSession.ASKED));
        sending(
                "consume-cancel-before-ok",
                CONSUMING,
                goesOn(),
                method("basic.cancel", HostileSession.ASKED, false),
                method("basic.consume-ok", HostileSession.ASKED));
        sending(
                "consume-refused",
                CONSUMING,
                channelClosedByPeer(403),
                method("channel.close", 403, "ACCESS_REFUSED", 60, 20));
        sending(
                "get-ok-huge-count",
                GETTING,
                goesOn(),
                method("basic.get-ok", 1, true, "", "q", 0xffff_ffffL),
                header(0));
        sending(
                "get-ok-names-no-utf-8",
                GETTING,
                goesOn(),
                method("basic.get-ok", 1, true, filled(255, 0xfe), filled(255, 0xff), 0),
                header(0));
        sending("get-ok-tag-0", GETTING, goesOn(), getOk(0), header(0));
        sending("get-ok-tag-minus-1", GETTING, goesOn(), getOk(-1), header(0));
        sending(
                "get-empty-with-cluster-id",
                GETTING,
                goesOn(),
                BrokerFrames.method(1, 60, 72).shortstr(text("x".repeat(255))).frame());
        sending("cancel-unknown-tag", IDLE, goesOn(), method("basic.cancel", "nobody", false));
        sending("cancel-empty-tag", IDLE, goesOn(), method("basic.cancel", "", true));
        add("cancel-tag-no-utf-8", IDLE, goesOn(), session -> {
            session.send(method("basic.cancel", filled(255, 0xff), false));
            session.await("basic.cancel-ok");
        });
        sending("cancel-surrogates", IDLE, goesOn(), method("basic.cancel", hex("eda080edb080"), false));
        sending("cancel-overlong", IDLE, goesOn(), method("basic.cancel", hex("c080e08080"), false));
        sending(
                "cancel-twice",
                IDLE,
                goesOn(),
                method("basic.cancel", HostileSession.TAG, false),
                method("basic.cancel", HostileSession.TAG, false));
        sending("cancel-then-deliver", IDLE, goesOn(), method("basic.cancel", HostileSession.TAG, true), message(1, 4));
    }

    private void closing(String name, Moment moment, int code, String section, byte[]... octets) {
        add(name, moment, closes(code, section), Attack.sending(octets));
    }

    private void sending(String name, Moment moment, Outcome outcome, byte[]... octets) {
        add(name, moment, outcome, Attack.sending(octets));
    }

    private void add(String name, Moment moment, Outcome outcome, Attack attack) {
        all.add(new Misbehaviour(name, moment, outcome, attack));
    }
}
