// SPDX-License-Identifier: MPL-2.0
package amqp.fuzz;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.client.RecoveryOptions;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.WireWriter;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.QueueMethod;
import amqp.frames.FrameDecoder;
import amqp.frames.FrameType;
import amqp.testkit.broker.RabbitMqNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/**
 * Makes the seeds of the targets that read octets: what an installed RabbitMQ, started privately, says to a client that does
 * a little of everything. Those of the other targets are written by hand.
 */
public final class Capture {
    private static final int LONGEST = 4000;
    private static final int SHORTEST_HEADER = 14;
    private static final int PROPERTIES_AT = 12;

    private final Path inputs;
    private final Set<String> methods = new HashSet<>();
    private final Set<ByteBuffer> seeds = new HashSet<>();

    private Capture(Path inputs) {
        this.inputs = inputs;
    }

    /** @param arguments the folder of the inputs */
    public static void main(String[] arguments) throws Exception {
        try (RabbitMqNode node = RabbitMqNode.start();
                Recording recording = new Recording(node.port())) {
            converse(ConnectionOptions.builder()
                    .address("127.0.0.1", recording.port())
                    .recovery(RecoveryOptions.NONE)
                    .build());
            new Capture(Path.of(arguments[0])).keep(recording.said());
        }
        System.exit(0);
    }

    private static void converse(ConnectionOptions options) throws InterruptedException {
        Connection connection = get(Connection.open(options));
        Channel channel = get(connection.openChannel());
        get(channel.confirmSelect());
        get(channel.basicQos(10));
        String queue = get(channel.queueDeclare()).queue();
        get(channel.queueBind(queue, "amq.topic", "a.#"));
        Message plain = Message.of("hello").contentType("text/plain").persistent();
        Message full = Message.of(new byte[300])
                .headers(headers())
                .contentEncoding("gzip")
                .priority(3)
                .correlationId("c")
                .replyTo("r")
                .messageId("m")
                .timestamp(Instant.ofEpochSecond(1_700_000_000))
                .type("t")
                .appId("a");
        for (Message message : List.of(plain, full, Message.of(new byte[0]), full)) {
            get(channel.publishConfirmed(BasicMethod.Publish.of("amq.topic", "a.b"), message));
        }
        get(channel.publishConfirmed(BasicMethod.Publish.of("amq.topic", "none").mandatory(true), plain));
        Delivery got = get(channel.basicGet(queue)).orElseThrow();
        got.ack();
        CountDownLatch delivered = new CountDownLatch(3);
        get(channel.basicConsume(queue, delivery -> {
            delivery.ack();
            delivered.countDown();
        }));
        delivered.await();
        get(channel.queueDelete(queue)); // cancels the consumer
        get(channel.basicGet(get(channel.queueDeclare()).queue()));
        Channel second = get(connection.openChannel());
        failed(second.queueDeclare(
                QueueMethod.Declare.of("there is no such queue").passive(true)));
        get(connection.close());
    }

    private static Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("boolean", true);
        headers.put("byte", (byte) -1);
        headers.put("short", (short) 1000);
        headers.put("int", 7);
        headers.put("long", 1L << 40);
        headers.put("float", 1.5f);
        headers.put("double", 1e300);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("text", "t\u00e9xt");
        headers.put("octets", new byte[] {1, 2});
        headers.put("time", Instant.ofEpochSecond(1));
        headers.put("void", null);
        headers.put("uint32", FieldValue.uint32(5));
        headers.put("list", List.of(1, "two", List.of(3L)));
        headers.put("table", Map.of("deep", Map.of("deeper", 1)));
        return headers;
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static void failed(CompletionStage<?> stage) {
        try {
            get(stage);
        } catch (CompletionException expected) {
            return;
        }
        throw new IllegalStateException("that was not refused");
    }

    // ---- seeds ----

    private void keep(byte[] said) throws IOException {
        FrameDecoder decoder = new FrameDecoder(1 << 20);
        ByteBuffer octets = ByteBuffer.wrap(said);
        ByteArrayOutputStream portion = new ByteArrayOutputStream();
        boolean opening = true;
        int from = 0;
        while (decoder.next(octets)) {
            byte[] frame = Arrays.copyOfRange(said, from, octets.position());
            from = octets.position();
            if (portion.size() + frame.length > LONGEST) {
                stream(portion, opening);
                opening = false;
            }
            portion.writeBytes(frame);
            byte[] payload = Arrays.copyOfRange(frame, frame.length - 1 - decoder.payloadLength(), frame.length - 1);
            if (decoder.type() == FrameType.METHOD) {
                method(payload);
                if (payload[1] == 10 && payload[3] == 41) { // connection.open-ok
                    stream(portion, true);
                    opening = false;
                }
            } else if (decoder.type() == FrameType.HEADER && payload.length > SHORTEST_HEADER) {
                properties(Arrays.copyOfRange(payload, PROPERTIES_AT, payload.length));
            }
        }
        stream(portion, opening);
    }

    private void stream(ByteArrayOutputStream portion, boolean opening) throws IOException {
        byte[] octets = portion.toByteArray();
        portion.reset();
        seed("engine", opening ? 0x78 : 0x79, octets);
        seed("engine", opening ? 0x22 : 0x23, octets);
        seed("frames", 100, octets);
    }

    private void method(byte[] payload) throws IOException {
        if (methods.add(Arrays.toString(Arrays.copyOf(payload, 4)))) {
            seed("methods", -1, payload);
            if (payload[1] == 10 && payload[3] == 10) { // connection.start, version 0-9
                int length = ByteBuffer.wrap(payload).getInt(6);
                seed("tables", -1, Arrays.copyOfRange(payload, 10, 10 + length));
            }
        }
    }

    private void properties(byte[] octets) throws IOException {
        seed("properties", -1, octets);
        seed("readers", 3, octets);
        FieldTable headers = BasicProperties.ofOctets(octets).headers();
        if (!headers.isEmpty()) {
            WireWriter out = new WireWriter();
            out.table(headers);
            seed("tables", -1, Arrays.copyOfRange(out.toByteArray(), Integer.BYTES, out.position()));
        }
    }

    /** @param first octet before the others; none where it is negative */
    private void seed(String target, int first, byte[] octets) throws IOException {
        ByteArrayOutputStream seed = new ByteArrayOutputStream();
        if (first >= 0) {
            seed.write(first);
        }
        seed.writeBytes(octets);
        Path folder = Files.createDirectories(inputs.resolve(target));
        if (seeds.add(ByteBuffer.wrap(seed.toByteArray()))) {
            Files.write(folder.resolve(String.format("captured-%02d", seeds.size())), seed.toByteArray());
        }
    }
}
