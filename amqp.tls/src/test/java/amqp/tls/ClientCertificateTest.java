// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and certificates as OpenSSL 3 makes them: checked-in files, and new ones where the command is installed. */
class ClientCertificateTest {
    private static final String SECRET = "secret";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ec-sec1.key, ec.pem",
        "ec-pkcs8.key, ec.pem",
        "ec-encrypted.key, ec.pem",
        "ec-encrypted-aes128.key, ec.pem",
        "rsa-pkcs1.key, rsa.pem",
        "rsa-encrypted.key, rsa.pem",
        "rsa-encrypted-3des.key, rsa.pem",
        "ed25519-pkcs8.key, ed25519.pem",
        "ed25519-encrypted.key, ed25519.pem",
    })
    void keysOfAllFormsAreReadAndShown(String key, String certificate) {
        TlsOptions options = TlsOptions.builder()
                .clientCertificate(file(certificate), file(key), SECRET.toCharArray())
                .build();
        X509KeyManager shown = (X509KeyManager) options.keyManagers().get(0);
        String kind = certificate.startsWith("ec") ? "EC" : certificate.startsWith("rsa") ? "RSA" : "EdDSA";
        assertEquals(1, shown.getClientAliases(kind, null).length);
    }

    @Test
    void theKeyIsTheSameInEachForm() {
        BigInteger plain = number(key("ec-pkcs8.key", ""));
        for (String other : List.of("ec-sec1.key", "ec-encrypted.key", "ec-encrypted-aes128.key")) {
            assertEquals(plain, number(key(other, SECRET)), other);
        }
        byte[] rsa = key("rsa-pkcs1.key", "").getEncoded();
        assertArrayEquals(rsa, key("rsa-encrypted.key", SECRET).getEncoded());
        assertArrayEquals(rsa, key("rsa-encrypted-3des.key", SECRET).getEncoded());
    }

    @Test
    void anEcKeyTakesTheCurveFromItsOwnParametersOrFromTheBlockBeforeIt() throws Exception {
        String text = Files.readString(file("ec-sec1.key"));
        int begin = text.indexOf("-----BEGIN EC PRIVATE KEY");
        Path alone = Files.writeString(folder.resolve("alone.key"), text.substring(begin));
        BigInteger number = number(key("ec-pkcs8.key", ""));
        assertEquals(number, number(PemFile.read(alone).privateKey(new char[0])));

        byte[] octets = number.toByteArray();
        int sign = octets.length - 48;
        byte[] bare = ByteBuffer.allocate(7 + 48)
                .put(new byte[] {0x30, 53, 2, 1, 1, 4, 48})
                .put(octets, sign, 48)
                .array();
        Path curve = Files.writeString(folder.resolve("curve.key"), text.substring(0, begin) + pem(bare));
        assertEquals(number, number(PemFile.read(curve).privateKey(new char[0])));
        Path none = Files.writeString(folder.resolve("none.key"), pem(bare));
        refused("does not name its curve", () -> PemFile.read(none).privateKey(new char[0]));
    }

    private static BigInteger number(PrivateKey key) {
        return ((ECPrivateKey) key).getS();
    }

    private static String pem(byte[] der) {
        return "-----BEGIN EC PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END EC PRIVATE KEY-----\n";
    }

    @Test
    void anEncryptedKeyWithoutPasswordNamesTheSetting() {
        refused("keyfile_password", () -> key("ec-encrypted.key", ""));
    }

    @ParameterizedTest
    @CsvSource({"ec-encrypted.key", "rsa-encrypted.key", "rsa-encrypted-3des.key", "ed25519-encrypted.key"})
    void aWrongPasswordIsSaidWithoutShowingIt(String key) {
        for (String wrong : List.of("another one", "pässword")) {
            String message = refused(key, () -> key(key, wrong));
            assertTrue(message.contains("password"), message);
            assertFalse(message.contains(wrong), message);
        }
    }

    @Test
    void theOldEncryptionIsRefusedWithTheCommandThatConverts() {
        refused("openssl pkcs8 -topk8", () -> key("ec-old-encrypted.key", SECRET));
    }

    @ParameterizedTest
    @CsvSource({"ec-pkcs8.key, rsa.pem", "rsa-pkcs1.key, ed25519.pem", "ed25519-pkcs8.key, intermediate.pem"})
    void aKeyOfAnotherCertificateIsRefusedAtOnce(String key, String certificate) {
        String message = refused(
                "does not belong to the certificate",
                () -> TlsOptions.builder().clientCertificate(file(certificate), file(key)));
        assertTrue(message.contains(key) && message.contains(certificate), message);
    }

    @Test
    void aChainInOrderIsTaken() throws IOException {
        TlsOptions.Builder options = TlsOptions.builder();
        options.clientCertificate(chain("ec.pem", "intermediate.pem", "root.pem"), file("ec-pkcs8.key"));
        options.clientCertificate(chain("ec.pem", "intermediate.pem"), file("ec-pkcs8.key"));
    }

    @Test
    void aChainInAnotherOrderNamesItsFile() throws IOException {
        Path turned = chain("intermediate.pem", "ec.pem");
        assertTrue(refused("wrong order", () -> TlsOptions.builder().clientCertificate(turned, file("ec-pkcs8.key")))
                .contains(turned.toString()));
        Path gap = chain("ec.pem", "root.pem", "intermediate.pem");
        assertTrue(refused("wrong order", () -> TlsOptions.builder().clientCertificate(gap, file("ec-pkcs8.key")))
                .contains(gap.toString()));
    }

    @Test
    void whatOpensslMakesNowIsRead() throws Exception {
        Assumptions.assumeTrue(openssl("version"), "openssl is not installed");
        Path key = folder.resolve("new.key");
        for (List<String> encrypting : List.of(
                List.of("-v2", "aes-256-cbc"),
                List.of("-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"),
                List.of("-v2", "des3", "-v2prf", "hmacWithSHA1"),
                List.of("-v1", "PBE-SHA1-3DES"))) {
            List<String> command = new ArrayList<>(List.of("pkcs8", "-topk8", "-passout", "pass:" + SECRET));
            command.addAll(List.of("-in", file("rsa-pkcs1.key").toString(), "-out", key.toString()));
            command.addAll(encrypting);
            Assumptions.assumeTrue(openssl(command.toArray(String[]::new)), () -> "no " + encrypting + " here");
            if (encrypting.contains("des3")) {
                refused("can't be decrypted", () -> PemFile.read(key).privateKey(SECRET.toCharArray()));
            } else {
                assertArrayEquals(
                        key("rsa-pkcs1.key", "").getEncoded(),
                        PemFile.read(key).privateKey(SECRET.toCharArray()).getEncoded(),
                        encrypting.toString());
            }
        }
        Path store = folder.resolve("client.p12");
        assertTrue(openssl(
                "pkcs12",
                "-export",
                "-in",
                file("ec.pem").toString(),
                "-inkey",
                file("ec-sec1.key").toString(),
                "-out",
                store.toString(),
                "-passout",
                "pass:" + SECRET));
        TlsOptions.builder().clientCertificate(store, SECRET.toCharArray());
    }

    private boolean openssl(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openssl.log").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private Path chain(String... certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String certificate : certificates) {
            text.append(Files.readString(file(certificate)));
        }
        return Files.writeString(folder.resolve("chain-" + String.join("-", certificates)), text);
    }

    private static PrivateKey key(String name, String password) {
        return PemFile.read(file(name)).privateKey(password.toCharArray());
    }

    private static Path file(String name) {
        try {
            return Path.of(ClientCertificateTest.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String refused(String text, Runnable action) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(text), message);
        return message;
    }
}
