// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.tracing.opentelemetry.OpenTelemetryObserver;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Spans and metrics by the application's OpenTelemetry: Spring Boot's, or that of OpenTelemetry's own starter. */
@AutoConfiguration(
        before = AmqpAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration"
        })
@ConditionalOnClass({OpenTelemetryObserver.class, OpenTelemetry.class})
@ConditionalOnBooleanProperty(name = "amqp.tracing", matchIfMissing = true)
final class AmqpTracingAutoConfiguration {

    @Bean
    @ConditionalOnBean(OpenTelemetry.class)
    @ConditionalOnMissingBean
    OpenTelemetryObserver amqpOpenTelemetryObserver(OpenTelemetry openTelemetry) {
        return OpenTelemetryObserver.of(openTelemetry);
    }
}
