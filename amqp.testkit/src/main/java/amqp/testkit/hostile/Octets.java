// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.hostile;

import amqp.testkit.wire.BrokerFrames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Octets that several parts of the catalogue send. */
final class Octets {
    /** Of the client's channel. */
    static final int CHANNEL = 1;

    static final Map<String, Object> NO_PROPERTIES = Map.of();

    /** What a terminal would obey, and what turns a line around: C0, ESC, OSC, C1, bidirectional marks, line breaks. */
    static final String CONTROLS =
            "\u0007\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nfaked line\u202egnp.exe\u2066\u2028";

    private Octets() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] filled(int length, int octet) {
        var octets = new byte[length];
        Arrays.fill(octets, (byte) octet);
        return octets;
    }

    /** A method on the client's channel. */
    static byte[] method(String name, Object... values) {
        return BrokerFrames.method(CHANNEL, name, values);
    }

    static byte[] deliver(long tag) {
        return deliver(HostileSession.TAG, tag);
    }

    static byte[] deliver(Object consumerTag, long tag) {
        return method("basic.deliver", consumerTag, tag, false, "", "q");
    }

    static byte[] header(long bodySize) {
        return BrokerFrames.header(CHANNEL, bodySize, NO_PROPERTIES);
    }

    static byte[] body(int length) {
        return BrokerFrames.body(CHANNEL, new byte[length]);
    }

    /** A message for the client's consumer, whole. */
    static byte[] message(long tag, int bodySize) {
        return BrokerFrames.concat(deliver(tag), header(bodySize), bodySize == 0 ? new byte[0] : body(bodySize));
    }

    /** The header frame of an empty message from the octets of its properties, flags first. */
    static byte[] headerOf(byte[] properties) {
        return BrokerFrames.frame(2, CHANNEL, BrokerFrames.concat(hex("003c 0000 0000000000000000"), properties));
    }

    /** The header frame of an empty message whose only property is a headers table of these octets, its length included. */
    static byte[] headersOf(byte[] table) {
        return headerOf(BrokerFrames.concat(hex("2000"), table));
    }

    /** Entries of a table, with their length before them. */
    static byte[] sized(byte[]... entries) {
        var all = BrokerFrames.concat(entries);
        return BrokerFrames.concat(longInt(all.length), all);
    }

    static byte[] longInt(int value) {
        return hex(HexFormat.of().toHexDigits(value));
    }

    /** The octets of a table that holds a table that holds a table. */
    static byte[] nested(int depth) {
        var table = sized();
        for (var i = 1; i < depth; i++) table = sized(hex("0161"), text("F"), table);
        return table;
    }

    /** The same with arrays. */
    static byte[] nestedArrays(int depth) {
        var array = sized();
        for (var i = 1; i < depth; i++) array = sized(text("A"), array);
        return sized(hex("0161"), text("A"), array);
    }

    /** Times a frame. */
    static byte[] repeated(int times, byte[] octets) {
        var all = new byte[times * octets.length];
        for (var i = 0; i < times; i++) System.arraycopy(octets, 0, all, i * octets.length, octets.length);
        return all;
    }
}
