// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.Address;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryOptions;
import amqp.client.WhileDisconnected;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import amqp.tls.TlsOptions;
import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.RecoveryDelayHandler;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.ConnectionParams;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The settings of a {@link ConnectionFactory} as options of the SDK. */
final class FactorySettings {
    /** For a timeout of 0, which is none there. */
    private static final Duration NEVER = Duration.ofDays(365);

    private static final String[] MECHANISMS = {"PLAIN", "AMQPLAIN", "EXTERNAL", "ANONYMOUS"};

    private final ConnectionFactory factory;
    private final ConnectionParams params;

    FactorySettings(ConnectionFactory factory, ConnectionParams params) {
        this.factory = factory;
        this.params = params;
    }

    ConnectionOptions.Builder options(AddressResolver resolver, @Nullable String name, TlsOptions tls)
            throws IOException {
        ConnectionOptions.Builder options = ConnectionOptions.builder()
                .addresses(addresses(resolver))
                .virtualHost(params.getVirtualHost())
                .credentials(new RabbitCredentials(params.getCredentialsProvider()))
                .mechanisms(List.of(mechanism()))
                .tls(tls)
                .heartbeat(Duration.ofSeconds(params.getRequestedHeartbeat()))
                .channelMax(params.getRequestedChannelMax())
                .frameMax(params.getRequestedFrameMax())
                .maxMessageSize(params.getMaxInboundMessageBodySize())
                .connectTimeout(millis(factory.getConnectionTimeout()))
                .handshakeTimeout(millis(params.getHandshakeTimeout()))
                .callTimeout(millis(params.getChannelRpcTimeout()))
                .closeTimeout(millis(params.getShutdownTimeout()))
                .clientProperties(ownProperties())
                .recovery(factory.isAutomaticRecoveryEnabled() ? recovery(resolver) : RecoveryOptions.NONE);
        if (name != null) {
            options.connectionName(name);
        }
        return options;
    }

    private static Duration millis(int timeout) {
        return timeout == 0 ? NEVER : Duration.ofMillis(timeout);
    }

    private List<Address> addresses(AddressResolver resolver) throws IOException {
        List<Address> addresses = new ArrayList<>();
        for (com.rabbitmq.client.Address address : resolver.maybeShuffle(resolver.getAddresses())) {
            int port = ConnectionFactory.portOrDefault(address.getPort(), factory.isSSL());
            addresses.add(new Address(address.getHost(), port));
        }
        return addresses;
    }

    /** What the program has set; what amqp-client says of itself would be untrue here. */
    private Map<String, Object> ownProperties() {
        Map<String, Object> own = new HashMap<>(params.getClientProperties());
        own.entrySet().removeAll(AMQConnection.defaultClientProperties().entrySet());
        own.remove("connection_name");
        own.remove("capabilities");
        return own;
    }

    private String mechanism() {
        SaslMechanism chosen = params.getSaslConfig().getSaslMechanism(MECHANISMS);
        if (chosen == null) {
            throw new UnsupportedOperationException(
                    "the SASL configuration has none of " + String.join(", ", MECHANISMS)
                            + "; other mechanisms are plugged in by amqp.credentials.MechanismProvider");
        }
        return chosen.getName();
    }

    private RecoveryOptions recovery(AddressResolver resolver) {
        return RecoveryOptions.builder()
                .strategy(delays())
                .resolver(configured -> addresses(resolver))
                .topology(new TopologyFilter(params.isTopologyRecoveryEnabled(), params.getTopologyRecoveryFilter()))
                .reopenChannels(false)
                .whileDisconnected(WhileDisconnected.FAIL)
                .build();
    }

    private ReconnectionStrategy delays() {
        RecoveryDelayHandler handler = params.getRecoveryDelayHandler();
        long interval = params.getNetworkRecoveryInterval();
        return (round, since, random) ->
                new Attempt.After(Duration.ofMillis(handler == null ? interval : handler.getDelay(round)));
    }

    /** Whether a connection that is lost for this reason comes back. */
    Predicate<ShutdownSignalException> comesBack() {
        Predicate<ShutdownSignalException> condition = params.getConnectionRecoveryTriggeringCondition();
        return condition == null ? signal -> true : condition;
    }
}
