// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.frames.Decoding.Body;
import amqp.frames.Decoding.Header;
import amqp.frames.Decoding.Heartbeat;
import amqp.frames.Decoding.Seen;
import amqp.octets.Hex;
import amqp.octets.TableVectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames written by no encoder of ours: decoded whole and in every 2 and 3 pieces, and encoded to the same octets. */
class FrameVectorTest {
    record Vector(String hex, Seen frame) {}

    static List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>(List.of(
                new Vector("08000000000000ce", new Seen(0, new Heartbeat())),
                new Vector("0100010000000d003c0050000000000000006400ce", method(1, BasicMethod.Ack.of(100))),
                new Vector(
                        "0300010000001449206c696b65206974207468617420736f756e64ce",
                        new Seen(1, new Body(Hex.text("I like it that sound")))),
                new Vector(
                        "0200010000000f003c00000000000000000064100002ce",
                        new Seen(1, new Header(60, 100, BasicProperties.persistent()))),
                new Vector(
                        "0200010000000e003c0000000000000000000a0000ce",
                        new Seen(1, new Header(60, 10, BasicProperties.EMPTY))),
                new Vector("0100010000000d003c001e0763746167312e3000ce", method(1, BasicMethod.Cancel.of("ctag1.0"))),
                new Vector("0100010000000c003c001f0763746167312e30ce", method(1, new BasicMethod.CancelOk("ctag1.0"))),
                new Vector(
                        "01000100000015003c00140000036261720563746167300000000000ce",
                        method(1, BasicMethod.Consume.of("bar").consumerTag("ctag0"))),
                new Vector(
                        "02000100000013003c0000000000000000000a54000000000000ce",
                        new Seen(1, new Header(60, 10, BasicProperties.ofOctets(Hex.octets("54000000000000")))))));
        TableVectors.GOOD.forEach(table -> {
            FieldTable received = Hex.reader(table.hex()).table();
            vectors.add(new Vector(
                    frame(1, "0032000a" + "0000" + "0171" + "00" + table.hex()),
                    method(1, QueueMethod.Declare.of("q").durable(false).arguments(received))));
            vectors.add(new Vector(
                    frame(2, "003c0000" + "0000000000000001" + "3000" + table.hex() + "02"),
                    new Seen(1, new Header(60, 1, headers(received)))));
        });
        return vectors;
    }

    private static Seen method(int channel, Method method) {
        return new Seen(channel, method);
    }

    private static BasicProperties headers(FieldTable table) {
        return BasicProperties.builder().deliveryMode(2).headers(table).build();
    }

    /** A frame on channel 1. */
    private static String frame(int type, String payload) {
        return "0" + type + "0001" + Hex.int32(payload.length() / 2) + payload + "ce";
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void decodesWholeAndInAnyPieces(Vector vector) {
        List<Seen> expected = List.of(vector.frame());
        inAnyPieces(
                Hex.octets(vector.hex()), cuts -> assertEquals(expected, Decoding.cut(Hex.octets(vector.hex()), cuts)));
    }

    /** All at once, octet by octet, and cut at every place and every two places. */
    private static void inAnyPieces(byte[] octets, Consumer<int[]> test) {
        test.accept(new int[0]);
        test.accept(IntStream.rangeClosed(0, octets.length).toArray());
        for (int i = 0; i <= octets.length; i++) {
            test.accept(new int[] {i});
            for (int j = i; j <= octets.length; j++) {
                test.accept(new int[] {i, j});
            }
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void encodesToTheSameOctets(Vector vector) {
        var out = new WireWriter();
        int size = encode(out, vector.frame());
        assertEquals(vector.hex(), Hex.of(out.toByteArray()));
        assertEquals(out.position(), size);
    }

    private static int encode(WireWriter out, Seen frame) {
        Object content = frame.content();
        if (content instanceof Method method) {
            return FrameEncoder.method(out, frame.channel(), method);
        }
        if (content instanceof Header header) {
            return FrameEncoder.header(out, frame.channel(), header.bodySize(), header.properties());
        }
        if (content instanceof Body body) {
            byte[] octets = Hex.octets("00" + body.hex() + "00");
            return FrameEncoder.body(out, frame.channel(), octets, 1, octets.length - 2);
        }
        return FrameEncoder.heartbeat(out);
    }

    @Test
    void oneStreamOfAllVectorsDecodesInPiecesOfAnySize() {
        StringBuilder hex = new StringBuilder();
        vectors().forEach(v -> hex.append(v.hex()));
        byte[] stream = Hex.octets(hex.toString());
        List<Seen> expected = vectors().stream().map(Vector::frame).toList();
        for (int piece = 1; piece <= 100; piece++) {
            int step = piece;
            int[] cuts = IntStream.range(1, (stream.length - 1) / step + 1)
                    .map(i -> i * step)
                    .toArray();
            assertEquals(expected, Decoding.cut(stream, cuts), "pieces of " + piece);
        }
        assertEquals(expected, Decoding.whole(stream));
    }

    static Stream<ByteBuffer> buffers() {
        byte[] octets = Hex.octets("0100010000000d003c0050000000000000006400ce");
        return Stream.of(
                ByteBuffer.allocateDirect(octets.length).put(0, octets),
                ByteBuffer.wrap(octets).asReadOnlyBuffer(),
                ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN),
                ByteBuffer.allocate(octets.length + 3)
                        .put(3, octets)
                        .position(3)
                        .slice());
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void anyKindOfBufferWillDo(ByteBuffer buffer) {
        assertEquals(List.of(method(1, BasicMethod.Ack.of(100))), new Decoding(FrameFormat.MIN_FRAME_MAX).feed(buffer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100010000000d003c005000000000000000640041",
                "09000000000000ce",
                "00",
                "ff",
                "0900000000",
                "02000100000012003c0000000000000000000a54000000000000ce"
            })
    void malformedFrameIsAFrameErrorInAnyPieces(String hex) {
        inAnyPieces(Hex.octets(hex), cuts -> {
            var e = assertThrows(WireException.class, () -> Decoding.cut(Hex.octets(hex), cuts));
            assertEquals(ReplyCode.FRAME_ERROR, e.replyCode());
        });
    }

    @Test
    void malformedTableInAFrameHarmsNobodyWhoDoesNotRead() {
        String tooShort = frame(2, "003c0000" + "0000000000000001" + "2000" + TableVectors.DECLARED_TOO_SHORT);
        String unknownType = frame(2, "003c0000" + "0000000000000001" + "3000" + TableVectors.UNKNOWN_TYPE + "02");
        for (String hex : List.of(tooShort, unknownType)) {
            inAnyPieces(Hex.octets(hex), cuts -> {
                Header header =
                        (Header) Decoding.cut(Hex.octets(hex), cuts).get(0).content();
                FieldTable headers = header.properties().headers();
                assertThrows(WireException.class, headers::entries);
            });
        }
    }

    @Test
    void valuesOfUnsignedTypesInAFrame() {
        String hex = frame(2, "003c0000" + "0000000000000001" + "2000" + "0000000c" + "016175ffff" + "016269ffffffff");
        Header header = (Header) Decoding.whole(Hex.octets(hex)).get(0).content();
        assertEquals(FieldValue.uint16(65535), header.properties().headers().get("a"));
        assertEquals(
                FieldValue.uint32(4294967295L), header.properties().headers().get("b"));
    }

    @Test
    void protocolHeaderIsThatOfAmqp091() {
        assertArrayEquals(Hex.octets("414d515000000901"), FrameFormat.protocolHeader());
    }
}
