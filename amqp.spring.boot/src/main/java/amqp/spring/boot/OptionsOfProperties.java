// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.ConnectionOptions;
import amqp.spring.boot.RabbitProperties.ShuffleMode;
import amqp.tls.TlsOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;

/** Options of a connection, made of properties. */
final class OptionsOfProperties {
    private final String prefix;
    private final ConnectionProperties properties;
    private final SslBundles bundles;

    /** @param prefix of the properties' names, for messages */
    OptionsOfProperties(String prefix, ConnectionProperties properties, SslBundles bundles) {
        this.prefix = prefix;
        this.properties = properties;
        this.bundles = bundles;
    }

    /** @param details of a service that tells where it is, instead of the properties; null for none */
    ConnectionOptions.Builder builder(String connectionName, @Nullable ServiceDetails details) {
        var builder = ConnectionOptions.builder();
        if (!connectionName.isEmpty()) builder.connectionName(connectionName);
        applyLimits(builder);
        if (details != null) applyService(builder, details);
        else applyPlace(builder);
        builder.settings(named(properties.settings()));
        return builder;
    }

    private void applyLimits(ConnectionOptions.Builder builder) {
        if (properties.requestedHeartbeat() != null) builder.heartbeat(properties.requestedHeartbeat());
        if (properties.requestedChannelMax() != null) builder.channelMax(properties.requestedChannelMax());
        if (properties.connectionTimeout() != null) builder.connectTimeout(properties.connectionTimeout());
        if (properties.channelRpcTimeout() != null) builder.callTimeout(properties.channelRpcTimeout());
        var largest = properties.maxInboundMessageBodySize();
        if (largest != null) builder.maxMessageSize(Math.toIntExact(largest.toBytes()));
        if (properties.addressShuffleMode() == ShuffleMode.RANDOM) {
            builder.settings(Map.of("address_order", "shuffled"));
        }
    }

    private static void applyService(ConnectionOptions.Builder builder, ServiceDetails details) {
        if (details.username() != null) builder.credentials(details.username(), String.valueOf(details.password()));
        if (details.virtualHost() != null) builder.virtualHost(details.virtualHost());
        if (details.sslBundle() != null)
            builder.tls(TlsOptions.of(details.sslBundle().createSslContext()));
        builder.addresses(details.addresses());
    }

    /** TLS first, since it decides the standard port; and last, since a URI says only whether there is any. */
    private void applyPlace(ConnectionOptions.Builder builder) {
        builder.credentials(properties.username(), properties.password());
        if (properties.virtualHost() != null) builder.virtualHost(properties.virtualHost());
        if (properties.ssl().isEnabled()) builder.tls(tls(properties.ssl()));
        var addresses = properties.addresses();
        if (properties.uri() != null) builder.uri(properties.uri());
        else if (addresses.stream().anyMatch(address -> address.contains("://"))) builder.uris(addresses);
        else builder.settings(Map.of("addresses", addresses.isEmpty() ? hostAndPort() : String.join(",", addresses)));
        if (properties.ssl().isEnabled()) builder.tls(tls(properties.ssl()));
    }

    private String hostAndPort() {
        return properties.port() == null ? properties.host() : properties.host() + ":" + properties.port();
    }

    private TlsOptions tls(SslProperties ssl) {
        if (!ssl.validateServerCertificate()) return TlsOptions.trustEveryoneInsecurely();
        if (!ssl.verifyHostname()) {
            throw new IllegalArgumentException(
                    prefix + ".ssl.verify-hostname=false is not possible: set server_name_indication in the settings to"
                            + " the name in the certificate, or validate-server-certificate=false for development.");
        }
        var bundle = ssl.bundle() == null ? ofStores(ssl) : bundles.getBundle(ssl.bundle());
        return TlsOptions.of(bundle.createSslContext());
    }

    private static SslBundle ofStores(SslProperties ssl) {
        var key = store(ssl.keyStore(), ssl.keyStoreType(), ssl.keyStorePassword());
        var trust = store(ssl.trustStore(), ssl.trustStoreType(), ssl.trustStorePassword());
        return SslBundle.of(
                new JksSslStoreBundle(key, trust),
                SslBundleKey.NONE,
                SslOptions.NONE,
                ssl.algorithm() == null ? SslBundle.DEFAULT_PROTOCOL : ssl.algorithm());
    }

    private static @Nullable JksSslStoreDetails store(
            @Nullable String location, String type, @Nullable String password) {
        return location == null ? null : new JksSslStoreDetails(type, null, location, password);
    }

    /** Spring writes words with hyphens, the settings have underscores. */
    private static Map<String, String> named(Map<String, String> settings) {
        var named = new LinkedHashMap<String, String>();
        settings.forEach((name, value) -> named.put(name.replace('-', '_'), value));
        return named;
    }
}
