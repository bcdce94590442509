// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
import amqp.tls.TlsOptions;
import java.nio.file.Path;
import java.util.List;

/**
 * Connects with TLS, where both sides show a certificate, and the client's is its login. Broker and certificates are in
 * the URI, with paths of PEM files:
 *
 * <pre>--tls-uri 'amqps://broker.example?cacertfile=ca.pem&amp;certfile=client.pem&amp;keyfile=client-key.pem'</pre>
 *
 * The broker needs a listener with TLS and the mechanism EXTERNAL (plugin rabbitmq_auth_mechanism_ssl).
 */
public final class TlsClientCertificate {
    private TlsClientCertificate() {}

    public static void main(String[] args) {
        String uri = Arguments.of(args).tlsUri();
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("--tls-uri is missing: where is the broker, and which certificates?");
        }
        Path authorities = file(uri, "cacertfile");
        Claim.equal(true, authority(address(uri), authorities).tls().enabled(), "TLS is on");
        ConnectionOptions options = certificate(address(uri), authorities, file(uri, "certfile"), file(uri, "keyfile"));
        try (var connection = BlockingConnection.open(options);
                var channel = connection.openChannel()) {
            String queue = channel.queueDeclare().queue();
            Claim.equal(false, queue.isEmpty(), "the broker made up a name");
            System.out.println("logged in at " + connection.connection().address() + " by the client's certificate");
        }
    }

    private static ConnectionOptions authority(String uri, Path authorities) {
        // tag::authority[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(uri) // "amqps://broker.example"
                .tls(TlsOptions.pem(authorities)) // trust what these authorities have signed
                .build();
        // end::authority[]
        return options;
    }

    /** The settings of a URI do the same: {@code amqps://…?cacertfile=…&certfile=…&keyfile=…&auth_mechanism=EXTERNAL}. */
    private static ConnectionOptions certificate(String uri, Path authorities, Path certificate, Path key) {
        // tag::certificate[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(uri) // "amqps://broker.example"
                .tls(TlsOptions.builder()
                        .trustPem(authorities)
                        .clientCertificate(certificate, key)
                        .build())
                .mechanisms(List.of("EXTERNAL")) // no password: the certificate is the login
                .build();
        // end::certificate[]
        return options;
    }

    private static String address(String uri) {
        return uri.split("\\?")[0];
    }

    private static Path file(String uri, String setting) {
        for (String parameter : uri.substring(uri.indexOf('?') + 1).split("&")) {
            if (parameter.startsWith(setting + "=")) return Path.of(parameter.substring(setting.length() + 1));
        }
        throw new IllegalArgumentException("the parameter " + setting + " of --tls-uri is missing");
    }
}
