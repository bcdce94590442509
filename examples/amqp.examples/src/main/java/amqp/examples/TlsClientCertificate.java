// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
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
        // The same in code: .tls(TlsOptions.builder().trustPem(authorities).clientCertificate(chain, key).build()).
        // The broker's certificate and host name are verified in any case.
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(uri)
                .mechanisms(List.of("EXTERNAL")) // no password: the certificate is the login
                .build();
        try (var connection = BlockingConnection.open(options);
                var channel = connection.openChannel()) {
            String queue = channel.queueDeclare().queue();
            Claim.equal(false, queue.isEmpty(), "the broker made up a name");
            System.out.println("logged in at " + connection.connection().address() + " by the client's certificate");
        }
    }
}
