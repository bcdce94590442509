// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * The default connection, its listeners and its publisher, by the names that Spring Boot has for them. Those of its names
 * that are not here have no meaning for this client.
 *
 * @param host of the broker
 * @param port of the broker; 5672 by default, with TLS 5671
 * @param addresses host:port or URIs, tried in this order, instead of host and port
 * @param addressShuffleMode order in which the addresses are tried
 * @param username who logs in
 * @param password and with what
 * @param virtualHost virtual host; "/" by default
 * @param requestedHeartbeat interval of heartbeats, in seconds without a unit; zero switches them off
 * @param requestedChannelMax highest number of a channel
 * @param maxInboundMessageBodySize largest message that is taken; 64MB by default
 * @param connectionTimeout for connecting to one address
 * @param channelRpcTimeout for a reply of the broker
 * @param ssl TLS of the connection
 * @param listener the methods with AmqpListener
 * @param template the publisher
 */
@ConfigurationProperties("spring.rabbitmq")
record RabbitProperties(
        @DefaultValue("localhost") String host,
        @Nullable Integer port,
        @DefaultValue List<String> addresses,
        @DefaultValue("none") ShuffleMode addressShuffleMode,
        @DefaultValue("guest") String username,
        @DefaultValue("guest") String password,
        @Nullable String virtualHost,
        @DurationUnit(ChronoUnit.SECONDS) @Nullable Duration requestedHeartbeat,
        @Nullable Integer requestedChannelMax,
        @Nullable DataSize maxInboundMessageBodySize,
        @Nullable Duration connectionTimeout,
        @Nullable Duration channelRpcTimeout,
        @NestedConfigurationProperty @DefaultValue SslProperties ssl,
        @DefaultValue Listener listener,
        @DefaultValue Template template) {
    /** Where a connection goes and who logs in. */
    ConnectionProperties connection() {
        return new ConnectionProperties(
                host,
                port,
                addresses,
                addressShuffleMode,
                username,
                password,
                virtualHost,
                requestedHeartbeat,
                requestedChannelMax,
                maxInboundMessageBodySize,
                connectionTimeout,
                channelRpcTimeout,
                ssl,
                null,
                Map.of());
    }

    /** Order in which the addresses of a connection are tried. */
    enum ShuffleMode {
        /** As they stand. */
        NONE,
        /** As they stand; the other client begins with another each time. */
        INORDER,
        /** In an order of chance. */
        RANDOM
    }

    /**
     * Listeners.
     *
     * @param simple the only kind there is
     */
    record Listener(@DefaultValue Simple simple) {}

    /**
     * Defaults of listeners.
     *
     * @param autoStartup whether listeners start with the application
     * @param acknowledgeMode who acknowledges messages
     * @param concurrency how many messages of a listener are handled at once
     * @param prefetch how many unacknowledged messages a listener may have; by default what fits its concurrency
     * @param defaultRequeueRejected whether a message that failed for good goes back to its queue, to be handled again
     *     at once and for ever. By default it is rejected: dead-lettered or dropped
     * @param retry how often and when a failed message is handled again
     */
    record Simple(
            @DefaultValue("true") boolean autoStartup,
            @DefaultValue("auto") AcknowledgeMode acknowledgeMode,
            @DefaultValue("1") int concurrency,
            @DefaultValue("0") int prefetch,
            @DefaultValue("false") boolean defaultRequeueRejected,
            @DefaultValue Retry retry) {}

    /** Who acknowledges messages. */
    enum AcknowledgeMode {
        /** The listener's method. */
        MANUAL(AckMode.MANUAL),
        /** The container, when the method has returned. */
        AUTO(AckMode.AUTO);

        private final AckMode mode;

        AcknowledgeMode(AckMode mode) {
            this.mode = mode;
        }

        AckMode mode() {
            return mode;
        }
    }

    /**
     * Retries of listeners.
     *
     * @param enabled whether messages whose handling failed are handled again
     * @param maxRetries how often
     * @param initialInterval delay before the first retry
     * @param multiplier how much longer each delay is than the one before
     * @param maxInterval longest delay
     */
    record Retry(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("3") int maxRetries,
            @DefaultValue("1000ms") Duration initialInterval,
            @DefaultValue("1") double multiplier,
            @DefaultValue("10000ms") Duration maxInterval) {}

    /**
     * The publisher.
     *
     * @param exchange to which messages go where none is named
     * @param routingKey with which messages go where none is named
     * @param mandatory whether a message that no queue takes comes back, and fails its publish
     */
    record Template(
            @DefaultValue("") String exchange,
            @DefaultValue("") String routingKey,
            @DefaultValue("true") boolean mandatory) {}
}
