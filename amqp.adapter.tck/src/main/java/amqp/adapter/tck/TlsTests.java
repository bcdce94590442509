// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Endpoint;
import amqp.tls.TlsOptions;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS: what gets through, and what is refused. */
abstract class TlsTests extends RuleTests {
    private static final String HOST = "localhost";

    private TestCertificates certificates;

    TlsTests(AdapterTck tck) {
        super(tck);
    }

    @BeforeEach
    void createCertificates() {
        certificates = TestCertificates.create();
    }

    @AfterEach
    void deleteCertificates() {
        certificates.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_CARRIES)
    void echoComesBackWhole(String protocol) {
        try (Peer peer = server().speaking(protocol).serving(Peer::echo)) {
            echo(random(11, 3_000_000), connected(peer, trusting()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_CARRIES)
    void laterConnectionsOfTheSameOptionsWork(String protocol) {
        try (Peer peer = server().speaking(protocol).serving(Peer::echo)) {
            TlsOptions options = trusting();
            for (int i = 0; i < 3; i++) {
                Recorder recorder = connected(peer, options);
                echo(random(i, 1000), recorder);
                recorder.transport().close();
                recorder.awaitClosed();
            }
        }
    }

    @Test
    @Proves(Rule.TLS_CARRIES)
    void slicedRecordsAreJoined() {
        try (Peer peer = server().serving(Peer::echo);
                Peer slicer = Peer.serving(socket -> relayByOctets(socket, peer.port()))) {
            echo(random(14, 3000), connected(slicer, trusting()));
        }
    }

    @Test
    @Proves(Rule.TLS_CARRIES)
    void contextOfTheApplicationIsUsed() {
        try (Peer peer = server().serving(Peer::echo)) {
            echo(random(15, 100), connected(peer, TlsOptions.of(certificates.clientContext())));
        }
    }

    @Test
    @Proves(Rule.TLS_CARRIES)
    void peerThatSpeaksFirstAndEndsIsHeard() {
        try (Peer peer = server().serving(socket -> {
            socket.getOutputStream().write(random(13, 100_000));
            socket.close();
        })) {
            Recorder recorder = connect(secure(peer, trusting()), new Recorder());
            Throwable cause = recorder.awaitClosed();
            Rule.END_OF_STREAM.check(cause instanceof EOFException, () -> "closed with " + cause);
            Rule.TLS_CARRIES.check(
                    Arrays.equals(random(13, 100_000), recorder.received()), () -> "other octets than the peer sent");
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES)
    void wrongHostIsRefused() {
        try (Peer peer = TlsPeer.showing(certificates, certificates.wrongHost()).serving(Peer::echo)) {
            refused(peer, trusting(), "a certificate for another host");
            refused(peer, TlsOptions.of(certificates.clientContext()), "a certificate for another host");
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES)
    void untrustedAuthorityIsRefused() {
        try (Peer peer = TlsPeer.showing(certificates, certificates.untrusted()).serving(Peer::echo)) {
            refused(peer, trusting(), "a certificate of an authority that isn't trusted");
            refused(peer, TlsOptions.system(), "a certificate of an authority that the system doesn't trust");
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES)
    void expiredCertificateIsRefused() {
        try (Peer peer = TlsPeer.showing(certificates, certificates.expired()).serving(Peer::echo)) {
            refused(peer, trusting(), "a certificate that has expired");
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES)
    void trustingEveryoneAcceptsAll() {
        try (Peer peer = TlsPeer.showing(certificates, certificates.untrusted()).serving(Peer::echo)) {
            connected(peer, TlsOptions.trustEveryoneInsecurely());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_CLIENT_CERTIFICATE)
    void clientCertificateIsShown(String protocol) {
        TestCertificates.Identity client = certificates.client();
        TlsOptions options = trusting().toBuilder()
                .clientCertificate(client.certificateFile(), client.keyFile())
                .build();
        try (Peer peer = server().asking().speaking(protocol).serving(Peer::echo)) {
            Recorder recorder = connect(secure(peer, options), new Recorder());
            recorder.awaitConnected(Rule.TLS_CLIENT_CERTIFICATE);
            echo(Rule.TLS_CLIENT_CERTIFICATE, random(16, 9), recorder);
        }
    }

    /** With TLS 1.3 the refusal comes after the handshake: connected may have been called. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_CLIENT_CERTIFICATE)
    void missingClientCertificateIsRefused(String protocol) {
        try (Peer peer = server().asking().speaking(protocol).serving(Peer::echo)) {
            connect(secure(peer, trusting()), new Recorder()).awaitFailure(Rule.TLS_CLIENT_CERTIFICATE);
        }
    }

    @Test
    @Proves(Rule.TLS_SERVER_NAME)
    void nameOfTheHostIsSent() {
        AtomicReference<String> seen = new AtomicReference<>("");
        try (Peer peer = server().serving(socket -> {
            ExtendedSSLSession session = (ExtendedSSLSession) socket.getSession();
            seen.set(session.getRequestedServerNames().toString());
            Peer.echo(socket);
        })) {
            echo(random(17, 10), connected(peer, trusting()));
            Rule.TLS_SERVER_NAME.check(seen.get().contains(HOST), () -> "the names " + seen.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_ENDS_IN_ORDER)
    void closeSendsTheRestAndEndsTheStreamInOrder(String protocol) {
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = server().speaking(protocol).readingAll(seen::set)) {
            Recorder recorder = connected(peer, trusting());
            byte[] octets = random(12, 40_000);
            recorder.give(octets);
            recorder.transport().close();
            recorder.awaitClosed();
            recorder.await(Rule.TLS_ENDS_IN_ORDER, () -> seen.get() != null, "the peer's stream doesn't end in order");
            Rule.CLOSE_SENDS_THE_REST.check(Arrays.equals(octets, seen.get()), () -> "the peer read other octets");
        }
    }

    @Test
    @Proves(Rule.TLS_ENDS_IN_ORDER)
    void peerWithoutTlsIsRefused() {
        try (Peer peer = Peer.withoutTls()) {
            refused(Rule.TLS_ENDS_IN_ORDER, peer, trusting(), "a peer that speaks no TLS");
        }
    }

    @Test
    @Proves(Rule.TLS_ENDS_IN_ORDER)
    void peerThatEndsInTheHandshakeIsRefused() {
        try (Peer peer = Peer.endingInTheHandshake()) {
            refused(Rule.TLS_ENDS_IN_ORDER, peer, trusting(), "a peer that ends the stream within the handshake");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Proves(Rule.TLS_VERIFIES_THE_NAME)
    void wrongHostIsRefusedWhateverTheContextAccepts(String protocol) {
        try (Peer peer = TlsPeer.showing(certificates, certificates.wrongHost())
                .speaking(protocol)
                .serving(Peer::echo)) {
            TlsOptions options = TlsOptions.of(certificates.credulousContext());
            for (int i = 0; i < 2; i++) { // the second time with the session of the first
                String message = refused(
                        Rule.TLS_VERIFIES_THE_NAME, peer, options, "a certificate for another host, with " + protocol);
                Rule.TLS_VERIFIES_THE_NAME.check(message.contains('"' + HOST + '"'), () -> "the message " + message);
            }
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES_THE_NAME)
    void wrongServerNameIsRefusedAndNamed() {
        try (Peer peer = server().serving(Peer::echo)) {
            for (TlsOptions options : List.of(trusting(), TlsOptions.of(certificates.credulousContext()))) {
                TlsOptions other =
                        options.toBuilder().serverName("elsewhere.invalid").build();
                String message = refused(
                        Rule.TLS_VERIFIES_THE_NAME,
                        endpoint(peer).toBuilder().tls(other).build(),
                        "a certificate for another name");
                Rule.TLS_VERIFIES_THE_NAME.check(
                        message.contains("\"elsewhere.invalid\""), () -> "the message " + message);
            }
        }
    }

    @Test
    @Proves(Rule.TLS_VERIFIES_THE_NAME)
    void rightHostPassesWithAContextThatAcceptsEverybody() {
        try (Peer peer = TlsPeer.showing(certificates, certificates.untrusted()).serving(Peer::echo)) {
            echo(random(18, 100), connected(peer, TlsOptions.of(certificates.credulousContext())));
        }
    }

    private TlsPeer server() {
        return TlsPeer.showing(certificates, certificates.server());
    }

    private TlsOptions trusting() {
        return TlsOptions.pem(certificates.authority());
    }

    /** By the name for which the certificates are: the host's, or where there are no hosts, the one of the options. */
    private Endpoint secure(Peer peer, TlsOptions options) {
        boolean named = reasonForLacking(Feature.HOST_AND_PORT).isEmpty();
        return named
                ? Endpoint.builder(HOST, peer.port()).tls(options).build()
                : endpoint(peer).toBuilder()
                        .tls(options.toBuilder().serverName(HOST).build())
                        .build();
    }

    private Recorder connected(Peer peer, TlsOptions options) {
        Recorder recorder = connect(secure(peer, options), new Recorder());
        recorder.awaitConnected();
        return recorder;
    }

    private static void echo(byte[] octets, Recorder recorder) {
        echo(Rule.TLS_CARRIES, octets, recorder);
    }

    private static void echo(Rule rule, byte[] octets, Recorder recorder) {
        recorder.send(octets);
        recorder.await(rule, () -> recorder.receivedCount() >= octets.length, "not the whole echo");
        rule.check(Arrays.equals(octets, recorder.received()), () -> "other octets than sent");
    }

    private void refused(Peer peer, TlsOptions options, String whom) {
        refused(Rule.TLS_VERIFIES, peer, options, whom);
    }

    private String refused(Rule rule, Peer peer, TlsOptions options, String whom) {
        return refused(rule, secure(peer, options), whom);
    }

    private String refused(Rule rule, Endpoint endpoint, String whom) {
        Recorder recorder = connect(endpoint, new Recorder());
        String message = recorder.awaitRefusal(rule, whom).getMessage();
        Rule.FAILURE_SAYS_WHY.check(message.lines().count() == 1, () -> "the message \"" + message + "\"");
        return message;
    }

    /** Passes on octet by octet in both directions. */
    private static void relayByOctets(Socket socket, int port) throws IOException {
        try (Socket target = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            Thread back = new Thread(() -> relay(target, socket), "tck-peer");
            back.setDaemon(true);
            back.start();
            relay(socket, target);
        }
    }

    private static void relay(Socket from, Socket to) {
        try {
            for (int octet = from.getInputStream().read();
                    octet >= 0;
                    octet = from.getInputStream().read()) {
                to.getOutputStream().write(octet);
            }
        } catch (IOException gone) {
            // The test has what it wanted.
        }
    }
}
