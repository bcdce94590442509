// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void engineVerifiesTheHostAndSpeaksNothingOld() {
        SSLEngine engine = TlsOptions.system().newEngine("broker.example.org", 5671);
        assertTrue(engine.getUseClientMode());
        assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
        assertEquals(List.of("TLSv1.3", "TLSv1.2"), List.of(engine.getEnabledProtocols()));
        assertEquals(
                List.of(new SNIHostName("broker.example.org")),
                engine.getSSLParameters().getServerNames());
    }

    @Test
    void hostsThatCantBeServerNamesAreLeftOut() {
        for (String host : List.of("127.0.0.1", "::1", "under_score..x")) {
            SSLEngine engine = TlsOptions.system().newEngine(host, 5671);
            List<SNIServerName> names = engine.getSSLParameters().getServerNames();
            assertTrue(names == null || names.isEmpty(), host);
        }
    }

    @Test
    void anotherServerNameIsAskedForAndVerified() {
        SSLEngine engine =
                TlsOptions.builder().serverName("broker.internal").build().newEngine("127.0.0.1", 5671);
        assertEquals("broker.internal", engine.getPeerHost());
        assertEquals(
                List.of(new SNIHostName("broker.internal")),
                engine.getSSLParameters().getServerNames());
        assertEquals("HTTPS", engine.getSSLParameters().getEndpointIdentificationAlgorithm());
    }

    @Test
    void noneIsOff() {
        assertFalse(TlsOptions.NONE.enabled());
        assertThrows(IllegalStateException.class, () -> TlsOptions.NONE.newEngine("localhost", 1));
        assertFalse(TlsOptions.NONE.toBuilder().serverName("name").build().enabled());
    }

    @Test
    void insecureOptionsSaySo() {
        TlsOptions options = TlsOptions.trustEveryoneInsecurely();
        assertTrue(options.toString().contains("INSECURE"), options.toString());
        assertTrue(options.trustsEveryone());
        assertTrue(options.toBuilder().serverName("name").build().trustsEveryone());
        assertFalse(TlsOptions.system().trustsEveryone());
        assertFalse(TlsOptions.NONE.trustsEveryone());
    }

    @Test
    void aContextOfTheApplicationGoesWithAServerName() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        TlsOptions options =
                TlsOptions.of(context).toBuilder().serverName("name").build();
        assertTrue(options.enabled());
        assertEquals("name", options.serverName());
        assertEquals("TLS by an SSLContext of the application, server name name", options.toString());
    }

    @Test
    void unreadableFilesAreNamed() throws IOException {
        Path missing = folder.resolve("missing.pem");
        assertMentions("missing.pem", () -> TlsOptions.pem(missing));
        Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing here");
        assertMentions("empty.pem", () -> TlsOptions.pem(empty));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void keysOfPkcs8AreRead(String algorithm) throws Exception {
        PrivateKey key = key(algorithm);
        Path file = pem("PRIVATE KEY", key.getEncoded());
        assertArrayEquals(
                key.getEncoded(), PemFile.read(file).privateKey(new char[0]).getEncoded());
    }

    @Test
    void rsaKeysOfPkcs1AreRead() throws Exception {
        PrivateKey key = key("RSA");
        // In a PKCS#8 key of 2048 bits, the PKCS#1 key begins after the two outer headers.
        byte[] pkcs8 = key.getEncoded();
        int start = 26;
        byte[] pkcs1 = ByteBuffer.allocate(pkcs8.length - start)
                .put(pkcs8, start, pkcs8.length - start)
                .array();
        Path file = pem("RSA PRIVATE KEY", pkcs1);
        assertArrayEquals(pkcs8, PemFile.read(file).privateKey(new char[0]).getEncoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "DSA PRIVATE KEY", "RSA PRIVATE KEY"})
    void damagedKeysOfOtherFormsNameTheFile(String label) throws IOException {
        Path file = pem(label, new byte[] {1, 2, 3});
        assertMentions(file.toString(), () -> PemFile.read(file).privateKey("secret".toCharArray()));
    }

    @Test
    void damagedKeysAreRefusedWithoutShowingThem() throws IOException {
        Path file = pem("PRIVATE KEY", "secret".getBytes());
        IllegalArgumentException thrown = assertThrows(
                IllegalArgumentException.class, () -> PemFile.read(file).privateKey(new char[0]));
        assertFalse(thrown.getMessage().contains(Base64.getEncoder().encodeToString("secret".getBytes())));
    }

    private static PrivateKey key(String algorithm) throws NoSuchAlgorithmException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
    }

    private Path pem(String label, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(der);
        String text = "text before\n-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
        return Files.writeString(folder.resolve("key.pem"), text);
    }

    private static void assertMentions(String text, Runnable action) {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, action::run);
        assertTrue(thrown.getMessage().contains(text), thrown.getMessage());
    }
}
