// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.metrics.micrometer.MicrometerObserver;
import amqp.metrics.micrometer.ObservationObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters, and observations where they are asked for, by the application's registries. */
@AutoConfiguration(
        before = AmqpAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass({MicrometerObserver.class, MeterRegistry.class})
final class AmqpMetricsAutoConfiguration {

    @Bean
    @ConditionalOnBean(MeterRegistry.class)
    @ConditionalOnMissingBean
    MicrometerObserver amqpMicrometerObserver(MeterRegistry registry) {
        return MicrometerObserver.of(registry);
    }

    @Bean
    @ConditionalOnBean(ObservationRegistry.class)
    @ConditionalOnBooleanProperty("amqp.observations")
    @ConditionalOnMissingBean
    ObservationObserver amqpObservationObserver(ObservationRegistry registry) {
        return ObservationObserver.of(registry);
    }
}
