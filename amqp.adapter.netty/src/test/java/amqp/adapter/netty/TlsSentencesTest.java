// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.netty.NettyOptions.Tls;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.TestCertificates;
import amqp.tls.TlsOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS in the pipeline fails with the sentences of the other adapters, whoever's TLS it is. */
class TlsSentencesTest {
    private final TestCertificates certificates = TestCertificates.create();

    @AfterEach
    void close() {
        certificates.close();
    }

    @ParameterizedTest
    @EnumSource
    void wrongHost(Tls tls) {
        refused(
                tls,
                Peer.showing(certificates.context(certificates.wrongHost()), false),
                "not for the host \"localhost\"");
    }

    @ParameterizedTest
    @EnumSource
    void untrustedAuthority(Tls tls) {
        refused(tls, Peer.showing(certificates.context(certificates.untrusted()), false), "is not trusted");
    }

    @ParameterizedTest
    @EnumSource
    void expiredCertificate(Tls tls) {
        refused(tls, Peer.showing(certificates.context(certificates.expired()), false), "out of its time of validity");
    }

    @ParameterizedTest
    @EnumSource
    void missingClientCertificate(Tls tls) {
        refused(
                tls,
                Peer.showing(certificates.context(certificates.server()), true),
                "asks for one where none was given");
    }

    @ParameterizedTest
    @EnumSource
    void peerWithoutTls(Tls tls) {
        refused(tls, Peer.withoutTls(), "does not speak TLS");
    }

    @ParameterizedTest
    @EnumSource
    void endWithinTheHandshake(Tls tls) {
        refused(tls, Peer.endingInTheHandshake(), "does it speak TLS");
    }

    private void refused(Tls tls, Peer peer, String text) {
        Assumptions.assumeTrue(tls.unusableReason().isEmpty(), tls.unusableReason());
        try (peer;
                AdapterUnderTest subject = new AdapterUnderTest(
                        NettyAdapter.create(NettyOptions.builder().tls(tls).build()))) {
            TlsOptions options = TlsOptions.pem(certificates.authority());
            Endpoint endpoint =
                    Endpoint.builder("localhost", peer.port()).tls(options).build();
            Throwable cause = subject.connect(endpoint, new Recorder()).awaitClosed();
            String message = assertInstanceOf(TransportException.class, cause).getMessage();
            assertTrue(message.contains(text), message);
        }
    }
}
