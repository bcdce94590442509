// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import amqp.blocking.BlockingConnection;
import amqp.client.Address;
import amqp.client.ConnectionOptions;
import amqp.codec.FieldTable;
import com.rabbitmq.client.ConnectionFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;

/**
 * A broker that runs.
 *
 * @param product "rabbitmq", "qpid", or what else the broker calls itself, in lower case
 * @param origin where it came from: "uri", "docker", "local" or "embedded"
 */
public record TestBroker(String product, String version, String origin, URI uri) {
    /** Asks the broker who it is. */
    public static TestBroker at(URI uri, String origin) {
        try (var connection = BlockingConnection.open(uri.toString())) {
            var properties = connection.connection().serverProperties();
            return new TestBroker(
                    shortName(property(properties, "product")), property(properties, "version"), origin, uri);
        }
    }

    public boolean isRabbitMq() {
        return product.equals("rabbitmq");
    }

    public boolean isRabbitMq4() {
        return isRabbitMq() && Integer.parseInt(version.split("\\.")[0]) >= 4;
    }

    /** Kind, version and origin in one line. */
    public String line() {
        return product + " " + version + " " + origin;
    }

    public ConnectionOptions.Builder options() {
        return ConnectionOptions.builder().uri(uri.toString());
    }

    /** Whether a proxy on this machine reaches it at its port on 127.0.0.1, and can read what passes. */
    public boolean isOpenToProxies() {
        try {
            return uri.getScheme().equals("amqp")
                    && InetAddress.getByName(uri.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    public int port() {
        int standard = uri.getScheme().equals("amqps") ? Address.TLS_PORT : Address.PORT;
        return uri.getPort() > 0 ? uri.getPort() : standard;
    }

    /** Who connects. */
    public String user() {
        return uri.getUserInfo() == null ? "guest" : uri.getUserInfo().split(":")[0];
    }

    /** The other client, set up for this broker. */
    public ConnectionFactory otherClient() {
        try {
            var factory = new ConnectionFactory();
            factory.setUri(uri);
            factory.setAutomaticRecoveryEnabled(false);
            return factory;
        } catch (Exception e) {
            throw new IllegalArgumentException("The other client does not take " + uri, e);
        }
    }

    private static String shortName(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        return name.contains("qpid") ? "qpid" : name;
    }

    private static String property(FieldTable properties, String name) {
        var value = properties.get(name);
        return value == null ? "unknown" : value.asString();
    }

    @Override
    public String toString() {
        return product + " " + version;
    }
}
