// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.adapter.tck.TestCertificates;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node has beyond its plain listener.
 *
 * @param configuration lines of rabbitmq.conf; {@code ${tlsPort}} stands for the node's port for TLS
 */
public record RabbitMqOptions(List<String> plugins, List<String> configuration) {
    public static final RabbitMqOptions DEFAULT = new RabbitMqOptions(List.of(), List.of());

    public RabbitMqOptions {
        plugins = List.copyOf(plugins);
        configuration = List.copyOf(configuration);
    }

    /** A listener with TLS 1.2 and 1.3; a client may show a certificate, which is then verified. */
    public RabbitMqOptions withTls(TestCertificates certificates) {
        return withTls(certificates, certificates.server());
    }

    /** The same, with another certificate for the server. */
    public RabbitMqOptions withTls(TestCertificates certificates, TestCertificates.Identity server) {
        return withConfiguration(
                "listeners.ssl.1 = 127.0.0.1:${tlsPort}",
                "ssl_options.cacertfile = " + certificates.authority(),
                "ssl_options.certfile = " + server.certificateFile(),
                "ssl_options.keyfile = " + server.keyFile(),
                "ssl_options.versions.1 = tlsv1.3",
                "ssl_options.versions.2 = tlsv1.2",
                "ssl_options.verify = verify_peer");
    }

    /** A client without a certificate is refused on the TLS listener. */
    public RabbitMqOptions withClientCertificateRequired() {
        return withConfiguration("ssl_options.fail_if_no_peer_cert = true");
    }

    /** Mechanism EXTERNAL: the common name of the client's certificate is the user name. */
    public RabbitMqOptions withExternal() {
        return withPlugin("rabbitmq_auth_mechanism_ssl")
                .withConfiguration(
                        "auth_mechanisms.1 = PLAIN",
                        "auth_mechanisms.2 = AMQPLAIN",
                        "auth_mechanisms.3 = EXTERNAL",
                        "ssl_cert_login_from = common_name");
    }

    public RabbitMqOptions withPlugin(String name) {
        return new RabbitMqOptions(joined(plugins, name), configuration);
    }

    public RabbitMqOptions withConfiguration(String... lines) {
        return new RabbitMqOptions(plugins, joined(configuration, lines));
    }

    private static List<String> joined(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
