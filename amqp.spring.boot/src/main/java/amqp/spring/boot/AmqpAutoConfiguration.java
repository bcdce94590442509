// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.blocking.BlockingConnection;
import amqp.client.Address;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.method.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** Connections, a publisher and listeners by the properties. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration"
        })
@ConditionalOnProperty(name = "amqp.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties({RabbitProperties.class, AmqpProperties.class})
@Import(NamedConnections.class)
final class AmqpAutoConfiguration {

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    AmqpConnections amqpConnections(
            RabbitProperties rabbit,
            AmqpProperties amqp,
            SslBundles bundles,
            Environment environment,
            ObjectProvider<ServiceDetails> service,
            ObjectProvider<ClientObserver> observers,
            ObjectProvider<AmqpConnectionCustomizer> customizers,
            ObjectProvider<AmqpDeclarations> declarations,
            ObjectProvider<Method> methods) {
        var application = environment.getProperty("spring.application.name", "");
        var options = new LinkedHashMap<String, ConnectionOptions>();
        var all = customizers(observers, customizers);
        var connection = rabbit.connection().with(amqp.uri(), amqp.settings());
        var builder = new OptionsOfProperties("spring.rabbitmq", connection, bundles)
                .builder(application, service.getIfAvailable());
        options.put(AmqpConnections.DEFAULT, customized(AmqpConnections.DEFAULT, builder, all));
        amqp.connections().forEach((name, properties) -> {
            var shown = application.isEmpty() ? name : application + " " + name;
            var named = new OptionsOfProperties("amqp.connections." + name, properties, bundles).builder(shown, null);
            options.put(name, customized(name, named, all));
        });
        return new AmqpConnections(options, declared(declarations, methods));
    }

    @Bean(destroyMethod = "")
    @Lazy
    @ConditionalOnMissingBean
    Connection amqpConnection(AmqpConnections connections) {
        return connections.connection(AmqpConnections.DEFAULT);
    }

    @Bean(destroyMethod = "")
    @Lazy
    @ConditionalOnMissingBean
    BlockingConnection amqpBlockingConnection(AmqpConnections connections) {
        return connections.blocking(AmqpConnections.DEFAULT);
    }

    @Bean
    @ConditionalOnMissingBean
    AmqpPublisher amqpPublisher(AmqpConnections connections, PayloadConverter converter, RabbitProperties rabbit) {
        return connections.publisher(AmqpConnections.DEFAULT, converter, rabbit.template());
    }

    /** Where there is no Jackson: configurations within this one come first. */
    @Bean
    @ConditionalOnMissingBean
    PayloadConverter amqpPayloadConverter() {
        return new OctetsConverter();
    }

    @Bean
    ConnectionLifecycle amqpConnectionLifecycle(AmqpConnections connections, AmqpProperties amqp) {
        return new ConnectionLifecycle(connections, amqp.publisher().shutdownTimeout());
    }

    @Bean
    static ListenerFinder amqpListenerFinder() {
        return new ListenerFinder();
    }

    @Bean
    Listeners amqpListeners(
            ListenerFinder finder,
            AmqpConnections connections,
            PayloadConverter converter,
            RabbitProperties rabbit,
            AmqpProperties amqp,
            ConfigurableBeanFactory beans) {
        var defaults = new ListenerDefaults(rabbit.listener().simple(), amqp.listener(), beans::resolveEmbeddedValue);
        return new Listeners(finder, connections, converter, defaults);
    }

    /** What beans declare, by the names of connections. */
    private static Map<String, AmqpDeclarations> declared(
            ObjectProvider<AmqpDeclarations> declarations, ObjectProvider<Method> methods) {
        var declared = new HashMap<String, AmqpDeclarations>();
        var single = methods.stream().toArray(Method[]::new);
        if (single.length > 0) declared.put(AmqpConnections.DEFAULT, AmqpDeclarations.of(single));
        declarations.forEach(bean -> declared.merge(bean.connection(), bean, AmqpDeclarations::and));
        return declared;
    }

    /** The observers are set first, so that a customizer may change that. */
    private static List<AmqpConnectionCustomizer> customizers(
            ObjectProvider<ClientObserver> observers, ObjectProvider<AmqpConnectionCustomizer> customizers) {
        var all = new ArrayList<AmqpConnectionCustomizer>();
        var observing = observers.orderedStream().toList();
        if (!observing.isEmpty()) all.add((name, builder) -> builder.observer(ClientObserver.all(observing)));
        customizers.orderedStream().forEach(all::add);
        return all;
    }

    private static ConnectionOptions customized(
            String name, ConnectionOptions.Builder builder, List<AmqpConnectionCustomizer> customizers) {
        for (var customizer : customizers) customizer.customize(name, builder);
        return builder.build();
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    @ConditionalOnBean(JsonMapper.class)
    static class Json {
        @Bean
        @ConditionalOnMissingBean
        PayloadConverter amqpJsonConverter(JsonMapper mapper) {
            return new JsonConverter(mapper);
        }
    }

    /** Where a broker is that a service has started; details that repeat the properties say nothing new. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RabbitConnectionDetails.class)
    @ConditionalOnBean(RabbitConnectionDetails.class)
    static class Services {
        private static final String OF_PROPERTIES = "PropertiesRabbitConnectionDetails";

        @Bean
        @Nullable
        ServiceDetails amqpServiceDetails(RabbitConnectionDetails details) {
            if (details.getClass().getSimpleName().equals(OF_PROPERTIES)) return null;
            List<Address> addresses = details.getAddresses().stream()
                    .map(address -> new Address(address.host(), address.port()))
                    .toList();
            return new ServiceDetails(
                    addresses,
                    details.getUsername(),
                    details.getPassword(),
                    details.getVirtualHost(),
                    details.getSslBundle());
        }
    }
}
