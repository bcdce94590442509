// SPDX-License-Identifier: MPL-2.0
package amqp.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.octets.Hex;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PublishEncoderTest {
    private static final int FRAME_MAX = 8192;
    private static final String METHOD = "01000700000010003c0028" + "0000" + "027878" + "056f72646572" + "00ce";

    private final PublishEncoder encoder = new PublishEncoder(7);

    private String encoded(String exchange, String key, boolean mandatory, BasicProperties properties, int length) {
        int size = encoder.size(exchange, key, mandatory, Message.of(properties, new byte[length]), FRAME_MAX);
        byte[] target = new byte[size + 2];
        encoder.write(target, 1);
        assertEquals(0, target[0]);
        assertEquals(0, target[size + 1]);
        return Hex.of(Arrays.copyOfRange(target, 1, size + 1));
    }

    private static String header(String bodySize, String properties) {
        String payload = "003c0000" + bodySize + properties;
        return "020007" + Hex.int32(payload.length() / 2) + payload + "ce";
    }

    @Test
    void methodAndHeaderFrames() {
        assertEquals(
                METHOD + header("0000000000000005", "100002"),
                encoded("xx", "order", false, BasicProperties.persistent(), 5));
    }

    @Test
    void repeatedPublishDiffersInTheBodySizeOnly() {
        encoded("xx", "order", false, BasicProperties.persistent(), 5);
        assertEquals(
                METHOD + header("0000000000123456", "100002"),
                encoded(new String("xx"), new String("order"), false, BasicProperties.persistent(), 0x12_3456));
    }

    @Test
    void tellsTheMethodThatItPreparedAndKeepsItAsLongAsItRepeats() {
        encoded("xx", "order", true, BasicProperties.EMPTY, 5);
        var first = encoder.method();
        assertEquals(new BasicMethod.Publish("xx", "order", true), first);
        encoded("xx", new String("order"), true, BasicProperties.persistent(), 6);
        assertSame(first, encoder.method());
        encoded("xx", "order", false, BasicProperties.EMPTY, 5);
        assertEquals(new BasicMethod.Publish("xx", "order", false), encoder.method());
    }

    @Test
    void newPropertiesKeepTheMethodFrame() {
        encoded("xx", "order", false, BasicProperties.persistent(), 5);
        assertEquals(
                METHOD + header("0000000000000000", "0000"), encoded("xx", "order", false, BasicProperties.EMPTY, 0));
        var equal = BasicProperties.builder().deliveryMode(2).build();
        assertEquals(METHOD + header("0000000000000001", "100002"), encoded("xx", "order", false, equal, 1));
    }

    @Test
    void anyOrderOfPublishesGivesWhatTheFrameEncoderGives() {
        var random = new Random(42);
        List<String> names = List.of("", "a", "b", "é", "x".repeat(255));
        List<BasicProperties> properties = List.of(
                BasicProperties.EMPTY,
                BasicProperties.persistent(),
                BasicProperties.builder()
                        .messageId("m")
                        .headers(FieldTable.of("k", 1))
                        .build());
        var out = new WireWriter();
        for (int i = 0; i < 2000; i++) {
            String exchange = names.get(random.nextInt(5));
            String key = names.get(random.nextInt(5));
            boolean mandatory = random.nextBoolean();
            BasicProperties some = properties.get(random.nextInt(3));
            int length = random.nextInt(100);
            out.reset();
            FrameEncoder.method(out, 7, new BasicMethod.Publish(exchange, key, mandatory));
            FrameEncoder.header(out, 7, length, some);
            assertEquals(Hex.of(out.toByteArray()), encoded(exchange, key, mandatory, some, length));
        }
    }

    @Test
    void headerFrameLargerThanFrameMaxIsRefusedAndTheNextPublishFine() {
        var fits = BasicProperties.builder()
                .headers(FieldTable.of("k", "x".repeat(FRAME_MAX - 8 - 12 - 2 - 4 - 7)))
                .build();
        var tooLarge = BasicProperties.builder()
                .headers(FieldTable.of("k", "x".repeat(FRAME_MAX - 8 - 12 - 2 - 4 - 6)))
                .build();
        encoded("xx", "order", false, BasicProperties.persistent(), 5);
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> encoder.size("xx", "order", false, Message.of(tooLarge, new byte[5]), FRAME_MAX));
        assertTrue(e.getMessage().contains("8192") && e.getMessage().contains("8173"), e.getMessage());
        assertEquals(
                METHOD + header("0000000000000006", "100002"),
                encoded("xx", "order", false, BasicProperties.persistent(), 6));
        int method = METHOD.length() / 2;
        assertEquals(method + FRAME_MAX, encoder.size("xx", "order", false, Message.of(fits, new byte[5]), FRAME_MAX));
    }

    @Test
    void longNameIsRefusedAndTheNextPublishFine() {
        encoded("xx", "order", false, BasicProperties.persistent(), 5);
        assertThrows(
                IllegalArgumentException.class,
                () -> encoder.size("xx", "k".repeat(256), false, Message.of("hello"), FRAME_MAX));
        assertEquals(
                METHOD + header("0000000000000005", "100002"),
                encoded("xx", "order", false, BasicProperties.persistent(), 5));
    }
}
