// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.ACCEPTED;
import static amqp.testkit.hostile.Moment.GREETED;
import static amqp.testkit.hostile.Moment.LOGIN;
import static amqp.testkit.hostile.Moment.OPENING;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.nested;
import static amqp.testkit.hostile.Octets.sized;
import static amqp.testkit.hostile.Octets.text;
import static amqp.testkit.hostile.Outcome.closedByPeer;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.drops;
import static amqp.testkit.hostile.Outcome.goesOn;
import static amqp.testkit.hostile.Outcome.lost;
import static amqp.testkit.hostile.Outcome.refuses;
import static amqp.testkit.hostile.Outcome.stepTimesOut;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the socket to connection.open-ok. */
final class HandshakeMisbehaviours {
    private static final byte[] START = start("PLAIN");
    private static final byte[] TUNE = tune(2047, 131_072, 0);
    private static final byte[] OPEN_OK = BrokerFrames.method(0, "connection.open-ok");

    private final List<Misbehaviour> all = new ArrayList<>();

    private HandshakeMisbehaviours() {}

    static List<Misbehaviour> all() {
        var handshake = new HandshakeMisbehaviours();
        handshake.firstOctets();
        handshake.protocolHeaders();
        handshake.inPlaceOfStart();
        handshake.serverProperties();
        handshake.inPlaceOfTune();
        handshake.tunes();
        handshake.inPlaceOfOpenOk();
        return handshake.all;
    }

    private static byte[] start(Object mechanisms) {
        return BrokerFrames.method(0, "connection.start", 0, 9, Map.of(), mechanisms, "en_US");
    }

    private static byte[] startOfVersion(int major, int minor) {
        return BrokerFrames.method(0, "connection.start", major, minor, Map.of(), "PLAIN", "en_US");
    }

    private static byte[] startWith(byte[] table) {
        return BrokerFrames.method(0, 10, 10)
                .octet(0)
                .octet(9)
                .raw(table)
                .longstr("PLAIN")
                .longstr("en_US")
                .frame();
    }

    private static byte[] tune(int channelMax, long frameMax, int heartbeat) {
        return BrokerFrames.method(0, "connection.tune", channelMax, frameMax, heartbeat);
    }

    private static byte[] close(int code, Object text) {
        return BrokerFrames.method(0, "connection.close", code, text, 0, 0);
    }

    private void firstOctets() {
        add("accepted-cut", ACCEPTED, lost(), HostileSession::cut);
        add("accepted-end", ACCEPTED, lost(), HostileSession::halfClose);
        add("accepted-silence", ACCEPTED, stepTimesOut(), HostileSession::fallSilent);
        send("accepted-http", ACCEPTED, drops(501), text("HTTP/1.1 400 Bad Request\r\n\r\n"));
        send("accepted-ssh", ACCEPTED, drops(501), text("SSH-2.0-OpenSSH_9.2\r\n"));
        send("accepted-zeros", ACCEPTED, drops(501), new byte[64]);
        send("accepted-ones", ACCEPTED, drops(501), filled(64, 0xff));
        send("accepted-tls-record", ACCEPTED, drops(501), hex("16 0303 0010"), filled(16, 1));
        send("accepted-start-unasked-and-again", ACCEPTED, drops(503), START);
    }

    private void protocolHeaders() {
        send("header-0-9-0", GREETED, refuses(), BrokerFrames.protocolHeader(0, 0, 9, 0));
        send("header-0-9-1", GREETED, refuses(), BrokerFrames.protocolHeader(0, 0, 9, 1));
        send("header-0-8", GREETED, refuses(), BrokerFrames.protocolHeader(1, 1, 8, 0));
        send("header-0-10", GREETED, refuses(), BrokerFrames.protocolHeader(1, 1, 0, 10));
        send("header-1-0", GREETED, refuses(), BrokerFrames.protocolHeader(0, 1, 0, 0));
        send("header-1-0-sasl", GREETED, refuses(), BrokerFrames.protocolHeader(3, 1, 0, 0));
        send("header-of-255", GREETED, refuses(), BrokerFrames.protocolHeader(255, 255, 255, 255));
        send("header-misspelt", GREETED, drops(501), text("AMQX\0\0\t\1"));
        add(
                "header-octet-by-octet",
                GREETED,
                refuses(),
                session -> session.sendOctetByOctet(BrokerFrames.protocolHeader(0, 1, 0, 0)));
        add("header-half-and-end", GREETED, lost(), session -> {
            session.send(text("AMQ"));
            session.halfClose();
        });
        add("header-half-and-silence", GREETED, stepTimesOut(), session -> session.send(text("AMQ")));
    }

    private void inPlaceOfStart() {
        add("start-never", GREETED, stepTimesOut(), HostileSession::fallSilent);
        add(
                "start-never-but-heartbeats",
                GREETED,
                stepTimesOut(),
                session -> session.flood(1_000_000, BrokerFrames.heartbeat()));
        add("start-cut", GREETED, lost(), HostileSession::cut);
        add("start-end", GREETED, lost(), HostileSession::halfClose);
        send("start-version-8-0", GREETED, refuses(), startOfVersion(8, 0));
        send("start-version-0-10", GREETED, refuses(), startOfVersion(0, 10));
        send("start-version-255", GREETED, refuses(), startOfVersion(255, 255));
        send("start-twice", GREETED, drops(503), START, START);
        send("start-on-channel-1", GREETED, drops(504), onChannel(1, START));
        send("start-on-channel-65535", GREETED, drops(504), onChannel(65_535, START));
        send(
                "start-broken-off",
                GREETED,
                drops(502),
                BrokerFrames.method(0, 10, 10).octet(0).frame());
        send(
                "start-with-trailing-octets",
                GREETED,
                goesOn(),
                BrokerFrames.method(0, 10, 10)
                        .octet(0)
                        .octet(9)
                        .table(Map.of())
                        .longstr("PLAIN")
                        .longstr("en_US")
                        .raw(new byte[32])
                        .frame());
        send("start-over-8192", GREETED, drops(501), start("X".repeat(9000)));
        send("start-of-4-gib", GREETED, drops(501), hex("01 0000 ffffffff"));
        send("start-of-minus-1", GREETED, drops(501), hex("01 0000 80000000"));
        send("start-with-bad-end", GREETED, drops(501), BrokerFrames.withBadEnd(START));
        add("start-octet-by-octet", GREETED, goesOn(), session -> session.sendOctetByOctet(START));
        add(
                "start-half-and-silence",
                GREETED,
                stepTimesOut(),
                session -> session.send(java.util.Arrays.copyOf(START, 20)));
        send(
                "start-without-locales",
                GREETED,
                goesOn(),
                BrokerFrames.method(0, "connection.start", 0, 9, Map.of(), "PLAIN", ""));
        send("mechanisms-none", GREETED, refuses(), start(""));
        send("mechanisms-spaces", GREETED, refuses(), start("     "));
        send("mechanisms-unknown", GREETED, refuses(), start("GSSAPI SCRAM-SHA-256"));
        send("mechanisms-controls", GREETED, refuses(), start(CONTROLS));
        send("mechanisms-no-utf-8", GREETED, refuses(), start(filled(500, 0xff)));
        send("mechanisms-3000", GREETED, refuses(), start("X ".repeat(3000)));
        send("start-then-secret-asked-for-in-the-open", GREETED, goesOn(), start("ANONYMOUS PLAIN"));
        send("tune-before-start", GREETED, drops(503), TUNE);
        send("open-ok-before-start", GREETED, drops(503), OPEN_OK);
        send("secure-before-start", GREETED, drops(503), BrokerFrames.method(0, "connection.secure", "x"));
        send("close-before-start", GREETED, closedByPeer(320), close(320, "CONNECTION_FORCED"));
        send("close-ok-before-start", GREETED, drops(503), BrokerFrames.method(0, "connection.close-ok"));
        send("blocked-before-start", GREETED, drops(503), BrokerFrames.method(0, "connection.blocked", "x"));
        send(
                "start-ok-sent-back",
                GREETED,
                drops(503),
                BrokerFrames.method(0, "connection.start-ok", Map.of(), "PLAIN", "x", "en_US"));
        send("declare-ok-before-start", GREETED, drops(503), BrokerFrames.method(0, "queue.declare-ok", "q", 0, 0));
        send(
                "class-99-before-start",
                GREETED,
                drops(503),
                BrokerFrames.method(0, 99, 1).frame());
        send("header-frame-before-start", GREETED, drops(504), BrokerFrames.header(0, 10, Map.of()));
        send("body-frame-before-start", GREETED, drops(504), BrokerFrames.body(0, new byte[10]));
        send("body-frame-on-channel-1-before-start", GREETED, drops(504), BrokerFrames.body(1, new byte[10]));
        send("heartbeat-before-start", GREETED, goesOn(), BrokerFrames.heartbeat(), START);
        send("heartbeat-on-channel-1-before-start", GREETED, drops(501), BrokerFrames.frame(8, 1, new byte[0]));
    }

    private static byte[] onChannel(int channel, byte[] frame) {
        var moved = frame.clone();
        moved[1] = (byte) (channel >> 8);
        moved[2] = (byte) channel;
        return moved;
    }

    private void serverProperties() {
        table("properties-of-unknown-type", drops(502), sized(hex("0161 5a 00")));
        table("properties-broken-off", drops(502), sized(hex("0161 53 000000ff")));
        table("properties-key-broken-off", drops(502), sized(hex("ff61")));
        table("properties-longer-than-frame", drops(502), hex("00010000 0161 74 01"));
        table("properties-of-minus-1", drops(502), hex("ffffffff"));
        table("properties-array-of-minus-1", drops(502), sized(hex("0161 41 ffffffff")));
        table("properties-octets-of-2-gib", drops(502), sized(hex("0161 78 7fffffff")));
        table("properties-33-deep", drops(502), nested(33));
        table("properties-1000-deep", drops(502), nested(1000));
        table("properties-arrays-1500-deep", drops(502), Octets.nestedArrays(1500));
        table("properties-32-deep", goesOn(), nested(32));
        table("properties-key-twice", goesOn(), sized(hex("0161 74 01 0161 74 00")));
        table("properties-empty-key", goesOn(), sized(hex("00 74 01")));
        table("properties-key-no-utf-8", goesOn(), sized(hex("04 fffec0ed 53 00000004 ff80c0ed")));
        table(
                "properties-capabilities-no-table",
                goesOn(),
                sized(hex("0c"), text("capabilities"), hex("53 00000001 78")));
        send(
                "properties-controls",
                GREETED,
                goesOn(),
                BrokerFrames.method(
                        0,
                        "connection.start",
                        0,
                        9,
                        Map.of("product", CONTROLS, "version", CONTROLS, "cluster_name", CONTROLS),
                        "PLAIN",
                        "en_US"));
    }

    private void inPlaceOfTune() {
        add("tune-never", LOGIN, stepTimesOut(), HostileSession::fallSilent);
        add("login-cut", LOGIN, lost(), HostileSession::cut);
        add("login-end", LOGIN, lost(), HostileSession::halfClose);
        send("login-refused", LOGIN, closedByPeer(403), close(403, "ACCESS_REFUSED - Login was refused"));
        send("login-close-without-code", LOGIN, closedByPeer(0), close(0, ""));
        send("login-close-with-65535", LOGIN, closedByPeer(65_535), close(65_535, "x".repeat(255)));
        send("login-close-with-controls", LOGIN, closedByPeer(320), close(320, CONTROLS));
        send("login-close-no-utf-8", LOGIN, closedByPeer(320), close(320, filled(255, 0xff)));
        send(
                "login-close-broken-off",
                LOGIN,
                drops(502),
                BrokerFrames.method(0, 10, 50).shortint(320).frame());
        send("secure-asked-of-plain", LOGIN, refuses(), BrokerFrames.method(0, "connection.secure", "challenge"));
        send("secure-empty", LOGIN, refuses(), BrokerFrames.method(0, "connection.secure", ""));
        send("secure-7000", LOGIN, refuses(), BrokerFrames.method(0, "connection.secure", new byte[7000]));
        send("start-again-at-login", LOGIN, drops(503), START);
        send("open-ok-before-tune", LOGIN, drops(503), OPEN_OK);
        send("close-ok-before-tune", LOGIN, drops(503), BrokerFrames.method(0, "connection.close-ok"));
        send("update-secret-ok-before-tune", LOGIN, drops(503), BrokerFrames.method(0, "connection.update-secret-ok"));
        send("deliver-before-tune", LOGIN, drops(504), Octets.message(1, 10));
    }

    private void tunes() {
        tune("tune-frame-max-1", drops(530), 2047, 1, 0);
        tune("tune-frame-max-4095", drops(530), 2047, 4095, 0);
        tune("tune-frame-max-4096", goesOn(), 2047, 4096, 0);
        tune("tune-frame-max-0", goesOn(), 2047, 0, 0);
        tune("tune-frame-max-4-gib", goesOn(), 2047, 0xffff_ffffL, 0);
        tune("tune-frame-max-2-gib", goesOn(), 2047, 0x8000_0000L, 0);
        tune("tune-channel-max-0", goesOn(), 0, 131_072, 0);
        tune("tune-channel-max-65535", goesOn(), 65_535, 131_072, 0);
        tune("tune-heartbeat-65535", goesOn(), 2047, 131_072, 65_535);
        send(
                "tune-broken-off",
                LOGIN,
                drops(502),
                BrokerFrames.method(0, 10, 30).shortint(1).frame());
        send("tune-twice", LOGIN, drops(503), TUNE, TUNE);
        send("tune-and-open-ok-at-once", LOGIN, closes(503, "2.2.4"), TUNE, OPEN_OK);
    }

    private void inPlaceOfOpenOk() {
        add("open-ok-never", OPENING, stepTimesOut(), HostileSession::fallSilent);
        add(
                "open-ok-never-but-heartbeats",
                OPENING,
                stepTimesOut(),
                session -> session.flood(1_000_000, BrokerFrames.heartbeat()));
        add("opening-cut", OPENING, lost(), HostileSession::cut);
        add("opening-end", OPENING, lost(), HostileSession::halfClose);
        send("opening-refused", OPENING, closedByPeer(530), close(530, "NOT_ALLOWED - vhost not found"));
        send("tune-while-opening", OPENING, drops(503), TUNE);
        send("secure-while-opening", OPENING, drops(503), BrokerFrames.method(0, "connection.secure", "x"));
        send("start-while-opening", OPENING, drops(503), START);
        send("blocked-while-opening", OPENING, drops(503), BrokerFrames.method(0, "connection.blocked", "x"));
        send("channel-open-ok-while-opening", OPENING, drops(504), Octets.method("channel.open-ok"));
        send("deliver-while-opening", OPENING, drops(504), Octets.message(1, 10));
        send("body-on-0-while-opening", OPENING, drops(504), BrokerFrames.body(0, new byte[8]));
        send("frame-over-frame-max-while-opening", OPENING, drops(501), hex("01 0000 00020000"));
        send("open-ok-twice", OPENING, closes(503, "2.2.4"), OPEN_OK, OPEN_OK);
        send("open-ok-then-tune", OPENING, closes(503, "1.4.2.5"), OPEN_OK, TUNE);
        send("open-ok-then-start", OPENING, closes(503, "1.4.2.1"), OPEN_OK, START);
        send(
                "open-ok-then-secure",
                OPENING,
                closes(503, "1.4.2.3"),
                OPEN_OK,
                BrokerFrames.method(0, "connection.secure", "x"));
        send("open-ok-then-close", OPENING, closedByPeer(320), OPEN_OK, close(320, "CONNECTION_FORCED"));
        add("open-ok-then-cut", OPENING, lost(), session -> {
            session.send(OPEN_OK);
            session.cut();
        });
        add("open-ok-octet-by-octet", OPENING, goesOn(), session -> session.sendOctetByOctet(OPEN_OK));
    }

    private void table(String name, Outcome outcome, byte[] table) {
        send(name, GREETED, outcome, startWith(table));
    }

    private void tune(String name, Outcome outcome, int channelMax, long frameMax, int heartbeat) {
        send(name, LOGIN, outcome, tune(channelMax, frameMax, heartbeat));
    }

    private void send(String name, Moment moment, Outcome outcome, byte[]... octets) {
        add(name, moment, outcome, Attack.sending(octets));
    }

    private void add(String name, Moment moment, Outcome outcome, Attack attack) {
        all.add(new Misbehaviour(name, moment, outcome, attack));
    }
}
