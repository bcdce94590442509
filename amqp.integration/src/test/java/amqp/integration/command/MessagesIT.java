// SPDX-License-Identifier: MPL-2.0
package amqp.integration.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.integration.build.Command;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code amqp publish} and {@code amqp consume} as processes, with what only RabbitMQ has and only a shell does. */
@NeedsPrivateRabbitMq
@Timeout(180)
class MessagesIT {
    @TempDir
    private Path folder;

    private Session session;
    private String queue;

    @BeforeEach
    void open() {
        session = Session.with(ConnectionOptions.ofUri(Brokers.node().uri().toString()));
        queue = session.sharedQueue();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static List<String> line(String command, String... options) {
        List<String> line = new ArrayList<>(List.of(
                Command.tool("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                "amqp.cli.Amqp",
                command,
                "--uri",
                Brokers.node().uri().toString()));
        line.addAll(Arrays.asList(options));
        return line;
    }

    private Command amqp(String command, String... options) {
        return Command.run(folder, line(command, options));
    }

    /** A command of bash, in which {@code "$@"} stands for the command line. */
    private Command shell(String script, String command, String... options) {
        return Command.run(
                folder,
                Stream.concat(Stream.of("bash", "-c", script, "bash"), line(command, options).stream())
                        .toList());
    }

    private void publish(Message message) {
        session.channel().publish("", queue, message);
    }

    private List<Delivery> taken(String from) {
        List<Delivery> messages = new ArrayList<>();
        for (Optional<Delivery> next = Stages.await(session.channel().basicGet(from));
                next.isPresent();
                next = Stages.await(session.channel().basicGet(from))) {
            messages.add(next.get());
            next.get().ack();
        }
        return messages;
    }

    /** RabbitMQ 4 sorts headers by name, so they are sorted here. */
    private static List<Message> everyKind() {
        FieldTable headers = FieldTable.builder()
                .put("A", FieldValue.array(List.of(FieldValue.int32(1), FieldValue.VOID, FieldValue.array(List.of()))))
                .put("B", FieldValue.uint8(255))
                .put("D", FieldValue.decimal(new BigDecimal("1.50")))
                .put("F", FieldTable.of("type", "S").with("value", "looks typed"))
                .put("I", FieldValue.int32(5))
                .put("S", "\u00e9\n\u001b\"")
                .put("T", FieldValue.timestampSeconds(1769860800))
                .put("V", FieldValue.VOID)
                .put("b", FieldValue.int8(-1))
                .put("binary", FieldValue.string(new byte[] {'a', -1}))
                .put("d", FieldValue.float64(-0.0))
                .put("e", FieldValue.float64(1e-300))
                .put("f", FieldValue.float32(0.1f))
                .put("i", FieldValue.uint32(4294967295L))
                .put("l", FieldValue.int64(Long.MIN_VALUE))
                .put("s", FieldValue.int16(-2))
                .put("t", true)
                .put("u", FieldValue.uint16(65535))
                .put("x", FieldValue.bytes(new byte[] {0, -1}))
                .build();
        BasicProperties all = BasicProperties.builder()
                .contentType("text/plain")
                .contentEncoding("gzip")
                .headers(headers)
                .deliveryMode(2)
                .priority(9)
                .correlationId("c\udcff")
                .replyTo("r")
                .expiration("600000")
                .messageId("m\u001b")
                .timestampRaw(-1)
                .type("")
                .userId("guest")
                .appId("a\ud83d\ude00")
                .clusterId("k")
                .build();
        BasicProperties json =
                BasicProperties.builder().contentType("application/json").build();
        byte[] octets = new byte[256];
        IntStream.range(0, 256).forEach(i -> octets[i] = (byte) i);
        return List.of(
                Message.of(all, octets),
                Message.of(new byte[0]),
                Message.of(
                        BasicProperties.builder().headers(FieldTable.EMPTY).build(), utf8("\ufeffh\u00e9\r\n\u0000")),
                Message.of(json, utf8("{\"a\": [1.50, 1e400 ,\"\\u00e9\u00e9\"]}")),
                Message.of(json, utf8("{\n\t\"a\": 1\n}\n")),
                Message.of(json, utf8("{\"a\":1,\"a\":2}")),
                Message.of(json, utf8("\"\u2028\"")),
                Message.of(json, utf8("null")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatConsumeWritesPublishReproduces() throws Exception {
        List<Message> messages = everyKind();
        String copy = session.sharedQueue();
        messages.forEach(this::publish);
        List<Process> pipe = ProcessBuilder.startPipeline(List.of(
                new ProcessBuilder(line("consume", queue, "--json", "--count", "" + messages.size()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT),
                new ProcessBuilder(line("publish", "--jsonl", "-", "--routing-key", copy, "--confirm"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .redirectOutput(ProcessBuilder.Redirect.INHERIT)));
        for (Process process : pipe) {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue());
        }
        List<Delivery> copies = taken(copy);
        assertEquals(messages.size(), copies.size());
        for (int i = 0; i < messages.size(); i++) {
            assertArrayEquals(messages.get(i).body(), copies.get(i).body());
            assertEquals(messages.get(i).properties(), copies.get(i).properties());
        }
        assertEquals(List.of(), taken(queue));
    }

    private String stream(int messages) {
        String stream = session.sharedQueue(
                QueueMethod.Declare.durable(Names.fresh("stream")).arguments(FieldTable.of("x-queue-type", "stream")));
        session.publish(
                "", stream, IntStream.range(0, messages).mapToObj(i -> "m" + i).toArray(String[]::new));
        return stream;
    }

    @Test
    void streamsAreReadFromAnOffset() {
        String stream = stream(300);
        String all = amqp("consume", stream, "--offset=first", "--count=300", "--json")
                .success();
        assertEquals(300, all.lines().count());
        String one =
                amqp("consume", stream, "--offset=250", "--count=1", "--json").success();
        assertTrue(one.contains("\"x-stream-offset\":{\"type\":\"l\",\"value\":250}"), one);
        String now = amqp("consume", stream, "--offset=2100-01-01T00:00:00Z", "--idle=0.5", "--json")
                .success();
        assertEquals("", now);
        // Those that do not match are more than the prefetch.
        String last = amqp("consume", stream, "--offset=first", "--body-matches=^m299$", "--count=1", "--json")
                .success();
        assertTrue(last.endsWith("\"body\":\"m299\"}\n"), last);
        assertEquals(1, last.lines().count());
    }

    @Test
    void argumentsReachTheBroker() {
        Command refused = amqp("consume", queue, "--argument=x-priority=S:high");
        assertEquals(1, refused.status(), refused.output());
        assertTrue(refused.output().contains("x-priority"), refused.output());
        publish(Message.of("x"));
        // With a filter, the refusal is not taken for that of a stream.
        Command filtered = amqp("consume", queue, "--argument=x-priority=S:high", "--body-matches=y");
        assertEquals(1, filtered.status(), filtered.output());
        assertTrue(filtered.output().contains("x-priority"), filtered.output());
        amqp("consume", queue, "--argument=x-priority=I:5", "--count=1").success();
    }

    /** The system refuses what goes beyond 8 KiB, in the midst of a line. */
    @Test
    void aFullDiskLeavesWholeLinesAndTheOtherMessages() throws IOException {
        int count = 30;
        for (int i = 0; i < count; i++) {
            publish(Message.of("x".repeat(1000)));
        }
        Command run = shell("ulimit -f 8; exec \"$@\"", "consume", queue, "--json", "--output", "out.jsonl");
        assertEquals(1, run.status(), run.output());
        assertEquals(
                "amqp: cannot write to \"out.jsonl\": File too large; the message stays in the queue\n", run.output());
        List<String> lines = Files.readAllLines(folder.resolve("out.jsonl"));
        assertTrue(lines.size() > 2 && lines.stream().allMatch(line -> line.endsWith("xxx\"}")), lines.toString());
        assertEquals(count, lines.size() + taken(queue).size());
    }

    @Test
    void aFullDiskLeavesWholeMessagesOfADirectory() throws IOException {
        publish(Message.of("x"));
        publish(Message.of("x".repeat(10_000)));
        publish(Message.of("x"));
        Command run = shell("ulimit -f 8; exec \"$@\"", "consume", queue, "--output", "out/");
        assertEquals(1, run.status(), run.output());
        assertTrue(run.output().endsWith("File too large; the message stays in the queue\n"), run.output());
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            assertEquals(
                    List.of("00000001.body", "00000001.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        assertEquals(2, taken(queue).size());
    }

    @Test
    void aClosedPipeEndsConsume() {
        int count = 3000;
        for (int i = 0; i < count; i++) {
            publish(Message.of("x".repeat(100)));
        }
        Command run = shell("set -o pipefail; \"$@\" | head -n 3 > lines", "consume", queue, "--json");
        assertEquals(1, run.status(), run.output());
        assertEquals("amqp: cannot write to stdout any more; the message stays in the queue\n", run.output());
        assertTrue(taken(queue).size() > 0);
    }

    /** Each message is in the file, or in the queue; one may be in both. */
    @Test
    void aKillLosesNothing() throws Exception {
        int count = 5000;
        for (int i = 0; i < count; i++) {
            publish(Message.of("m" + i));
        }
        Path file = folder.resolve("out.jsonl");
        Process consume = new ProcessBuilder(line("consume", queue, "--json", "--output", file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        while (!Files.exists(file) || Files.size(file) < 50_000) {
            assertTrue(consume.isAlive());
            Thread.onSpinWait();
        }
        consume.destroyForcibly().waitFor();
        List<String> bodies = new ArrayList<>();
        Files.readAllLines(file).forEach(line -> bodies.add(line.replaceAll(".*\"body\":\"|\"}$", "")));
        taken(queue).forEach(message -> bodies.add(new String(message.body(), StandardCharsets.UTF_8)));
        assertEquals(
                count,
                bodies.stream().filter(body -> body.matches("m\\d+")).distinct().count());
    }
}
