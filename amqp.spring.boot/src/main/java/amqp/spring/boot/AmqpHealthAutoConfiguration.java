// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** What the health of the application says of its connections. */
@AutoConfiguration(
        after = AmqpAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("amqp")
@ConditionalOnBean(AmqpConnections.class)
final class AmqpHealthAutoConfiguration {

    /** With one connection its own health, with several one for each. */
    @Bean
    @ConditionalOnMissingBean(name = {"amqpHealthIndicator", "amqpHealthContributor"})
    HealthContributor amqpHealthContributor(AmqpConnections connections) {
        var names = connections.names();
        if (names.size() == 1) return indicator(connections, AmqpConnections.DEFAULT);
        return CompositeHealthContributor.fromMap(
                names.stream().collect(Collectors.toMap(name -> name, name -> indicator(connections, name))));
    }

    private static HealthIndicator indicator(AmqpConnections connections, String name) {
        return new ConnectionIndicator(connections, name)::health;
    }
}
