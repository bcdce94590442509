// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.metrics.micrometer.MicrometerObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/** Counts and times what connections do, with Micrometer, and prints what Prometheus would scrape. */
public final class Metrics {
    private Metrics() {}

    public static void main(String[] args) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var options = ConnectionOptions.builder()
                .uri(Arguments.of(args).uri())
                .connectionName("orders") // the tag "connection" of all meters
                .observer(MicrometerObserver.of(registry))
                .build();
        try (var connection = BlockingConnection.open(options);
                var channel = connection.openChannel()) {
            channel.confirmSelect();
            String queue = channel.queueDeclare().queue();
            for (int i = 0; i < 10; i++) {
                channel.publish("", queue, Message.of("order " + i));
            }
            int left = 10;
            for (Delivery delivery : channel.consume(queue, Duration.ofSeconds(10))) {
                delivery.ack();
                left--;
                if (left == 0) {
                    break;
                }
            }
            String scraped = registry.scrape();
            scraped.lines().filter(line -> !line.startsWith("#")).forEach(System.out::println);
            Claim.equal(
                    10.0,
                    registry.get("rabbitmq.acknowledged_published").counter().count(),
                    "what was confirmed");
            Claim.equal(10.0, registry.get("rabbitmq.acknowledged").counter().count(), "what was acknowledged");
        }
    }
}
