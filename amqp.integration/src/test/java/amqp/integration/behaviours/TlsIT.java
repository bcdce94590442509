// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionOptions;
import amqp.codec.Message;
import amqp.integration.support.Brokers;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.OnPrivateRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import amqp.tls.TlsOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TLS on every adapter: it works, and nobody is trusted by accident. */
@NeedsPrivateRabbitMq
class TlsIT {
    /** Shows a certificate for another host. */
    private static RabbitMqNode elsewhere;

    /** Shows a certificate that has expired, and asks for one. */
    private static RabbitMqNode strict;

    @BeforeAll
    static void start() {
        var certificates = Brokers.certificates();
        elsewhere = RabbitMqNode.start(RabbitMqOptions.DEFAULT.withTls(certificates, certificates.wrongHost()));
        strict = RabbitMqNode.start(RabbitMqOptions.DEFAULT
                .withTls(certificates, certificates.expired())
                .withClientCertificateRequired());
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
        strict.close();
    }

    private static ConnectionOptions.Builder options(Setup setup, RabbitMqNode node, String parameters) {
        return ConnectionOptions.builder()
                .uri(node.tlsUri() + "/%2F?" + parameters)
                .adapter(setup.adapter());
    }

    private static String trust() {
        return "cacertfile=" + Brokers.certificates().authority();
    }

    @OnPrivateRabbitMq
    void messagesCross(Setup setup) {
        try (var session = Session.with(options(setup, Brokers.node(), trust()).build())) {
            String queue = session.queue();
            var messages = session.consume(queue);
            byte[] large = new byte[1 << 20];
            new Random(7).nextBytes(large);
            for (int i = 0; i < 1_000; i++) {
                session.publish("", queue, "message " + i);
                assertEquals("message " + i, Session.text(Session.next(messages)));
            }
            session.channel().publish("", queue, Message.of(large));
            assertArrayEquals(large, Session.next(messages).body());
        }
    }

    @OnPrivateRabbitMq
    void clientCertificateIsTheLogin(Setup setup) {
        var client = Brokers.certificates().client();
        var options = options(
                        setup,
                        Brokers.node(),
                        trust() + "&certfile=" + client.certificateFile() + "&keyfile=" + client.keyFile())
                .mechanisms(List.of("EXTERNAL"));
        try (var session = Session.with(options.build())) {
            assertFalse(session.queue().isEmpty());
        }
    }

    @OnPrivateRabbitMq
    void withoutCertificateThereIsNoExternalLogin(Setup setup) {
        refused(options(setup, Brokers.node(), trust()).mechanisms(List.of("EXTERNAL")));
    }

    @OnPrivateRabbitMq
    void wrongHostNameIsRefused(Setup setup) {
        var failure = refused(options(setup, elsewhere, trust()));
        assertTrue(failure.getMessage().contains("localhost"), failure.getMessage());
    }

    @OnPrivateRabbitMq
    void expiredCertificateIsRefused(Setup setup) {
        var failure = refused(options(setup, strict, trust()));
        assertTrue(failure.getMessage().contains("out of its time of validity"), failure.getMessage());
        assertFalse(failure.getMessage().contains("does an AMQP broker listen"), failure.getMessage());
    }

    /** With TLS 1.3 the broker says so after the handshake. */
    @OnPrivateRabbitMq
    void missingClientCertificateIsRefused(Setup setup) {
        refused(options(setup, strict, "heartbeat=10").tls(TlsOptions.trustEveryoneInsecurely()));
        var client = Brokers.certificates().client();
        var shown = TlsOptions.builder()
                .trustEveryoneInsecurely()
                .clientCertificate(client.certificateFile(), client.keyFile())
                .build();
        try (var session =
                Session.with(options(setup, strict, "heartbeat=10").tls(shown).build())) {
            assertFalse(session.queue().isEmpty());
        }
    }

    @OnPrivateRabbitMq
    void untrustedAuthorityIsRefused(Setup setup) {
        refused(options(
                setup, Brokers.node(), "cacertfile=" + Brokers.certificates().untrustedAuthority()));
    }

    @OnPrivateRabbitMq
    void privateAuthorityIsNotTrustedBySystemDefault(Setup setup) {
        refused(options(setup, Brokers.node(), "heartbeat=10"));
    }

    @OnPrivateRabbitMq
    void whoeverAsksMayTrustEveryone(Setup setup) {
        var options = options(setup, elsewhere, "heartbeat=10").tls(TlsOptions.trustEveryoneInsecurely());
        try (var session = Session.with(options.build())) {
            assertFalse(session.queue().isEmpty());
        }
    }

    /** In a process whose logger of the client is on: the command's is off. */
    @Test
    void trustingEveryoneIsWarnedOf() throws IOException {
        var ping = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.log.amqp.client=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "amqp.cli.Amqp",
                        "ping",
                        "--uri",
                        Brokers.node().tlsUri() + "/%2F?verify=trust_everyone_insecurely")
                .redirectErrorStream(true)
                .start();
        try (var output = ping.inputReader()) {
            var text = output.lines().collect(Collectors.joining("\n"));
            assertTrue(text.contains("WARN") && text.contains("TLS trusts everyone"), text);
        }
        assertEquals(0, ping.onExit().join().exitValue());
    }

    @OnPrivateRabbitMq
    void plainPortDoesNotSpeakTls(Setup setup) {
        var plain = Brokers.node().port();
        refused(options(setup, Brokers.node(), trust()).address("localhost", plain));
    }

    @OnPrivateRabbitMq
    void tlsPortDoesNotSpeakPlain(Setup setup) {
        refused(setup.options().address("localhost", Brokers.node().tlsPort()));
    }

    private static ConnectionFailedException refused(ConnectionOptions.Builder options) {
        var failure = Stages.failure(ConnectionFailedException.class, Connection.open(options.build()));
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
        return failure;
    }
}
