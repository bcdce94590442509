// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.broker;

import amqp.adapter.tck.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node has beyond its plain listener.
 *
 * @param configuration lines of rabbitmq.conf; {@code ${tlsPort}} stands for the node's port for TLS
 * @param denied deprecated features that are refused; RabbitMQ 3 knows none and refuses none
 */
public record RabbitMqOptions(List<String> plugins, List<String> configuration, List<String> denied) {
    public static final RabbitMqOptions DEFAULT = new RabbitMqOptions(List.of(), List.of(), List.of());

    public RabbitMqOptions {
        plugins = List.copyOf(plugins);
        configuration = List.copyOf(configuration);
        denied = List.copyOf(denied);
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
                "ssl_options.verify = verify_peer",
                // What 3.10 does unasked, and 4.0 does not.
                "ssl_options.fail_if_no_peer_cert = false");
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
        return new RabbitMqOptions(joined(plugins, name), configuration, denied);
    }

    /** With these lines of rabbitmq.conf, which replace earlier ones of the same keys. */
    public RabbitMqOptions withConfiguration(String... lines) {
        var keys = Stream.of(lines).map(RabbitMqOptions::key).toList();
        var kept =
                configuration.stream().filter(line -> !keys.contains(key(line))).toList();
        return new RabbitMqOptions(plugins, joined(kept, lines), denied);
    }

    /** As the releases to come will be; the names are RabbitMQ's, such as {@code transient_nonexcl_queues}. */
    public RabbitMqOptions withoutDeprecated(String... features) {
        return new RabbitMqOptions(plugins, configuration, joined(denied, features));
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf('=')).strip();
    }

    private static List<String> joined(List<String> first, String... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
