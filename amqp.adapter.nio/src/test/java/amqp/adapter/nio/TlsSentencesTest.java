// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TlsOptions;
import amqp.adapter.spi.TransportException;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.TestCertificates;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the filter of the SPI says when TLS fails. That it fails is proved for every adapter by the suite. */
class TlsSentencesTest {
    private final AdapterUnderTest subject = new AdapterUnderTest(NioAdapter.create());
    private final TestCertificates certificates = TestCertificates.create();

    @AfterEach
    void close() {
        subject.close();
        certificates.close();
    }

    @Test
    void wrongHost() {
        refused(peer(certificates.wrongHost(), false), "not for the host \"localhost\"");
    }

    @Test
    void untrustedAuthority() {
        refused(peer(certificates.untrusted(), false), "is not trusted");
    }

    @Test
    void expiredCertificate() {
        refused(peer(certificates.expired(), false), "out of its time of validity");
    }

    @Test
    void missingClientCertificate() {
        refused(peer(certificates.server(), true), "asks for one where none was given");
    }

    @Test
    void peerWithoutTls() {
        refused(
                Peer.serving(socket -> {
                    socket.getInputStream().read();
                    socket.getOutputStream().write("AMQP\0\0\t\1".getBytes(StandardCharsets.ISO_8859_1));
                    socket.getInputStream().readAllBytes();
                }),
                "does not speak TLS");
    }

    @Test
    void endWithinTheHandshake() {
        refused(
                Peer.serving(socket -> {
                    socket.getInputStream().read();
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                }),
                "does it speak TLS");
    }

    private void refused(Peer peer, String text) {
        try (peer) {
            TlsOptions options = TlsOptions.pem(certificates.authority());
            Endpoint endpoint = Endpoint.of("localhost", peer.port()).withTls(options);
            Throwable cause = subject.connect(endpoint, new Recorder()).awaitClosed();
            String message = assertInstanceOf(TransportException.class, cause).getMessage();
            assertTrue(message.contains(text), message);
        }
    }

    private Peer peer(TestCertificates.Identity identity, boolean clientCertificate) {
        SSLContext context = certificates.context(identity);
        return Peer.serving(plain -> {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            socket.setNeedClientAuth(clientCertificate);
            socket.getInputStream().readAllBytes();
        });
    }
}
