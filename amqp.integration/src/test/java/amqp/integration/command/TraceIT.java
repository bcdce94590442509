// SPDX-License-Identifier: MPL-2.0
package amqp.integration.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;
import amqp.codec.Message;
import amqp.integration.build.Command;
import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.testkit.RefusingPort;
import amqp.testkit.broker.RabbitMqNode;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients talk to RabbitMQ through {@code amqp trace}. */
@NeedsPrivateRabbitMq
@Timeout(120)
class TraceIT {
    private static final int CTRL_C = 130;

    @TempDir
    private Path folder;

    private TraceProcess trace(RabbitMqNode node, String... options) throws IOException {
        String[] all = new String[options.length + 2];
        all[0] = "--uri";
        all[1] = "amqp://127.0.0.1:" + node.port();
        System.arraycopy(options, 0, all, 2, options.length);
        return TraceProcess.start(folder, all);
    }

    private static ConnectionFactory factory(int port) {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }

    private static ConnectionOptions.Builder options(int port) {
        return ConnectionOptions.builder()
                .uri("amqp://guest:guest@127.0.0.1:" + port)
                .recovery(RecoveryOptions.NONE);
    }

    /** Publishes with confirms and consumes, by amqp-client. */
    private static void work(ConnectionFactory factory, int messages, byte[] body) throws Exception {
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            for (int i = 0; i < messages; i++) {
                channel.basicPublish("", queue, MessageProperties.TEXT_PLAIN, body);
            }
            channel.waitForConfirmsOrDie(20_000);
            var arrived = new CountDownLatch(messages);
            channel.basicConsume(
                    queue,
                    true,
                    (tag, delivery) -> {
                        assertArrayEquals(body, delivery.getBody());
                        arrived.countDown();
                    },
                    tag -> {});
            assertTrue(arrived.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void amqpClientWithoutAViolation() throws Exception {
        try (var trace = trace(Brokers.node())) {
            work(factory(trace.port()), 100, "héllo wörld".getBytes(StandardCharsets.UTF_8));
            trace.awaitShown("#1 closed by the");
            assertEquals(CTRL_C, trace.interrupt());
            String out = trace.out();
            assertTrue(out.contains("#1 -> 1 body 13 bytes héllo wörld"), out);
            assertTrue(out.contains("connection.start-ok"), out);
            assertFalse(out.contains("guest"), out);
            assertTrue(out.contains("response=***"), out);
            assertTrue(out.contains("no violations"), out);
            assertTrue(out.matches("(?s).*\\(confirm\\) +100 .*"), out);
            assertTrue(out.matches("(?s).*to-client +basic\\.deliver +100 .*"), out);
        }
    }

    @Test
    void ourClientWithLargeBodies() throws Exception {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        try (var trace = trace(Brokers.node(), "--method", "queue.*", "--json")) {
            try (var session = Session.with(options(trace.port()).build())) {
                String queue = session.queue();
                var messages = session.consume(queue);
                session.channel().publish("", queue, Message.of(large));
                assertArrayEquals(large, Session.next(messages).body());
            }
            trace.awaitShown("\"event\":\"closed\"");
            trace.interrupt();
            List<String> lines = trace.out().lines().toList();
            assertTrue(lines.stream().anyMatch(line -> line.contains("\"method\":\"queue.declare-ok\"")), trace.out());
            assertTrue(lines.stream().noneMatch(line -> line.contains("\"frame\":\"body\"")), trace.out());
            String summary = lines.get(lines.size() - 1);
            assertTrue(summary.contains("\"violations\":{}"), summary);
        }
    }

    @Test
    void tlsOnBothSides() throws Exception {
        TestCertificates certificates = Brokers.certificates();
        try (var trace = TraceProcess.start(
                folder,
                "--uri",
                Brokers.node().tlsUri().toString(),
                "--ca",
                certificates.authority().toString(),
                "--listen-tls",
                certificates.server().certificateFile().toString(),
                certificates.server().keyFile().toString())) {
            ConnectionFactory factory = factory(trace.port());
            factory.useSslProtocol(certificates.clientContext());
            work(factory, 10, new byte[100_000]);
            trace.awaitShown("#1 closed by the");
            try (var plain = new Socket(InetAddress.getLoopbackAddress(), trace.port())) {
                plain.getOutputStream().write("AMQP\0\0\u0009\u0001".getBytes(StandardCharsets.US_ASCII));
                trace.awaitShown("#2 closed TLS with the client failed: it does not speak TLS; it should use amqps");
            }
            trace.interrupt();
            assertTrue(trace.out().contains("no violations"), trace.out());
        }
    }

    @Test
    void aBrokerThatIsNotTrusted() throws Exception {
        try (var trace = TraceProcess.start(
                folder,
                "--uri",
                Brokers.node().tlsUri().toString(),
                "--ca",
                Brokers.certificates().untrustedAuthority().toString())) {
            assertThrows(IOException.class, () -> factory(trace.port()).newConnection());
            trace.awaitShown("the peer's certificate is not trusted");
        }
    }

    @Test
    void aBrokerThatIsNotThere() throws Exception {
        try (var port = new RefusingPort();
                var trace = TraceProcess.start(folder, "--uri", "amqp://127.0.0.1:" + port.port())) {
            assertThrows(IOException.class, () -> factory(trace.port()).newConnection());
            trace.awaitShown(
                    "#1 closed cannot connect to the broker 127.0.0.1:" + port.port() + ": Connection refused");
        }
    }

    @Test
    void aBrokerThatIsKilled() throws Exception {
        RabbitMqNode node = Brokers.restartable();
        try (var trace = trace(node)) {
            var connection = factory(trace.port()).newConnection();
            var shut = new CountDownLatch(1);
            connection.addShutdownListener(cause -> shut.countDown());
            connection.createChannel().basicQos(1);
            node.kill();
            assertTrue(shut.await(20, TimeUnit.SECONDS), "the client hears of it");
            trace.awaitShown("#1 closed");
            node.restart();
            work(factory(trace.port()), 1, new byte[1]);
            trace.awaitShown("#2 closed");
            trace.interrupt();
            assertTrue(trace.out().contains("2 connections"), trace.out());
        }
    }

    @Test
    void aClientThatIsKilled() throws Exception {
        try (var trace = trace(Brokers.node())) {
            Process client = new ProcessBuilder(
                            Command.tool("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "amqp.cli.Amqp",
                            "publish",
                            "--uri",
                            "amqp://127.0.0.1:" + trace.port(),
                            "--routing-key",
                            "nobody",
                            "--body",
                            "x",
                            "--count",
                            "1000000",
                            "--rate",
                            "1000")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            trace.awaitShown("basic.publish");
            client.destroyForcibly().waitFor();
            trace.awaitShown("#1 closed");
            trace.interrupt();
            assertTrue(trace.out().contains("no violations"), trace.out());
        }
    }

    @Test
    void malformedInputReachesTheBrokerUnchanged() throws Exception {
        try (var trace = trace(Brokers.node());
                var socket = new Socket(InetAddress.getLoopbackAddress(), trace.port())) {
            socket.getOutputStream().write("HTTP/1.1 what is this".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = socket.getInputStream().readAllBytes();
            // The version that it prefers: RabbitMQ 4 names one of AMQP 1.0.
            assertEquals("AMQP", new String(answer, 0, 4, StandardCharsets.US_ASCII), "RabbitMQ's refusal");
            String version = answer[4] + "-" + answer[5] + "-" + answer[6] + "-" + answer[7];
            trace.awaitShown("#1 closed");
            assertTrue(trace.out().contains("VIOLATION not-a-frame: There is no frame type 72"), trace.out());
            assertTrue(trace.out().contains("#1 <- 0 protocol-header " + version), trace.out());
        }
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Command run = Command.run(
                    folder,
                    List.of(
                            Command.tool("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "amqp.cli.Amqp",
                            "trace",
                            "--listen",
                            "" + taken.getLocalPort(),
                            "--uri",
                            Brokers.node().uri().toString()));
            assertEquals(1, run.status(), run.output());
            assertEquals(1, run.output().lines().count(), run.output());
            assertTrue(run.output().startsWith("amqp: cannot listen on " + taken.getLocalPort() + ": "), run.output());
        }
    }

    @Test
    void aCaptureShowsTheSameAgain() throws Exception {
        Path file = folder.resolve("capture");
        String live;
        try (var trace = trace(Brokers.node(), "--write", file.toString(), "--connections", "1")) {
            work(factory(trace.port()), 50, "guess".getBytes(StandardCharsets.UTF_8));
            assertEquals(0, trace.awaitEnd());
            live = trace.out();
            assertTrue(live.contains("no violations"), live);
        }
        Command read = Command.run(
                folder,
                List.of(
                        Command.tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "trace",
                        "--read",
                        file.toString()));
        assertEquals(live, read.success());
        assertFalse(Files.readString(file, StandardCharsets.ISO_8859_1).contains("guest"), "the password");
    }

    @Test
    void whoDoesNotReadTheOutputSlowsNobody() throws Exception {
        try (var trace = TraceProcess.startUnread(
                folder, "--uri", "amqp://127.0.0.1:" + Brokers.node().port())) {
            work(factory(trace.port()), 20_000, new byte[16]);
            String out = trace.interruptAndRead();
            assertTrue(out.matches("(?s).*\\.\\.\\. \\d+ frames not shown, as the output was behind.*"), tail(out));
            assertTrue(out.matches("(?s).*\\n\\d+ frames were not shown, as the output was behind\\n"), tail(out));
            assertTrue(out.matches("(?s).*to-client +basic\\.deliver +20000 .*"), tail(out));
        }
    }

    private static String tail(String out) {
        return out.substring(Math.max(0, out.length() - 3000));
    }
}
