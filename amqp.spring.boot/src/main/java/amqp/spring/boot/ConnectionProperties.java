// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.spring.boot.RabbitProperties.ShuffleMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * A connection beside the default one.
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
 * @param uri everything in one, instead of host, port, addresses, login, virtual host and TLS
 * @param settings any settings of the client by their names, see docs/settings.md; they count last
 */
record ConnectionProperties(
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
        @DefaultValue SslProperties ssl,
        @Nullable String uri,
        @DefaultValue Map<String, String> settings) {
    /** With what is said of the default connection beside Spring Boot's names. */
    ConnectionProperties with(@Nullable String uri, Map<String, String> settings) {
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
                uri,
                settings);
    }
}
