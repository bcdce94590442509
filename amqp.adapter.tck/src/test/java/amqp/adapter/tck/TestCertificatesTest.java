// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestCertificatesTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final TestCertificates certificates = TestCertificates.create();

    @AfterEach
    void delete() {
        certificates.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void serverIsTrustedUnderBothNames(String host) throws Exception {
        assertEquals("x", handshake(host, certificates.server(), certificates.clientContext(), false));
    }

    @Test
    void clientIsKnownByItsName() throws Exception {
        var own = certificates.context(certificates.client());
        assertEquals("CN=client", handshake("localhost", certificates.server(), own, true));
    }

    @Test
    void clientWithoutCertificateIsRefusedWhereOneIsNeeded() {
        var none = certificates.clientContext();
        assertThrows(SSLException.class, () -> handshake("localhost", certificates.server(), none, true));
    }

    @Test
    void wrongHostNameIsRefused() {
        var failure = refused(certificates.wrongHost());
        assertTrue(
                failure.getMessage().contains("No subject alternative DNS name matching localhost"),
                failure.toString());
    }

    @Test
    void expiredIsRefused() {
        assertInstanceOf(CertificateExpiredException.class, rootCause(refused(certificates.expired())));
    }

    @Test
    void unknownAuthorityIsRefused() {
        var cause = rootCause(refused(certificates.untrusted()));
        assertFalse(cause instanceof CertPathValidatorException, cause.toString());
        assertTrue(cause.getMessage().contains("unable to find valid certification path"), cause.toString());
    }

    @Test
    void filesHoldWhatTheIdentitySays() throws Exception {
        var client = certificates.client();
        try (var in = Files.newInputStream(client.certificateFile())) {
            assertEquals(
                    client.certificate(),
                    CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var base64 = Files.readString(client.keyFile()).replaceAll("-----[A-Z ]+-----|\\n", "");
        var key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        assertInstanceOf(ECPrivateKey.class, key);
        assertArrayEquals(client.key().getEncoded(), key.getEncoded());
        for (var file : new Path[] {certificates.authority(), certificates.untrustedAuthority()}) {
            assertTrue(Files.readString(file).startsWith("-----BEGIN CERTIFICATE-----\n"), file.toString());
        }
    }

    @Test
    void closeDeletesTheFolder() {
        var folder = certificates.authority().getParent();
        assertTrue(Files.exists(folder));
        certificates.close();
        assertFalse(Files.exists(folder));
    }

    private SSLHandshakeException refused(TestCertificates.Identity server) {
        return assertThrows(
                SSLHandshakeException.class, () -> handshake("localhost", server, certificates.clientContext(), false));
    }

    /** Gives what the server sends: the name of the client where it asked for a certificate, otherwise x. */
    private String handshake(
            String host, TestCertificates.Identity server, SSLContext client, boolean clientCertificateNeeded)
            throws IOException {
        var factory = certificates.context(server).getServerSocketFactory();
        try (var listener = (SSLServerSocket) factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setNeedClientAuth(clientCertificateNeeded);
            var serving = CompletableFuture.runAsync(() -> serve(listener, clientCertificateNeeded));
            try (var socket = (SSLSocket) client.getSocketFactory().createSocket(host, listener.getLocalPort())) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                var answer = new String(socket.getInputStream().readAllBytes());
                serving.join();
                return answer;
            }
        }
    }

    private static void serve(SSLServerSocket listener, boolean clientCertificateNeeded) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var session = socket.getSession();
            var name = clientCertificateNeeded ? session.getPeerPrincipal().getName() : "x";
            socket.getOutputStream().write(name.getBytes());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static Throwable rootCause(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause;
    }
}
