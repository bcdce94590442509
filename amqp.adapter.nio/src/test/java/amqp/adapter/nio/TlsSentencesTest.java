// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.TestCertificates;
import amqp.tls.TlsOptions;
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
        refused(Peer.showing(certificates.context(certificates.wrongHost()), false), "not for the host \"localhost\"");
    }

    @Test
    void untrustedAuthority() {
        refused(Peer.showing(certificates.context(certificates.untrusted()), false), "is not trusted");
    }

    @Test
    void expiredCertificate() {
        refused(Peer.showing(certificates.context(certificates.expired()), false), "out of its time of validity");
    }

    @Test
    void missingClientCertificate() {
        refused(Peer.showing(certificates.context(certificates.server()), true), "asks for one where none was given");
    }

    @Test
    void peerWithoutTls() {
        refused(Peer.withoutTls(), "does not speak TLS");
    }

    @Test
    void endWithinTheHandshake() {
        refused(Peer.endingInTheHandshake(), "does it speak TLS");
    }

    private void refused(Peer peer, String text) {
        try (peer) {
            TlsOptions options = TlsOptions.pem(certificates.authority());
            Endpoint endpoint =
                    Endpoint.builder("localhost", peer.port()).tls(options).build();
            Throwable cause = subject.connect(endpoint, new Recorder()).awaitClosed();
            String message = assertInstanceOf(TransportException.class, cause).getMessage();
            assertTrue(message.contains(text), message);
        }
    }
}
