// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TlsOptions;
import amqp.adapter.spi.TransportException;
import amqp.testkit.tls.TestCertificates;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS: what gets through, and what each refusal says. The peer is the JDK's own TLS socket. */
public abstract class TlsScenarios extends AdapterFixture {
    private static TestCertificates certificates;

    @BeforeAll
    static void createCertificates() {
        certificates = TestCertificates.create();
    }

    @AfterAll
    static void deleteCertificates() {
        certificates.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    public void echoComesBackWhole(String protocol) {
        try (Peer peer = peer(certificates.server(), false, socket -> Peer.echo(socket), protocol)) {
            Recorder recorder = connect(endpoint(peer, trusting()), new Recorder());
            recorder.awaitConnected();
            byte[] octets = random(11, 3_000_000);
            recorder.send(octets);
            recorder.await(() -> recorder.receivedCount() == octets.length, "the whole echo");
            assertArrayEquals(octets, recorder.received());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    public void closeSendsTheRestAndEndsTheStreamInOrder(String protocol) {
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = peer(
                certificates.server(),
                false,
                socket -> seen.set(socket.getInputStream().readAllBytes()),
                protocol)) {
            Recorder recorder = connect(endpoint(peer, trusting()), new Recorder());
            recorder.awaitConnected();
            byte[] octets = random(12, 40_000);
            recorder.give(octets);
            recorder.transport.close();
            recorder.awaitClosed();
            // readAllBytes throws where the stream is cut without close_notify.
            recorder.await(() -> seen.get() != null, "the orderly end");
            assertArrayEquals(octets, seen.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    public void laterConnectionsOfTheSameOptionsWork(String protocol) {
        try (Peer peer = peer(certificates.server(), false, Peer::echo, protocol)) {
            TlsOptions options = trusting();
            for (int i = 0; i < 3; i++) {
                Recorder recorder = connect(endpoint(peer, options), new Recorder());
                recorder.awaitConnected();
                recorder.send(new byte[1000]);
                recorder.await(() -> recorder.receivedCount() == 1000, "the echo");
                recorder.transport.close();
                recorder.awaitClosed();
            }
        }
    }

    @Test
    public void peerThatSpeaksFirstAndEndsIsHeard() {
        try (Peer peer = peer(certificates.server(), false, socket -> {
            socket.getOutputStream().write(random(13, 100_000));
            socket.close();
        })) {
            Recorder recorder = connect(endpoint(peer, trusting()), new Recorder());
            assertInstanceOf(EOFException.class, recorder.awaitClosed());
            assertArrayEquals(random(13, 100_000), recorder.received());
        }
    }

    @Test
    public void slicedRecordsAreJoined() throws IOException {
        try (Peer peer = peer(certificates.server(), false, Peer::echo);
                Peer slicer = Peer.serving(socket -> relayByOctets(socket, peer.port()))) {
            Recorder recorder = connect(endpoint(slicer, trusting()), new Recorder());
            recorder.awaitConnected();
            byte[] octets = random(14, 3000);
            recorder.send(octets);
            recorder.await(() -> recorder.receivedCount() == octets.length, "the whole echo");
            assertArrayEquals(octets, recorder.received());
        }
    }

    @Test
    public void wrongHostIsRefused() {
        try (Peer peer = peer(certificates.wrongHost(), false, Peer::echo)) {
            refused(endpoint(peer, trusting()), "not for the host \"localhost\"");
        }
    }

    @Test
    public void untrustedAuthorityIsRefused() {
        try (Peer peer = peer(certificates.untrusted(), false, Peer::echo)) {
            refused(endpoint(peer, trusting()), "is not trusted");
            refused(endpoint(peer, TlsOptions.system()), "is not trusted");
        }
    }

    @Test
    public void expiredCertificateIsRefused() {
        try (Peer peer = peer(certificates.expired(), false, Peer::echo)) {
            refused(endpoint(peer, trusting()), "out of its time of validity");
        }
    }

    @Test
    public void trustingEveryoneAcceptsAll() {
        try (Peer peer = peer(certificates.untrusted(), false, Peer::echo)) {
            connect(endpoint(peer, TlsOptions.trustEveryoneInsecurely()), new Recorder())
                    .awaitConnected();
        }
    }

    @Test
    public void peerWithoutTlsIsRecognised() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write("AMQP\0\0\t\1".getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().readAllBytes();
        })) {
            refused(endpoint(peer, trusting()), "does not speak TLS");
        }
    }

    @Test
    public void peerThatEndsInTheHandshakeIsRecognised() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        })) {
            refused(endpoint(peer, trusting()), "does it speak TLS");
        }
    }

    @Test
    public void clientCertificateIsShown() {
        TestCertificates.Identity client = certificates.client();
        TlsOptions options = trusting().withClientCertificate(client.certificateFile(), client.keyFile());
        try (Peer peer = peer(certificates.server(), true, Peer::echo)) {
            Recorder recorder = connect(endpoint(peer, options), new Recorder());
            recorder.awaitConnected();
            recorder.send(new byte[9]);
            recorder.await(() -> recorder.receivedCount() == 9, "the echo");
        }
    }

    @Test
    public void missingClientCertificateIsRefused() {
        try (Peer peer = peer(certificates.server(), true, Peer::echo, "TLSv1.3")) {
            refused(endpoint(peer, trusting()), "asks for one where none was given");
        }
    }

    @Test
    public void contextOfTheApplicationIsUsed() {
        try (Peer peer = peer(certificates.wrongHost(), false, Peer::echo)) {
            refused(endpoint(peer, TlsOptions.of(certificates.clientContext())), "not for the host");
        }
        try (Peer peer = peer(certificates.server(), false, Peer::echo)) {
            connect(endpoint(peer, TlsOptions.of(certificates.clientContext())), new Recorder())
                    .awaitConnected();
        }
    }

    private static TlsOptions trusting() {
        return TlsOptions.pem(certificates.authority());
    }

    private static Endpoint endpoint(Peer peer, TlsOptions options) {
        return Endpoint.of("localhost", peer.port()).withTls(options);
    }

    /** Expects a failure whose message has the text. */
    private void refused(Endpoint endpoint, String text) {
        Throwable cause = connect(endpoint, new Recorder()).awaitClosed();
        String message = assertInstanceOf(TransportException.class, cause).getMessage();
        assertTrue(message.contains(text), message);
    }

    private static Peer peer(
            TestCertificates.Identity identity, boolean clientCertificate, Peer.Service service, String... protocols) {
        SSLContext context = certificates.context(identity);
        return Peer.serving(plain -> {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            socket.setNeedClientAuth(clientCertificate);
            if (protocols.length > 0) {
                socket.setEnabledProtocols(protocols);
            }
            service.serve(socket);
        });
    }

    /** Passes on octet by octet in both directions. */
    private static void relayByOctets(Socket socket, int port) throws IOException {
        try (Socket target = new Socket(HOST, port)) {
            socket.setTcpNoDelay(true);
            target.setTcpNoDelay(true);
            Thread back = new Thread(() -> relay(target, socket), "peer");
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
