// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.scripted;

import java.util.Map;

/**
 * What the broker offers in connection.start and connection.tune.
 *
 * @param mechanisms separated by spaces
 * @param channelMax 0 means no limit
 * @param frameMax octets of a whole frame, 0 means no limit
 * @param heartbeatSeconds 0 means none
 */
public record BrokerSettings(
        Map<String, Object> serverProperties,
        String mechanisms,
        String locales,
        int channelMax,
        long frameMax,
        int heartbeatSeconds) {

    /** As RabbitMQ announces itself: 2047 channels, frames of 131072 octets, heartbeat 60 s, PLAIN and AMQPLAIN. */
    public static final BrokerSettings DEFAULT =
            new BrokerSettings(rabbitMqProperties(), "PLAIN AMQPLAIN", "en_US", 2047, 131072, 60);

    public BrokerSettings withServerProperties(Map<String, Object> properties) {
        return new BrokerSettings(properties, mechanisms, locales, channelMax, frameMax, heartbeatSeconds);
    }

    public BrokerSettings withMechanisms(String names) {
        return new BrokerSettings(serverProperties, names, locales, channelMax, frameMax, heartbeatSeconds);
    }

    public BrokerSettings withTune(int channels, long octets, int seconds) {
        return new BrokerSettings(serverProperties, mechanisms, locales, channels, octets, seconds);
    }

    private static Map<String, Object> rabbitMqProperties() {
        var capabilities = Map.of(
                "publisher_confirms", true,
                "exchange_exchange_bindings", true,
                "basic.nack", true,
                "consumer_cancel_notify", true,
                "connection.blocked", true,
                "consumer_priorities", true,
                "authentication_failure_close", true,
                "per_consumer_qos", true,
                "direct_reply_to", true);
        return Map.of("product", "ScriptedBroker", "version", "1.0", "capabilities", capabilities);
    }
}
