// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.blocking.BlockingConnection;
import amqp.client.Connection;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Beans for the connections beside the default one, each with the connection's name as its qualifier. */
final class NamedConnections implements ImportBeanDefinitionRegistrar, EnvironmentAware, BeanFactoryAware {
    private Environment environment;
    private BeanFactory beans;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void setBeanFactory(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        var named = Binder.get(environment).bind("amqp.connections", Bindable.mapOf(String.class, Object.class));
        for (var name : named.orElse(Map.of()).keySet()) {
            register(registry, name, Connection.class, all -> all.connection(name));
            register(registry, name, BlockingConnection.class, all -> all.blocking(name));
            register(registry, name, AmqpPublisher.class, all -> publisher(all, name));
        }
    }

    private AmqpPublisher publisher(AmqpConnections connections, String name) {
        return connections.publisher(
                name,
                beans.getBean(PayloadConverter.class),
                beans.getBean(RabbitProperties.class).template());
    }

    /** Made when it is first asked for, so that nothing is opened that nobody uses; closed by {@link AmqpConnections}. */
    private <T> void register(
            BeanDefinitionRegistry registry, String name, Class<T> type, Function<AmqpConnections, T> made) {
        var definition = new RootBeanDefinition(type, () -> made.apply(beans.getBean(AmqpConnections.class)));
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDefaultCandidate(false);
        definition.setLazyInit(true);
        definition.setDependsOn("amqpConnections");
        definition.setDestroyMethodName("");
        registry.registerBeanDefinition(name + type.getSimpleName(), definition);
    }
}
