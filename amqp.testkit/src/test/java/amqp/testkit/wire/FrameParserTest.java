// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import static amqp.testkit.wire.Frames.hex;
import static amqp.testkit.wire.Frames.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against octets written by hand from the specification. */
final class FrameParserTest {
    @ParameterizedTest
    @CsvSource({
        "414d515000000901, 'ProtocolHeader[id=0, major=0, minor=9, revision=1]'",
        "08000000000000ce, 'Heartbeat[channel=0]'",
        "0100010000000d003c0050000000000000006400ce, 'basic.ack@1{delivery-tag=100 multiple=false}'",
        "0300010000001449206c696b65206974207468617420736f756e64ce,"
                + " 'Body@1[20 octets 49206c696b6520697420746861742073…]'",
        "0200010000000f003c00000000000000000064100002ce,"
                + " 'Header[channel=1, classId=60, bodySize=100, properties={delivery-mode=2}]'",
        "0200010000000e003c0000000000000000000a0000ce,"
                + " 'Header[channel=1, classId=60, bodySize=10, properties={}]'",
        "0100010000000d003c001e0763746167312e3000ce, 'basic.cancel@1{consumer-tag=ctag1.0 no-wait=false}'",
        "0100010000000c003c001f0763746167312e30ce, 'basic.cancel-ok@1{consumer-tag=ctag1.0}'",
        "01000100000015003c00140000036261720563746167300000000000ce, 'basic.consume@1{queue=bar consumer-tag=ctag0"
                + " no-local=false no-ack=false exclusive=false no-wait=false arguments={}}'",
        "02000100000013003c0000000000000000000a54000000000000ce,"
                + " 'Header[channel=1, classId=60, bodySize=10, properties={content-encoding=, delivery-mode=0, correlation-id=}]'",
    })
    void decodesVectorsWholeAndOctetByOctet(String octets, String expected) {
        assertEquals(expected, parse(hex(octets)).get(0).toString());
        assertEquals(expected, parse(hex(octets), 1).get(0).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "0100010000000d003c005000000000000000640041, Frame end is 41",
        "09000000000000ce, Unknown frame type 9",
        "414d515100000901, Neither a frame nor a protocol header",
        "08000100000000ce, heartbeat has channel 0",
        "0100010000000400630001ce, no method 1 in class 99",
        "0100010000000e003c005000000000000000640000ce, 1 octets too many in basic.ack",
        "0100010000000c003c00500000000000000064ce, 1 octets should follow",
        "0200010000000e003c0001000000000000000a0000ce, weight",
        "0200010000000e003c0000000000000000000a0001ce, second word",
        "0100000000000a000a000b00000010ff00ce, should follow",
    })
    void refusesWhatIsNoFrame(String octets, String reason) {
        for (var piece : List.of(1, 100)) {
            var failure = assertThrows(MalformedFrameException.class, () -> parse(hex(octets), piece));
            assertTrue(failure.getMessage().contains(reason), failure.getMessage());
        }
    }

    @Test
    void refusesALargeFrameByItsSizeAlone() {
        var parser = new FrameParser();
        parser.frameMax(4096);
        var frames = new ArrayList<WireFrame>();
        parser.feed(ByteBuffer.wrap(BrokerFrames.body(1, new byte[4088])), frames::add);
        assertEquals(1, frames.size());
        var prefix = ByteBuffer.wrap(hex("03000100000ff9"));
        assertThrows(MalformedFrameException.class, () -> parser.feed(prefix, frames::add));
    }

    @Test
    void protocolHeaderComesFirstOrNever() {
        var late = BrokerFrames.concat(BrokerFrames.heartbeat(), BrokerFrames.protocolHeader(0, 0, 9, 1));
        assertThrows(MalformedFrameException.class, () -> parse(late));
    }

    @Test
    void tableTypes() {
        var table = table("0161 7401 0162 62ff 0163 42ff");
        assertEquals(true, table.get("a"));
        assertEquals((byte) -1, table.get("b"));
        assertEquals(new Typed('B', 255), table.get("c"));
        assertEquals((short) -2, table("0161 73fffe").get("a"));
        assertEquals(new Typed('u', 65535), table("0161 75ffff").get("a"));
        assertEquals(-1, table("0161 49ffffffff").get("a"));
        assertEquals(new Typed('i', 4294967295L), table("0161 69ffffffff").get("a"));
        assertEquals(1L << 62, table("0161 6c4000000000000000").get("a"));
        assertEquals(new Typed('L', -1), table("0161 4cffffffffffffffff").get("a"));
        assertEquals(1.5f, table("0161 663fc00000").get("a"));
        assertEquals(-2.0, table("0161 64c000000000000000").get("a"));
        assertEquals(
                new java.math.BigDecimal("-0.01"), table("0161 4402ffffffff").get("a"));
        assertEquals("x", table("0161 530000000178").get("a"));
        assertEquals(0x7f, ((byte[]) table("0161 78000000017f").get("a"))[0]);
        assertEquals(
                new Typed('T', 1293839939), table("0161 54000000004d1e6e43").get("a"));
        assertEquals(
                List.of(1, Map.of()),
                table("0161 410000000a 4900000001 4600000000").get("a"));
        var nothing = table("0161 56");
        assertTrue(nothing.containsKey("a"));
        assertNull(nothing.get("a"));
    }

    @Test
    void wrongTablesAreRefused() {
        assertThrows(MalformedFrameException.class, () -> table("03666f6f 5a000004d2"));
        assertThrows(MalformedFrameException.class, () -> table("0161 78ffffffff"));
        assertThrows(MalformedFrameException.class, () -> table("07782d64656c6179 6cffffffffffff8a"));
    }

    @Test
    void bitsShareOctets() {
        // passive and exclusive: bits 0 and 2; the table begins in the next octet.
        var declare = (WireFrame.Method)
                parse(hex("0100010000000d 0032000a 0000 0171 05 00000000 ce")).get(0);
        assertTrue(declare.flag("passive"));
        assertFalse(declare.flag("durable"));
        assertTrue(declare.flag("exclusive"));
        assertFalse(declare.flag("auto-delete"));
        assertFalse(declare.flag("no-wait"));
        assertEquals(Map.of(), declare.table("arguments"));
        assertThrows(IllegalArgumentException.class, () -> declare.flag("lazy"));
    }

    /** In the arguments of an exchange.bind-like method: here queue.unbind, whose last argument is a table. */
    private static Map<String, Object> table(String entries) {
        var octets = hex(entries);
        var payload = hex("00320032 0000 00 00 00" + "%08x".formatted(octets.length) + hex(octets));
        var method = (WireFrame.Method) parse(BrokerFrames.frame(1, 1, payload)).get(0);
        return method.table("arguments");
    }
}
