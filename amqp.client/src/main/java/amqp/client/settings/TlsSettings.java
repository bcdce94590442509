// SPDX-License-Identifier: MPL-2.0
package amqp.client.settings;

import amqp.tls.TlsOptions;
import java.util.Optional;

/** The settings that make up {@link TlsOptions}, which reads the files. */
final class TlsSettings {
    private final ParsedSettings given;

    private TlsSettings(ParsedSettings given) {
        this.given = given;
    }

    static Optional<TlsOptions> of(ParsedSettings given) {
        if (given.get(Setting.TLS).orElse(false)) {
            return Optional.of(new TlsSettings(given).build());
        }
        if (given.hasAny(
                Setting.CACERTFILE,
                Setting.CERTFILE,
                Setting.KEYFILE,
                Setting.KEYFILE_PASSWORD,
                Setting.TRUSTSTORE,
                Setting.TRUSTSTORE_PASSWORD,
                Setting.KEYSTORE,
                Setting.KEYSTORE_PASSWORD,
                Setting.VERIFY,
                Setting.SERVER_NAME_INDICATION)) {
            throw new IllegalArgumentException("cacertfile, certfile, keyfile, truststore, keystore, verify and"
                    + " server_name_indication need TLS: write amqps://, or set \"tls\" to true");
        }
        return Optional.empty();
    }

    private TlsOptions build() {
        if (has(Setting.CACERTFILE) && has(Setting.TRUSTSTORE) || has(Setting.CERTFILE) && has(Setting.KEYSTORE)) {
            throw new IllegalArgumentException(
                    "cacertfile excludes truststore, and certfile keystore: give PEM files or a PKCS12 file");
        }
        if (has(Setting.CERTFILE) != has(Setting.KEYFILE)) {
            throw new IllegalArgumentException(
                    "certfile and keyfile come together: the client's certificate and its key");
        }
        TlsOptions.Builder options = TlsOptions.builder()
                .serverName(given.get(Setting.SERVER_NAME_INDICATION).orElse(""));
        trust(options);
        identify(options);
        return options.build();
    }

    private boolean has(Setting<?> setting) {
        return given.hasAny(setting);
    }

    private void trust(TlsOptions.Builder options) {
        if (!given.get(Setting.VERIFY).orElse(true)) {
            options.trustEveryoneInsecurely();
            return;
        }
        given.get(Setting.TRUSTSTORE).ifPresent(file -> options.trustPkcs12(file, secret(Setting.TRUSTSTORE_PASSWORD)));
        given.get(Setting.CACERTFILE).ifPresent(options::trustPem);
    }

    private void identify(TlsOptions.Builder options) {
        given.get(Setting.KEYSTORE)
                .ifPresent(file -> options.clientCertificate(file, secret(Setting.KEYSTORE_PASSWORD)));
        given.get(Setting.CERTFILE)
                .ifPresent(file -> options.clientCertificate(
                        file, given.get(Setting.KEYFILE).orElseThrow(), secret(Setting.KEYFILE_PASSWORD)));
    }

    private char[] secret(Setting<String> password) {
        return given.get(password).orElse("").toCharArray();
    }
}
