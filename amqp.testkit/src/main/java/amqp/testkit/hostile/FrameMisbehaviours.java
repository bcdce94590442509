// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.IDLE;
import static amqp.testkit.hostile.Octets.body;
import static amqp.testkit.hostile.Octets.deliver;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.header;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.message;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Octets.text;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.goesOn;
import static amqp.testkit.hostile.Outcome.heartbeatMissed;
import static amqp.testkit.hostile.Outcome.lost;

import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Octets that are no frames, frames that are no methods, frames for channels that there are not. */
final class FrameMisbehaviours {
    private static final String FRAMES = "4.2.3";
    private static final String CHANNELS = "4.3";
    private static final int SEED = 4711;

    private final List<Misbehaviour> all = new ArrayList<>();

    private FrameMisbehaviours() {}

    static List<Misbehaviour> all() {
        var frames = new FrameMisbehaviours();
        frames.types();
        frames.ends();
        frames.lengths();
        frames.heartbeats();
        frames.pieces();
        frames.unknownChannels();
        return frames.all;
    }

    private void types() {
        for (var type : new int[] {0, 4, 5, 6, 7, 9, 127, 128, 255}) {
            closing("frame-type-" + type, 501, FRAMES, BrokerFrames.frame(type, 1, new byte[16]));
        }
        closing("frame-protocol-header", 501, FRAMES, BrokerFrames.protocolHeader(0, 0, 9, 1));
        closing("frame-http", 501, FRAMES, text("HTTP/1.1 408 Request Timeout\r\n\r\n"));
        closing("frame-tls-record", 501, FRAMES, hex("17 0303 0010"), filled(16, 9));
        closing("frame-zeros", 501, FRAMES, new byte[4096]);
        closing("frame-noise", 501, FRAMES, noise());
        closing("frame-noise-after-a-message", 501, FRAMES, message(1, 100), noise());
    }

    private static byte[] noise() {
        var noise = new byte[100_000];
        new SplittableRandom(SEED).nextBytes(noise);
        noise[0] = 0x7f;
        return noise;
    }

    private void ends() {
        closing("frame-end-bad-of-method", 501, FRAMES, BrokerFrames.withBadEnd(deliver(1)));
        closing("frame-end-bad-of-header", 501, FRAMES, deliver(1), BrokerFrames.withBadEnd(header(10)));
        closing("frame-end-bad-of-body", 501, FRAMES, deliver(1), header(10), BrokerFrames.withBadEnd(body(10)));
        closing("frame-end-bad-of-heartbeat", 501, FRAMES, BrokerFrames.withBadEnd(BrokerFrames.heartbeat()));
        closing("frame-end-zero", 501, FRAMES, hex("08 0000 00000000 00"));
        closing("frame-one-octet-too-long", 501, FRAMES, hex("08 0000 00000000 00 ce"));
        closing(
                "frame-one-octet-too-short",
                501,
                FRAMES,
                deliver(1),
                hex("02 0001 0000000e 003c0000000000000000000a00 ce"),
                BrokerFrames.heartbeat());
    }

    private void lengths() {
        for (var length : List.of("0001fff9", "00020000", "7fffffff", "80000000", "ffffffff")) {
            closing("frame-length-" + length, 501, FRAMES, hex("03 0001"), hex(length), new byte[64]);
        }
        closing("frame-method-empty", 502, FRAMES, BrokerFrames.frame(1, 1, new byte[0]));
        closing("frame-method-of-1", 502, FRAMES, BrokerFrames.frame(1, 1, new byte[1]));
        closing("frame-method-of-3", 502, FRAMES, BrokerFrames.frame(1, 1, new byte[3]));
        closing("frame-method-empty-on-0", 502, FRAMES, BrokerFrames.frame(1, 0, new byte[0]));
        goingOn(
                "frame-largest",
                BrokerFrames.concat(deliver(1), header(131_064), BrokerFrames.body(1, new byte[131_064])));
    }

    private void heartbeats() {
        closing("heartbeat-on-channel-1", 501, "4.2.7", BrokerFrames.frame(8, 1, new byte[0]));
        closing("heartbeat-on-channel-65535", 501, "4.2.7", BrokerFrames.frame(8, 65_535, new byte[0]));
        goingOn("heartbeat-with-payload", BrokerFrames.frame(8, 0, new byte[1000]));
        goingOn("heartbeat-not-agreed", BrokerFrames.heartbeat());
        goingOn(
                "heartbeat-within-content",
                BrokerFrames.concat(
                        deliver(1), BrokerFrames.heartbeat(), header(4), BrokerFrames.heartbeat(), body(4)));
        add("heartbeat-flood", goesOn(), session -> session.flood(300, repeated(4000, BrokerFrames.heartbeat())));
        add("heartbeat-missed", heartbeatMissed(), HostileSession::fallSilent);
        add("heartbeat-missed-behind-half-a-frame", heartbeatMissed(), session -> {
            session.fallSilent();
            session.send(Arrays.copyOf(deliver(1), 12));
        });
    }

    private void pieces() {
        add("frame-octet-by-octet", goesOn(), session -> session.sendOctetByOctet(message(1, 300)));
        add("frame-half-and-cut", lost(), session -> {
            session.send(Arrays.copyOf(deliver(1), 12));
            session.cut();
        });
        add("frame-half-and-end", lost(), session -> {
            session.send(Arrays.copyOf(deliver(1), 12));
            session.halfClose();
        });
        add("frame-of-which-one-octet-lacks", lost(), session -> {
            session.send(deliver(1), header(100), Arrays.copyOf(body(100), 107));
            session.halfClose();
        });
        add("frame-announced-and-teased", lost(), session -> {
            session.send(deliver(1), header(131_064), hex("03 0001 0001fff8"));
            session.sendOctetByOctet(new byte[2000]);
            session.cut();
        });
        add("transport-end", lost(), HostileSession::halfClose);
        add("transport-cut", lost(), HostileSession::cut);
        add("transport-end-while-not-reading", lost(), session -> {
            session.stopReading();
            session.halfClose();
            session.readAgain(); // or it would never see that the client has gone
        });
    }

    private void unknownChannels() {
        for (var channel : new int[] {2, 2047, 2048, 65_535}) {
            closing(
                    "channel-" + channel + "-method",
                    504,
                    CHANNELS,
                    BrokerFrames.method(channel, "queue.declare-ok", "q", 0, 0));
        }
        closing("channel-2-deliver", 504, CHANNELS, BrokerFrames.method(2, "basic.deliver", "tag", 1, false, "", "q"));
        closing("channel-2-header", 504, CHANNELS, BrokerFrames.header(2, 10, Octets.NO_PROPERTIES));
        closing("channel-2-body", 504, CHANNELS, BrokerFrames.body(2, new byte[10]));
        closing("channel-2-close", 504, CHANNELS, BrokerFrames.method(2, "channel.close", 404, "", 0, 0));
        closing("channel-2-close-ok", 504, CHANNELS, BrokerFrames.method(2, "channel.close-ok"));
        closing("channel-2-open-ok", 504, CHANNELS, BrokerFrames.method(2, "channel.open-ok"));
        closing("channel-2-flow", 504, CHANNELS, BrokerFrames.method(2, "channel.flow", false));
        closing("channel-2-ack", 504, CHANNELS, BrokerFrames.method(2, "basic.ack", 1, false));
        closing("channel-0-header", 504, CHANNELS, BrokerFrames.header(0, 10, Octets.NO_PROPERTIES));
        closing("channel-0-body", 504, CHANNELS, BrokerFrames.body(0, new byte[10]));
        closing("channels-all-at-once", 504, CHANNELS, everyChannel());
    }

    private static byte[] everyChannel() {
        var frames = new byte[65_534][];
        for (var i = 0; i < frames.length; i++) frames[i] = BrokerFrames.method(i + 2, "channel.open-ok");
        return BrokerFrames.concat(frames);
    }

    private void closing(String name, int code, String section, byte[]... octets) {
        add(name, closes(code, section), Attack.sending(octets));
    }

    private void goingOn(String name, byte[] octets) {
        add(name, goesOn(), Attack.sending(octets));
    }

    private void add(String name, Outcome outcome, Attack attack) {
        all.add(new Misbehaviour(name, IDLE, outcome, attack));
    }
}
