// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.tls.TlsOptions;
import java.nio.file.Path;
import java.util.Optional;

/** The settings that make up {@link TlsOptions}, which reads the files. */
final class TlsSettings {
    private boolean enabled;
    private boolean used;
    private boolean verify = true;
    private Optional<Path> authorities = Optional.empty();
    private Optional<Path> certificate = Optional.empty();
    private Optional<Path> key = Optional.empty();
    private Optional<Path> trustStore = Optional.empty();
    private Optional<Path> keyStore = Optional.empty();
    private String trustStorePassword = "";
    private String keyStorePassword = "";
    private String serverName = "";

    void enabled(boolean on) {
        enabled = on;
    }

    void authorities(Path pem) {
        authorities = used(pem);
    }

    void certificate(Path pem) {
        certificate = used(pem);
    }

    void key(Path pem) {
        key = used(pem);
    }

    void trustStore(Path pkcs12) {
        trustStore = used(pkcs12);
    }

    void keyStore(Path pkcs12) {
        keyStore = used(pkcs12);
    }

    void trustStorePassword(String secret) {
        trustStorePassword = secret;
        used = true;
    }

    void keyStorePassword(String secret) {
        keyStorePassword = secret;
        used = true;
    }

    void serverName(String name) {
        serverName = name;
        used = true;
    }

    void verify(boolean peer) {
        verify = peer;
        used = true;
    }

    private Optional<Path> used(Path file) {
        used = true;
        return Optional.of(file);
    }

    void applyTo(ConnectionOptions.Builder options) {
        if (enabled) {
            options.tls(build());
        } else if (used) {
            throw new IllegalArgumentException("cacertfile, certfile, keyfile, truststore, keystore, verify and"
                    + " server_name_indication need TLS: write amqps://, or set \"tls\" to true");
        }
    }

    private TlsOptions build() {
        if (authorities.isPresent() && trustStore.isPresent() || certificate.isPresent() && keyStore.isPresent()) {
            throw new IllegalArgumentException(
                    "cacertfile excludes truststore, and certfile keystore: give PEM files or a PKCS12 file");
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException(
                    "certfile and keyfile come together: the client's certificate and its key");
        }
        TlsOptions.Builder options = TlsOptions.builder().serverName(serverName);
        trust(options);
        identify(options);
        return options.build();
    }

    private void trust(TlsOptions.Builder options) {
        if (!verify) {
            options.trustEveryoneInsecurely();
        } else if (trustStore.isPresent()) {
            options.trustPkcs12(trustStore.get(), trustStorePassword.toCharArray());
        } else if (authorities.isPresent()) {
            options.trustPem(authorities.get());
        }
    }

    private void identify(TlsOptions.Builder options) {
        if (keyStore.isPresent()) {
            options.clientCertificate(keyStore.get(), keyStorePassword.toCharArray());
        } else if (certificate.isPresent()) {
            options.clientCertificate(certificate.get(), key.get());
        }
    }
}
