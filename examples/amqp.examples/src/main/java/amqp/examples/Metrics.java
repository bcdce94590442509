// SPDX-License-Identifier: MPL-2.0
package amqp.examples;

import amqp.blocking.BlockingConnection;
import amqp.client.ClientObserver;
import amqp.client.ConnectionOptions;
import amqp.client.Delivery;
import amqp.codec.Message;
import amqp.metrics.micrometer.MicrometerObserver;
import amqp.metrics.micrometer.ObservationObserver;
import amqp.metrics.micrometer.PublishContext;
import amqp.metrics.micrometer.PublishConvention;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;

/** Counts and times what connections do, with Micrometer, and prints what Prometheus would scrape. */
public final class Metrics {
    private Metrics() {}

    public static void main(String[] args) {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        percentiles(registry);
        // tag::observer[]
        ConnectionOptions options = ConnectionOptions.builder()
                .uri(Arguments.of(args).uri())
                .connectionName("orders") // the tag "connection" of all meters
                .observer(MicrometerObserver.of(registry))
                .build();
        // end::observer[]
        Claim.equal(true, otherObservers(registry).size() == 2, "the other observers");
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

    /** Before the first connection opens. */
    private static void percentiles(MeterRegistry registry) {
        // tag::percentiles[]
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
                return id.getName().equals("rabbitmq.confirm_time")
                        ? DistributionStatisticConfig.builder()
                                .percentilesHistogram(true)
                                .build()
                                .merge(config)
                        : config;
            }
        });
        // end::percentiles[]
    }

    private static List<ClientObserver> otherObservers(MeterRegistry registry) {
        // tag::options[]
        MicrometerObserver meters = MicrometerObserver.builder(registry)
                .prefix("rabbitmq") // what the names begin with
                .tags("application", "shop") // on all meters
                .connectionTags(true) // the tags "connection" and "adapter"
                .maxQueues(100) // that have a tag of their own
                .build();
        // end::options[]
        // tag::observations[]
        ObservationRegistry observations = ObservationRegistry.create(); // or the one of your framework
        ClientObserver both = ClientObserver.all(List.of(meters, ObservationObserver.of(observations)));
        // end::observations[]
        // tag::convention[]
        ObservationObserver renamed = ObservationObserver.builder(observations)
                .publishConvention(new PublishConvention() {
                    @Override
                    public KeyValues getLowCardinalityKeyValues(PublishContext context) {
                        return PublishConvention.super
                                .getLowCardinalityKeyValues(context)
                                .and("exchange", context.exchange());
                    }
                })
                .build();
        // end::convention[]
        return List.of(both, renamed);
    }
}
