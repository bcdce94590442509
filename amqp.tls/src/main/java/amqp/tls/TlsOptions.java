// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Options of TLS for a connection: off, or TLS 1.2 and 1.3 with verification of the peer's certificate and host name.
 * They have the same meaning with every adapter. Immutable. One instance has one session cache, so use it for all
 * connections to a broker.
 */
public final class TlsOptions {
    /** Plain TCP. */
    public static final TlsOptions NONE = new TlsOptions(Trust.NOBODY, Identity.NONE, "", null);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private final Trust trust;
    private final Identity identity;

    /** Whom the peer is expected to be; empty for the host that is connected to. */
    private final String serverName;

    /** Null when TLS is off. */
    private final @Nullable SSLContext context;

    private TlsOptions(Trust trust, Identity identity, String serverName, @Nullable SSLContext context) {
        this.trust = trust;
        this.identity = identity;
        this.serverName = serverName;
        this.context = context;
    }

    /** Returns options that trust the certificate authorities that the JDK trusts. */
    public static TlsOptions system() {
        return builder().build();
    }

    /** Returns options that trust the authorities of a PEM file; see {@link Builder#trustPem}. */
    public static TlsOptions pem(Path authorities) {
        return builder().trustPem(authorities).build();
    }

    /** Returns options that trust the authorities of a PKCS#12 file; see {@link Builder#trustPkcs12}. */
    public static TlsOptions pkcs12(Path authorities, char[] password) {
        return builder().trustPkcs12(authorities, password).build();
    }

    /** Returns options with the trust and identity of a context; see {@link Builder#context}. */
    public static TlsOptions of(SSLContext context) {
        return builder().context(context).build();
    }

    /** Returns options that accept any peer; see {@link Builder#trustEveryoneInsecurely}. */
    public static TlsOptions trustEveryoneInsecurely() {
        return builder().trustEveryoneInsecurely().build();
    }

    /** Returns a builder of options that use TLS and by default trust what the JDK trusts. */
    public static Builder builder() {
        return new Builder(null, Identity.NONE, "", null);
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return new Builder(trust, identity, serverName, context);
    }

    /** Returns whether TLS is used; false only for {@link #NONE}. */
    public boolean enabled() {
        return context != null;
    }

    /** Returns whether these options accept any certificate: {@link Builder#trustEveryoneInsecurely}. */
    public boolean trustsEveryone() {
        return enabled() && !trust.verifiesHostName();
    }

    /** Returns the expected name of the peer, as set with {@link Builder#serverName}; empty if none was set. */
    public String serverName() {
        return serverName;
    }

    /**
     * Returns the name that the peer's certificate is verified against: the server name, or else the host.
     *
     * @param host the host name or IP address of the connection
     */
    public String peerName(String host) {
        return serverName.isEmpty() ? host : serverName;
    }

    /** Returns the trust managers; empty when TLS is off, and with {@link #of}, where only the context has them. */
    public List<TrustManager> trustManagers() {
        return trust.managers();
    }

    /**
     * Returns the key managers; empty without a client certificate, and with {@link #of}, where only the context has
     * them.
     */
    public List<KeyManager> keyManagers() {
        return identity.managers();
    }

    /**
     * Returns the context, for a library that takes one and verifies host names itself, such as java.net.http. It has
     * trust and client certificate, but no server name.
     *
     * @throws IllegalStateException when TLS is off
     */
    public SSLContext sslContext() {
        if (context == null) {
            throw new IllegalStateException("TLS is off; ask enabled() first");
        }
        return context;
    }

    /**
     * Returns a client engine for one connection, with TLS 1.2 and 1.3, SNI and host name verification. Drive it with
     * {@link TlsFilter}, or pass it to a library that drives engines itself, and call {@link #verifyPeer} after the
     * handshake.
     *
     * @param host the host name or IP address of the connection
     * @param port 1 to 65535; part of the key of the session cache
     * @throws IllegalStateException when TLS is off
     */
    public SSLEngine newEngine(String host, int port) {
        SSLEngine engine = sslContext().createSSLEngine(peerName(host), port);
        engine.setUseClientMode(true);
        configure(engine, host);
        return engine;
    }

    /**
     * Applies these options to an engine: TLS 1.2 and 1.3, SNI, host name verification. For a client engine that a
     * library made itself, with {@link #trustManagers} and {@link #keyManagers}; call {@link #verifyPeer} after the
     * handshake.
     *
     * @param host the host name or IP address of the connection
     */
    public void configure(SSLEngine engine, String host) {
        SSLParameters parameters = engine.getSSLParameters();
        List<String> supported = Arrays.asList(engine.getSupportedProtocols());
        parameters.setProtocols(PROTOCOLS.stream().filter(supported::contains).toArray(String[]::new));
        if (trust.verifiesHostName()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        parameters.setServerNames(serverNames(peerName(host)));
        engine.setSSLParameters(parameters);
    }

    /**
     * Verifies that the peer's certificate is for the host, whatever the trust managers have checked; does nothing with
     * {@link Builder#trustEveryoneInsecurely}. {@link TlsFilter} calls it at the end of each handshake; an adapter
     * whose library drives engines must call it before anything else happens on the connection.
     *
     * @param session of the handshake that has just completed
     * @param host the host name or IP address of the connection
     * @throws TlsException when the certificate is not for {@link #peerName}; the message says for whom it is
     */
    public void verifyPeer(SSLSession session, String host) throws TlsException {
        if (!trust.verifiesHostName()) {
            return;
        }
        try {
            X509Certificate leaf = (X509Certificate) session.getPeerCertificates()[0];
            CertifiedNames names = CertifiedNames.of(leaf);
            if (!names.include(peerName(host))) {
                throw TlsException.wrongPeer(TlsFailures.wrongName(peerName(host), "it is for " + names));
            }
        } catch (CertificateParsingException | SSLPeerUnverifiedException failure) {
            throw TlsException.wrongPeer(TlsFailures.wrongName(peerName(host), "it can't be read"));
        }
    }

    /** The name for SNI; none for an IP address (RFC 6066 section 3) and what else can't be one (an underscore, say). */
    private static List<SNIServerName> serverNames(String name) {
        if (name.matches("[0-9.]+")) {
            return List.of();
        }
        try {
            return List.of(new SNIHostName(name));
        } catch (IllegalArgumentException addressOrUnusual) {
            return List.of();
        }
    }

    /** Returns a text that names files at most, never a secret. */
    @Override
    public String toString() {
        return trust.description()
                + identity.description()
                + (serverName.isEmpty() ? "" : ", server name " + serverName);
    }

    /**
     * Builds {@link TlsOptions}. Files are read when they are named here, not later. For one thread at a time; it can
     * be used again after {@link #build}.
     */
    public static final class Builder {
        /** Null for the JDK's, which are looked up only when nothing else was chosen. */
        private @Nullable Trust trust;

        private Identity identity;
        private String serverName;

        /** Null once trust or identity are others than those that it was made of. */
        private @Nullable SSLContext context;

        private Builder(@Nullable Trust trust, Identity identity, String serverName, @Nullable SSLContext context) {
            this.trust = trust;
            this.identity = identity;
            this.serverName = serverName;
            this.context = context;
        }

        /** Trusts the certificate authorities that the JDK trusts; this is the default. */
        public Builder trustSystem() {
            return trust(Trust.system());
        }

        /**
         * Trusts only the certificate authorities of a PEM file.
         *
         * @throws IllegalArgumentException when the file cannot be read or has no certificate
         */
        public Builder trustPem(Path authorities) {
            return trust(Trust.only(authorities, PemFile.read(authorities).certificates()));
        }

        /**
         * Trusts only the certificate authorities of a PKCS#12 file.
         *
         * @param password not kept
         * @throws IllegalArgumentException when the file cannot be read with the password or has no certificate entry
         */
        public Builder trustPkcs12(Path authorities, char[] password) {
            return trust(Trust.only(
                    authorities, Pkcs12File.read(authorities, password).certificates()));
        }

        /**
         * Uses the trust and identity of the given context; the host name is verified in any case. It excludes a client
         * certificate set here, since the context has its own.
         */
        public Builder context(SSLContext own) {
            trust(Trust.BY_CONTEXT);
            context = Objects.requireNonNull(own, "context");
            return this;
        }

        /**
         * Encrypts, but accepts any certificate under any name: an attacker on the network path can read and change
         * everything, including passwords. For development only; the client logs a warning.
         */
        public Builder trustEveryoneInsecurely() {
            return trust(Trust.everyone());
        }

        private Builder trust(Trust other) {
            trust = other;
            context = null;
            return this;
        }

        /**
         * Sends a certificate to peers that ask for one. With TLS 1.3 a peer checks it after the handshake: its refusal
         * closes a transport that was connected already.
         *
         * @param chain PEM file: this side's certificate first, then those up to the authority
         * @param privateKey PEM file, not encrypted: PKCS#8 ("PRIVATE KEY"), PKCS#1 ("RSA PRIVATE KEY") or SEC 1 ("EC
         *     PRIVATE KEY")
         * @throws IllegalArgumentException when a file cannot be read or has something else, the key does not belong to
         *     the certificate, or the chain is in another order
         */
        public Builder clientCertificate(Path chain, Path privateKey) {
            return clientCertificate(chain, privateKey, new char[0]);
        }

        /**
         * Sends a certificate to peers that ask for one, with a key that may be encrypted: PKCS#8 ("ENCRYPTED PRIVATE
         * KEY"); see {@link #clientCertificate(Path, Path)}.
         *
         * @param password of the key, in ASCII; not kept, and ignored if the key is not encrypted
         * @throws IllegalArgumentException also when the key cannot be decrypted with the password
         */
        public Builder clientCertificate(Path chain, Path privateKey, char[] password) {
            CertifiedKey own = CertifiedKey.of(
                    PemFile.read(chain).certificates(),
                    chain,
                    PemFile.read(privateKey).privateKey(password),
                    privateKey);
            return identity(Identity.of(chain, TrustStores.identity(own)));
        }

        /**
         * Sends a certificate to peers that ask for one, with chain and key of a PKCS#12 file.
         *
         * @param password of the file and of the key in it; not kept
         * @throws IllegalArgumentException when the file cannot be read with the password, has no key, or a key that
         *     does not belong to its certificate
         */
        public Builder clientCertificate(Path pkcs12, char[] password) {
            return identity(
                    Identity.of(pkcs12, Pkcs12File.read(pkcs12, password).identity()));
        }

        private Builder identity(Identity other) {
            identity = other;
            if (trust != Trust.BY_CONTEXT) {
                context = null;
            }
            return this;
        }

        /**
         * Sets the expected name of the peer, if it is not the host of the connection: the client asks for it by SNI,
         * and verifies the certificate against it.
         *
         * @param name a host name; empty for the host of the connection
         */
        public Builder serverName(String name) {
            serverName = Objects.requireNonNull(name, "server name");
            return this;
        }

        /**
         * Returns the options.
         *
         * @throws IllegalStateException when a client certificate is combined with {@link #context} or
         *     {@link TlsOptions#NONE}
         */
        public TlsOptions build() {
            Trust chosen = trust == null ? Trust.system() : trust;
            if (chosen.managers().isEmpty() && !identity.managers().isEmpty()) {
                throw new IllegalStateException("A client certificate needs TLS by one of the trust methods; "
                        + "put it into the SSLContext where one is given");
            }
            if (context == null && !chosen.managers().isEmpty()) {
                context = newContext(chosen, identity);
            }
            return new TlsOptions(chosen, identity, serverName, context);
        }

        private static SSLContext newContext(Trust trust, Identity identity) {
            try {
                SSLContext made = SSLContext.getInstance("TLS");
                made.init(
                        identity.managers().toArray(KeyManager[]::new),
                        trust.managers().toArray(TrustManager[]::new),
                        null);
                return made;
            } catch (GeneralSecurityException failure) {
                throw new IllegalStateException("This JVM offers no TLS: " + failure.getMessage(), failure);
            }
        }
    }
}
