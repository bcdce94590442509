// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What Spring Boot has no name for.
 *
 * @param enabled whether anything is configured at all
 * @param uri the default connection in one, instead of spring.rabbitmq's host, port, addresses, login, virtual host and
 *     TLS
 * @param settings any settings of the default connection by their names, see docs/settings.md; they count last
 * @param connections more connections, by their names
 * @param listener how listeners end
 * @param observations whether publishes and deliveries are observations of Micrometer, with amqp.metrics.micrometer
 * @param publisher what publishers wait for
 * @param tracing whether there are spans and metrics of OpenTelemetry, with amqp.tracing.opentelemetry and a bean of type
 *     OpenTelemetry
 */
@ConfigurationProperties("amqp")
record AmqpProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String uri,
        @DefaultValue Map<String, String> settings,
        @DefaultValue Map<String, ConnectionProperties> connections,
        @DefaultValue Listener listener,
        @DefaultValue("false") boolean observations,
        @DefaultValue Publisher publisher,
        @DefaultValue("true") boolean tracing) {
    /**
     * Listeners.
     *
     * @param shutdownTimeout how long messages that have come are waited for when the application ends; what is not done
     *     then goes back to its queue. Less than spring.lifecycle.timeout-per-shutdown-phase
     */
    record Listener(@DefaultValue("25s") Duration shutdownTimeout) {}

    /**
     * Publishers.
     *
     * @param shutdownTimeout how long the verdicts of what was published are awaited when the application ends
     */
    record Publisher(@DefaultValue("10s") Duration shutdownTimeout) {}
}
