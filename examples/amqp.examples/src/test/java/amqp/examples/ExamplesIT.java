// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.tck.TestCertificates;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every example runs on a real RabbitMQ, shows what it promises, and leaves nothing there. */
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class ExamplesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static TestCertificates certificates;
    private static RabbitMqNode node;

    @BeforeAll
    static void start() {
        certificates = TestCertificates.create();
        node = RabbitMqNode.start(
                RabbitMqOptions.DEFAULT.withTls(certificates).withExternal().withClientCertificateRequired());
    }

    @AfterAll
    static void stop() {
        node.close();
        certificates.close();
    }

    /** What an example checks by itself is told by its status; these are the lines that only a right outcome can print. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Hello | received World",
                "HelloAsync | published: ACKED, received: Hello",
                "Connecting | shut down with nothing left undone: CLOSED",
                "Publishing | published 2 messages and a batch of 500",
                "PublisherConfirms | the broker took 1001 messages",
                "AsyncPublish | the broker took 1001 messages, and no thread waited for it",
                "WorkQueue | the slow worker did one task, the quick one the other 9",
                "Consuming | handled by callback, on the I/O thread, in a loop and from a buffer",
                "Acknowledging | acknowledged two, requeued one of them before, rejected one",
                "PublishSubscribe | both subscribers got: it rains",
                "Topics | *.error matched [billing.error, shop.error],"
                        + " billing.# matched [billing.error, billing.invoice.sent]",
                "RemoteCalls | the squares of 7 and 9 are 49 and 81",
                "RemoteWork | four calls at once: [price 0, price 1, price 2, price 3]",
                "Get | got \"the only one\", gave it back, got it again",
                "Transactions | nothing happened by the rollback, everything by the commit",
                "Returns | came back: no queue is bound that it could go to",
                "Consumers | booked in order [+5, -3, +1] and [+7, -7], and put aside \"anna broken\"",
                "Batches | stored 250 orders in batches of up to 100",
                "Recovering | the same consumer received: published during the outage",
                "Reactive | the broker took three and gave [espresso 2, latte 3, mocha 4]",
                "FlowPublisher | requested three and got [apple, pear, plum]",
                "Observing | verdicts: 10",
                "Metrics | rabbitmq_acknowledged_published_total{adapter=\"nio\",connection=\"orders\"} 10.0",
                "AmqpClientApi | received \"hello\" over amqp-client and over this SDK",
                "PipelinedSetup | declared 500 queues",
                "RegisteredCallbacks | called for: the end of consumer \"second\"; closed by the application with 200",
                "Tracing | process amq.rabbitmq.reply-to (CONSUMER)",
                "FrameTracing | queue.declare-ok",
                "SettingsFile | connected with a heartbeat every 7 s",
                "TlsClientCertificate | by the client's certificate",
                "Tokens | two connections have logged in, requests for tokens: 1",
                "Passwords | logged in by a provider, asked 1 time, and by files",
                "Adapters | connected over blocking, and twice over one nio",
                "Testing | tested a publisher, a handler and an expiry, without a broker",
                "OwnLoop | published, consumed and closed on one thread: no thread but this one"
            })
    void shows(String example, String line) {
        String output = run(0, example);
        assertTrue(output.contains(line), output);
    }

    @Test
    void allRunInOneGoAndLeaveNothing() {
        String output = run(0);
        assertFalse(output.contains("left out"), output);
        for (var example : Examples.ALL) {
            assertTrue(output.contains("== " + example.name() + ": "), output);
        }
        assertNothingLeft();
    }

    @Test
    void tracingEndsWhenItIsSwitchedOff() {
        String output = run(0, "FrameTracing");
        assertTrue(output.contains("basic.qos-ok"), output);
        assertFalse(output.contains("basic.get"), output);
    }

    @Test
    void whatLacksTlsIsLeftOutUnlessItIsNamed() {
        var plain = List.of("--uri", node.uri().toString());
        String output = output(0, plain.toArray(String[]::new));
        assertTrue(output.contains("left out"), output);
        String named = output(1, "--uri", node.uri().toString(), "TlsClientCertificate");
        assertTrue(named.contains("--tls-uri is missing"), named);
    }

    private static String run(int status, String... names) {
        var client = certificates.client();
        var tls = node.tlsUri() + "?cacertfile=" + certificates.authority() + "&certfile=" + client.certificateFile()
                + "&keyfile=" + client.keyFile();
        var args = new String[names.length + 4];
        System.arraycopy(new String[] {"--uri", node.uri().toString(), "--tls-uri", tls}, 0, args, 0, 4);
        System.arraycopy(names, 0, args, 4, names.length);
        return output(status, args);
    }

    /** What is printed, the log included. */
    private static String output(int status, String... args) {
        var octets = new ByteArrayOutputStream();
        var standard = System.out;
        try (var out = new PrintStream(octets, true, UTF_8)) {
            System.setOut(out);
            assertEquals(status, Examples.run(out, args), () -> octets.toString(UTF_8));
        } finally {
            System.setOut(standard);
        }
        return octets.toString(UTF_8);
    }

    /** Exclusive queues go with their connection, which the broker may notice a moment later. */
    private static void assertNothingLeft() {
        Await.until(PATIENCE, () -> left().isEmpty(), () -> "left on the broker: " + left());
    }

    private static List<String> left() {
        var listed = node.rabbitmqctl("-q", "--no-table-headers", "list_queues", "name")
                + node.rabbitmqctl("-q", "--no-table-headers", "list_exchanges", "name");
        return listed.lines()
                .filter(name -> !name.isBlank() && !name.startsWith("amq."))
                .toList();
    }
}
