// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * TLS for a connection: off, or TLS 1.2 and 1.3 with the peer's certificate and host name verified. Alike on every
 * adapter. Immutable; files are read when the options are made. One instance keeps one session cache, so use it for all
 * connections to a broker.
 */
public final class TlsOptions {
    /** Plain TCP. */
    public static final TlsOptions NONE = new TlsOptions("no TLS", new TrustManager[0], new KeyManager[0], false);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** What {@link #toString} says; names files at most, never a secret. */
    private final String description;

    private final TrustManager[] trust;
    private final KeyManager[] keys;
    private final boolean verifyHostName;
    private final SSLContext context;

    /** Whom the peer is expected to be; empty for the endpoint's host. */
    private final String serverName;

    private TlsOptions(String description, TrustManager[] trust, KeyManager[] keys, boolean verifyHostName) {
        this(description, trust, keys, verifyHostName, trust.length == 0 ? null : context(trust, keys), "");
    }

    private TlsOptions(
            String description,
            TrustManager[] trust,
            KeyManager[] keys,
            boolean verifyHostName,
            SSLContext context,
            String serverName) {
        this.description = description;
        this.trust = trust;
        this.keys = keys;
        this.verifyHostName = verifyHostName;
        this.context = context;
        this.serverName = serverName;
    }

    /** Trusts the certificate authorities that the JDK trusts. */
    public static TlsOptions system() {
        return new TlsOptions("TLS, trusting the system's authorities", TrustStores.system(), new KeyManager[0], true);
    }

    /**
     * Trusts the certificate authorities of a PEM file, and no others.
     *
     * @throws IllegalArgumentException when the file can't be read or holds no certificate
     */
    public static TlsOptions pem(Path authorities) {
        return new TlsOptions(
                "TLS, trusting " + authorities,
                TrustStores.trusting(PemFile.read(authorities).certificates()),
                new KeyManager[0],
                true);
    }

    /**
     * Trusts the certificate authorities of a PKCS#12 file, and no others.
     *
     * @param password not kept
     * @throws IllegalArgumentException when the file can't be read with the password or holds no certificate entry
     */
    public static TlsOptions pkcs12(Path authorities, char[] password) {
        return new TlsOptions(
                "TLS, trusting " + authorities,
                TrustStores.trusting(Pkcs12File.read(authorities, password).certificates()),
                new KeyManager[0],
                true);
    }

    /** Trusts and identifies as the given context does; the host name is verified all the same. */
    public static TlsOptions of(SSLContext context) {
        return new TlsOptions(
                "TLS by an SSLContext of the application", new TrustManager[0], new KeyManager[0], true, context, "");
    }

    /**
     * Encrypts, but accepts any certificate of anyone, under any name: whoever sits between can read and change
     * everything, passwords included. For development only; the client warns of it in its log.
     */
    public static TlsOptions trustEveryoneInsecurely() {
        return new TlsOptions("TLS, INSECURE: trusting everyone", TrustStores.everyone(), new KeyManager[0], false);
    }

    /**
     * These options with a certificate for this side, asked for by a peer that verifies its clients.
     * With TLS 1.3 a peer judges it after the handshake: its refusal closes a transport that was connected already.
     *
     * @param chain PEM file: this side's certificate first, then those that lead to the authority
     * @param privateKey PEM file, not encrypted: PKCS#8 ("PRIVATE KEY") or PKCS#1 ("RSA PRIVATE KEY")
     * @throws IllegalArgumentException when a file can't be read or holds something else
     * @throws IllegalStateException when these are {@link #NONE} or made with {@link #of}
     */
    public TlsOptions withClientCertificate(Path chain, Path privateKey) {
        expectTrust();
        return identified(
                TrustStores.identity(
                        PemFile.read(chain).certificates(),
                        PemFile.read(privateKey).privateKey()),
                chain);
    }

    /**
     * The same with a PKCS#12 file that holds the certificate chain and its key.
     *
     * @param password of the file and of the key in it; not kept
     * @throws IllegalArgumentException when the file can't be read with the password or holds no key
     * @throws IllegalStateException when these are {@link #NONE} or made with {@link #of}
     */
    public TlsOptions withClientCertificate(Path pkcs12, char[] password) {
        expectTrust();
        return identified(Pkcs12File.read(pkcs12, password).identity(), pkcs12);
    }

    private void expectTrust() {
        if (trust.length == 0) {
            throw new IllegalStateException(
                    "A client certificate goes with system(), pem(...), pkcs12(...) or trustEveryoneInsecurely(); "
                            + "put it into the SSLContext where one is given");
        }
    }

    private TlsOptions identified(KeyManager[] identity, Path file) {
        return new TlsOptions(
                description + ", certificate " + file,
                trust,
                identity,
                verifyHostName,
                context(trust, identity),
                serverName);
    }

    /**
     * These options with the name that the peer goes by, where that is not the host that is connected to: asked for by
     * SNI, and the one that its certificate is verified against.
     *
     * @param name a host name
     */
    public TlsOptions withServerName(String name) {
        return new TlsOptions(description + ", server name " + name, trust, keys, verifyHostName, context, name);
    }

    /** Whether TLS is used at all. */
    public boolean enabled() {
        return context != null;
    }

    /** Whether these accept anyone: {@link #trustEveryoneInsecurely}. */
    public boolean trustsEveryone() {
        return enabled() && !verifyHostName;
    }

    /**
     * A client engine for one connection: TLS 1.2 and 1.3, SNI, host name verification. Drive it with
     * {@link TlsFilter}, or hand it to a library that drives engines itself.
     *
     * @throws IllegalStateException when TLS is off
     */
    public SSLEngine newEngine(Endpoint endpoint) {
        if (!enabled()) {
            throw new IllegalStateException("TLS is off; ask enabled() first");
        }
        SSLEngine engine = context.createSSLEngine(peerName(endpoint), endpoint.port());
        engine.setUseClientMode(true);
        configure(engine, endpoint);
        return engine;
    }

    /**
     * Asks of an engine what these options ask: TLS 1.2 and 1.3, SNI, host name verification. For a client engine that a
     * library made itself, trusting {@link #trustManagers} and appearing as {@link #keyManagers}.
     */
    public void configure(SSLEngine engine, Endpoint endpoint) {
        SSLParameters parameters = engine.getSSLParameters();
        List<String> supported = Arrays.asList(engine.getSupportedProtocols());
        parameters.setProtocols(PROTOCOLS.stream().filter(supported::contains).toArray(String[]::new));
        if (verifyHostName) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!serverName.isEmpty() || !endpoint.isAddressLiteral()) {
            parameters.setServerNames(serverNames(peerName(endpoint)));
        }
        engine.setSSLParameters(parameters);
    }

    /** The name that the peer's certificate is verified against: the server name, or else the endpoint's host. */
    public String peerName(Endpoint endpoint) {
        return serverName.isEmpty() ? endpoint.host() : serverName;
    }

    /** Whom these options trust; nobody when off, or when made with {@link #of}, where only the context knows. */
    public List<TrustManager> trustManagers() {
        return List.of(trust);
    }

    /** As whom these options appear; nobody where there is no client certificate, or only the context knows it. */
    public List<KeyManager> keyManagers() {
        return List.of(keys);
    }

    /** The name for SNI; none where the host can't be written as one (with an underscore, say). */
    private static List<SNIServerName> serverNames(String host) {
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException unusual) {
            return List.of();
        }
    }

    @Override
    public String toString() {
        return description;
    }

    private static SSLContext context(TrustManager[] trust, KeyManager[] keys) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(keys, trust, null);
            return made;
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("This JVM offers no TLS: " + failure.getMessage(), failure);
        }
    }
}
