// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import static amqp.testkit.hostile.Moment.GETTING;
import static amqp.testkit.hostile.Moment.IDLE;
import static amqp.testkit.hostile.Octets.CONTROLS;
import static amqp.testkit.hostile.Octets.body;
import static amqp.testkit.hostile.Octets.deliver;
import static amqp.testkit.hostile.Octets.filled;
import static amqp.testkit.hostile.Octets.header;
import static amqp.testkit.hostile.Octets.headerOf;
import static amqp.testkit.hostile.Octets.headersOf;
import static amqp.testkit.hostile.Octets.hex;
import static amqp.testkit.hostile.Octets.message;
import static amqp.testkit.hostile.Octets.method;
import static amqp.testkit.hostile.Octets.nested;
import static amqp.testkit.hostile.Octets.nestedArrays;
import static amqp.testkit.hostile.Octets.repeated;
import static amqp.testkit.hostile.Octets.sized;
import static amqp.testkit.hostile.Outcome.closes;
import static amqp.testkit.hostile.Outcome.goesOn;

import amqp.testkit.wire.BrokerFrames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Messages: their frames out of order, their sizes, their properties, their delivery tags. */
final class ContentMisbehaviours {
    private static final String CONTENT = "4.2.6";
    private static final byte[] METHOD = method("basic.cancel", "nobody", true);
    private static final int MANY_CHANNELS = 300;

    private final List<Misbehaviour> all = new ArrayList<>();

    private ContentMisbehaviours() {}

    static List<Misbehaviour> all() {
        var content = new ContentMisbehaviours();
        content.order();
        content.headers();
        content.sizes();
        content.properties();
        content.tables();
        content.tags();
        content.consumers();
        content.returns();
        return content.all;
    }

    private void order() {
        closing("content-header-alone", 505, header(10));
        closing("content-body-alone", 505, body(10));
        closing("content-deliver-deliver", 505, deliver(1), deliver(2));
        closing("content-deliver-body", 505, deliver(1), body(10));
        closing("content-deliver-method", 505, deliver(1), METHOD);
        closing("content-deliver-ack", 505, deliver(1), method("basic.ack", 1, false));
        closing("content-deliver-return", 505, deliver(1), method("basic.return", 312, "NO_ROUTE", "", "q"));
        closing("content-deliver-channel-close", 505, deliver(1), method("channel.close", 404, "", 0, 0));
        closing("content-deliver-flow", 505, deliver(1), method("channel.flow", true));
        closing("content-header-header", 505, deliver(1), header(10), header(10));
        closing("content-header-method", 505, deliver(1), header(10), METHOD);
        closing("content-header-deliver", 505, deliver(1), header(10), deliver(2));
        closing("content-half-a-body-then-method", 505, deliver(1), header(10), body(5), METHOD);
        closing("content-half-a-body-then-header", 505, deliver(1), header(10), body(5), header(5));
        closing("content-half-a-body-then-deliver", 505, deliver(1), header(10), body(5), deliver(2));
        closing("content-empty-then-body", 505, deliver(1), header(0), body(1));
        closing("content-empty-then-empty-body", 505, deliver(1), header(0), body(0));
        closing("content-body-too-long", 505, deliver(1), header(10), body(11));
        closing("content-bodies-too-long", 505, deliver(1), header(10), body(6), body(6));
        closing("content-body-after-the-end", 505, message(1, 10), body(10));
        closing("content-header-on-other-channel", 504, deliver(1), BrokerFrames.header(2, 10, Map.of()));
        closing("content-body-on-channel-0", 504, deliver(1), header(10), BrokerFrames.body(0, new byte[10]));
    }

    private void headers() {
        closing("content-header-empty", 502, deliver(1), BrokerFrames.frame(2, 1, new byte[0]));
        closing("content-header-of-13", 502, deliver(1), BrokerFrames.frame(2, 1, hex("003c0000000000000000000000")));
        closing("content-header-of-class-0", 505, deliver(1), BrokerFrames.frame(2, 1, new byte[14]));
        closing(
                "content-header-of-class-50",
                505,
                deliver(1),
                BrokerFrames.frame(2, 1, hex("0032 0000 0000000000000000 0000")));
        passing(
                "content-header-with-weight",
                deliver(1),
                BrokerFrames.frame(2, 1, hex("003c ffff 0000000000000000 0000")));
        passing("content-header-with-padding", deliver(1), headerOf(new byte[2 + 1000]));
    }

    private void sizes() {
        for (var size : new long[] {1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
            closing(
                    "content-of-" + Long.toUnsignedString(size) + "-then-method",
                    505,
                    deliver(1),
                    header(size),
                    body(100),
                    METHOD);
        }
        closing("content-of-minus-1-and-two-bodies", 505, deliver(1), header(-1), body(100), body(100), METHOD);
        add("content-oversized-whole", goesOn(), session -> {
            session.send(deliver(1), header(400 * 131_064L));
            session.flood(400, body(131_064));
        });
        add("content-in-octets", goesOn(), session -> {
            session.send(deliver(1), header(20_000));
            session.flood(20, repeated(1000, body(1)));
        });
        add("content-in-empty-bodies", goesOn(), session -> {
            session.send(deliver(1), header(4));
            session.flood(100, repeated(2000, body(0)));
            session.send(body(4));
        });
        add("content-of-empty-bodies-for-get", GETTING, goesOn(), session -> {
            session.send(method("basic.get-ok", 1, false, "", "q", 0), header(4));
            session.flood(10, repeated(2000, body(0)));
            session.send(body(4));
        });
        all.add(new Misbehaviour("content-announced-on-300-channels", IDLE, closes(505, CONTENT), session -> {
                    announce(session);
                    session.send(METHOD);
                })
                .onChannels(MANY_CHANNELS));
        all.add(new Misbehaviour("content-begun-on-300-channels", IDLE, closes(505, CONTENT), session -> {
                    announce(session);
                    for (var channel = 1; channel <= MANY_CHANNELS; channel++) {
                        session.send(BrokerFrames.body(channel, new byte[1000]));
                    }
                    session.send(METHOD);
                })
                .onChannels(MANY_CHANNELS));
    }

    /** Each channel is told that 1 MiB will come. */
    private static void announce(HostileSession session) throws IOException {
        for (var channel = 1; channel <= MANY_CHANNELS; channel++) {
            session.send(
                    BrokerFrames.method(channel, "basic.deliver", "nobody", 1, false, "", "q"),
                    BrokerFrames.header(channel, 1 << 20, Map.of()));
        }
    }

    private void properties() {
        passing("properties-none-of-the-announced", deliver(1), headerOf(hex("fffc")));
        passing("properties-second-flag-word", deliver(1), headerOf(hex("0001 ffff")));
        passing("properties-endless-flag-words", deliver(1), headerOf(repeated(5000, hex("0001"))));
        passing("properties-string-too-long", deliver(1), headerOf(hex("8000 ff 78")));
        passing(
                "properties-no-utf-8",
                deliver(1),
                headerOf(BrokerFrames.concat(hex("0480 ff"), filled(255, 0xff), hex("ff"), filled(255, 0xc0))));
        passing("properties-priority-255", deliver(1), headerOf(hex("1800 ff ff")));
        passing("properties-timestamp-minus-1", deliver(1), headerOf(hex("0040 ffffffffffffffff")));
        passing("properties-timestamp-largest", deliver(1), headerOf(hex("0040 7fffffffffffffff")));
        passing(
                "properties-of-controls",
                deliver(1),
                BrokerFrames.header(
                        1,
                        0,
                        Map.of(
                                "content-type",
                                CONTROLS,
                                "message-id",
                                CONTROLS,
                                "headers",
                                Map.of(CONTROLS, CONTROLS))));
        passing(
                "properties-of-100-kib",
                deliver(1),
                BrokerFrames.header(1, 0, Map.of("headers", Map.of("x", "y".repeat(100_000)))));
    }

    private void tables() {
        table("headers-of-unknown-type", sized(hex("0161 5a 00")));
        table("headers-length-minus-1", hex("ffffffff"));
        table("headers-longer-than-frame", hex("00100000 0161"));
        table("headers-key-broken-off", sized(hex("ff61")));
        table("headers-string-of-4-gib", sized(hex("0161 53 ffffffff")));
        table("headers-octets-of-2-gib", sized(hex("0161 78 7fffffff 00")));
        table("headers-array-of-2-gib", sized(hex("0161 41 7fffffff 00")));
        table("headers-table-of-2-gib", sized(hex("0161 46 7fffffff 00")));
        table("headers-decimal-scale-255", sized(hex("0161 44 ff ffffffff")));
        table("headers-not-a-number", sized(hex("0161 66 7fc00001 0162 64 7ff8000000000001")));
        table("headers-timestamp-minus-1", sized(hex("0161 54 ffffffffffffffff")));
        table("headers-key-twice", sized(hex("0161 74 01 0161 74 00")));
        table("headers-key-no-utf-8", sized(hex("04 fffec0ed 53 00000004 ff80c0ed")));
        table("headers-32-deep", nested(32));
        table("headers-33-deep", nested(33));
        table("headers-10000-deep", nested(10_000));
        table("headers-arrays-10000-deep", nestedArrays(10_000));
        table("headers-20000-voids", sized(repeated(20_000, hex("0161 56"))));
        table("headers-array-of-100000-voids", sized(hex("0161 41 000186a0"), filled(100_000, 'V')));
        table(
                "headers-array-of-20000-empty-tables",
                sized(hex("0161 41 000186a0"), repeated(20_000, hex("46 00000000"))));
        table("headers-keys-of-one-hash", sized(collisions()));
    }

    /** Keys that all have the same {@link String#hashCode}. */
    private static byte[] collisions() {
        var entries = new byte[4096][];
        for (var i = 0; i < entries.length; i++) {
            var key = new StringBuilder();
            for (var bit = 0; bit < 12; bit++) key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            entries[i] = BrokerFrames.concat(hex("18"), Octets.text(key.toString()), hex("56"));
        }
        return BrokerFrames.concat(entries);
    }

    private void table(String name, byte[] table) {
        passing(name, deliver(1), headersOf(table));
    }

    private void tags() {
        passing("delivery-tag-0", message(0, 4));
        passing("delivery-tag-minus-1", message(-1, 4));
        passing("delivery-tag-largest", message(Long.MAX_VALUE, 4));
        passing("delivery-tag-twice", message(1, 4), message(1, 4));
        passing("delivery-tags-backwards", message(3, 4), message(2, 4), message(1, 4));
        passing("delivery-tags-far-apart", message(1, 4), message(8_388_607, 4), message(1L << 40, 4));
        add("delivery-tags-sparse", goesOn(), session -> {
            for (var i = 0L; i < 2000; i++) session.send(message(1 + i * 8_388_607, 4));
        });
    }

    private void consumers() {
        passing("deliver-unknown-consumer", deliver("nobody", 1), header(0));
        passing("deliver-empty-consumer", deliver("", 1), header(0));
        passing("deliver-consumer-no-utf-8", deliver(filled(255, 0xff), 1), header(0));
        passing("deliver-consumer-controls", deliver(CONTROLS, 1), header(0));
        add("deliver-unknown-consumer-flood", goesOn(), session -> {
            for (var i = 0; i < 5000; i++) session.send(deliver("nobody" + i, 1 + i), header(0));
        });
        passing(
                "deliver-names-no-utf-8",
                method("basic.deliver", HostileSession.TAG, 1, false, filled(255, 0xfe), filled(255, 0xff)),
                header(0));
        passing(
                "deliver-names-controls",
                method("basic.deliver", HostileSession.TAG, 1, false, CONTROLS, CONTROLS),
                header(0));
        add("deliver-names-all-different", goesOn(), session -> {
            for (var i = 0; i < 20_000; i++) {
                var name = "k" + i + "x".repeat(200);
                session.send(method("basic.deliver", HostileSession.TAG, 1 + i, false, name, name), header(0));
            }
        });
    }

    private void returns() {
        passing("return-unasked", method("basic.return", 312, "NO_ROUTE", "", "q"), header(4), body(4));
        passing("return-code-0", method("basic.return", 0, "", "", ""), header(0));
        passing("return-code-65535", method("basic.return", 65_535, "", "", ""), header(0));
        passing("return-controls", method("basic.return", 312, CONTROLS, CONTROLS, CONTROLS), header(0));
        passing(
                "return-no-utf-8",
                method("basic.return", 312, filled(255, 0xff), filled(255, 0xff), filled(255, 0xff)),
                header(0));
        passing(
                "return-malformed-headers",
                method("basic.return", 312, "NO_ROUTE", "", "q"),
                headersOf(sized(hex("0161 5a 00"))));
        add("return-flood", goesOn(), session -> {
            var returned = BrokerFrames.concat(method("basic.return", 312, "NO_ROUTE", "", "q"), header(0));
            session.flood(200, repeated(100, returned));
        });
        closing("return-without-content", 505, method("basic.return", 312, "NO_ROUTE", "", "q"), METHOD);
    }

    private void closing(String name, int code, byte[]... octets) {
        add(name, closes(code, CONTENT), Attack.sending(octets));
    }

    private void passing(String name, byte[]... octets) {
        add(name, goesOn(), Attack.sending(octets));
    }

    private void add(String name, Outcome outcome, Attack attack) {
        add(name, IDLE, outcome, attack);
    }

    private void add(String name, Moment moment, Outcome outcome, Attack attack) {
        all.add(new Misbehaviour(name, moment, outcome, attack));
    }
}
