// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates for one test run, as PEM files in a temporary folder that {@link #close()} deletes. Keys are on curve
 * P-256, in PKCS#8 ("PRIVATE KEY"). {@link #authority()} has issued all identities except {@link #untrusted()}.
 */
public final class TestCertificates implements AutoCloseable {
    /** Common name of the client certificate, which RabbitMQ uses as the user name for EXTERNAL. */
    public static final String CLIENT_NAME = "client";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] ELSEWHERE = {(byte) 192, 0, 2, 1};

    private final Path folder = newFolder();
    private final List<Path> files = new ArrayList<>();
    private final Instant from = Instant.now().minus(Duration.ofDays(2));
    private final Instant to = from.plus(Duration.ofDays(30));
    private final X509Certificate trusted;
    private final Path authority;
    private final Path untrustedAuthority;
    private final Identity server;
    private final Identity wrongHost;
    private final Identity expired;
    private final Identity client;
    private final Identity untrusted;

    /**
     * A certificate and its key.
     *
     * @param certificate for the public key that belongs to the private one
     * @param key the private key
     * @param certificateFile the certificate as a PEM file
     * @param keyFile the private key as a PEM file
     */
    public record Identity(X509Certificate certificate, PrivateKey key, Path certificateFile, Path keyFile) {}

    private TestCertificates() throws GeneralSecurityException {
        var issuer = new Issuer("Test authority", from, to);
        var stranger = new Issuer("Another authority", from, to);
        trusted = issuer.certificate();
        authority = pem("ca.pem", "CERTIFICATE", trusted.getEncoded());
        untrustedAuthority =
                pem("untrusted-ca.pem", "CERTIFICATE", stranger.certificate().getEncoded());
        server = server("server", issuer, "localhost", LOOPBACK, to);
        wrongHost = server("wrong-host", issuer, "elsewhere.invalid", ELSEWHERE, to);
        expired = server("expired", issuer, "localhost", LOOPBACK, from.plus(Duration.ofDays(1)));
        untrusted = server("untrusted", stranger, "localhost", LOOPBACK, to);
        var pair = Issuer.newKey();
        client = identity("client", issuer.issue(CLIENT_NAME, pair.getPublic(), from, to), pair);
    }

    /** Creates all certificates, which takes a few milliseconds. */
    public static TestCertificates create() {
        try {
            return new TestCertificates();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Certificates can't be made with this JDK's providers.", e);
        }
    }

    /** Returns the PEM file of the authority that clients and servers should trust. */
    public Path authority() {
        return authority;
    }

    /** Returns the PEM file of the authority of {@link #untrusted()}. */
    public Path untrustedAuthority() {
        return untrustedAuthority;
    }

    /** Returns an identity for localhost and 127.0.0.1. */
    public Identity server() {
        return server;
    }

    /** Returns an identity that is valid except for its host name. */
    public Identity wrongHost() {
        return wrongHost;
    }

    /** Returns an identity for localhost and 127.0.0.1 that expired yesterday. */
    public Identity expired() {
        return expired;
    }

    /** Returns an identity for a client, with the name {@link #CLIENT_NAME}. */
    public Identity client() {
        return client;
    }

    /** Returns an identity for localhost and 127.0.0.1, of an authority that nobody trusts. */
    public Identity untrusted() {
        return untrusted;
    }

    /** Returns a context that sends this identity and trusts {@link #authority()}. For clients and servers. */
    public SSLContext context(Identity identity) {
        try {
            var keys = emptyStore();
            keys.setKeyEntry("own", identity.key, new char[0], new X509Certificate[] {identity.certificate});
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            return context(managers.getKeyManagers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a context for a client that accepts any certificate, whatever its name or authority. */
    public SSLContext credulousContext() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[] {new Credulous()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a context for a client without a certificate; it trusts {@link #authority()}. */
    public SSLContext clientContext() {
        try {
            return context(new KeyManager[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (Path file : files) Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("amqp-certificates-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SSLContext context(KeyManager[] own) throws GeneralSecurityException {
        var store = emptyStore();
        store.setCertificateEntry("authority", trusted);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        TrustManager[] others = trust.getTrustManagers();
        var context = SSLContext.getInstance("TLS");
        context.init(own, others, null);
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Identity server(String name, Issuer issuer, String host, byte[] address, Instant until)
            throws GeneralSecurityException {
        var pair = Issuer.newKey();
        return identity(name, issuer.issue(host, address, pair.getPublic(), from, until), pair);
    }

    private Identity identity(String name, X509Certificate certificate, KeyPair pair) throws GeneralSecurityException {
        var certificateFile = pem(name + ".pem", "CERTIFICATE", certificate.getEncoded());
        var keyFile = pem(name + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded());
        return new Identity(certificate, pair.getPrivate(), certificateFile, keyFile);
    }

    private Path pem(String file, String label, byte[] der) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        var text = "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
        try {
            var written = Files.writeString(folder.resolve(file), text, StandardCharsets.US_ASCII);
            files.add(written);
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
