// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.blocking.BlockingConnection;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.metrics.micrometer.MicrometerObserver;
import amqp.tracing.opentelemetry.OpenTelemetryObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

/** Which beans there are, and when not; nothing is opened. */
class ConditionsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SslAutoConfiguration.class,
                    JacksonAutoConfiguration.class,
                    AmqpMetricsAutoConfiguration.class,
                    AmqpTracingAutoConfiguration.class,
                    AmqpAutoConfiguration.class,
                    AmqpHealthAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class));

    @Test
    void withoutAnythingElseThereIsAllOfIt() {
        runner.run(context -> {
            assertEquals(1, context.getBeanNamesForType(Connection.class).length);
            assertEquals(1, context.getBeanNamesForType(BlockingConnection.class).length);
            assertEquals(1, context.getBeansOfType(AmqpPublisher.class).size());
            assertInstanceOf(JsonConverter.class, context.getBean(PayloadConverter.class));
            assertEquals(1, context.getBeansOfType(HealthIndicator.class).size());
        });
    }

    @Test
    void switchedOffThereIsNothing() {
        runner.withPropertyValues("amqp.enabled=false").run(context -> {
            assertFalse(context.containsBean("amqpConnections"));
            assertFalse(context.containsBean("amqpHealthContributor"));
            assertFalse(context.containsBean("amqpListeners"));
        });
    }

    @Test
    void aMeterRegistryIsGivenTheMeters() {
        runner.run(context ->
                assertEquals(0, context.getBeansOfType(ClientObserver.class).size()));
        runner.withBean(SimpleMeterRegistry.class)
                .run(context -> assertEquals(
                        Set.of("amqpMicrometerObserver"),
                        context.getBeansOfType(ClientObserver.class).keySet()));
    }

    @Test
    void observationsAreMadeWhereTheyAreWished() {
        var observing = runner.withBean(ObservationRegistry.class, ObservationRegistry::create);
        observing.run(context ->
                assertEquals(0, context.getBeansOfType(ClientObserver.class).size()));
        observing
                .withPropertyValues("amqp.observations=true")
                .run(context -> assertEquals(
                        Set.of("amqpObservationObserver"),
                        context.getBeansOfType(ClientObserver.class).keySet()));
    }

    @Test
    void withoutMicrometersModuleAllElseIsThere() {
        runner.withClassLoader(new FilteredClassLoader(MicrometerObserver.class))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> assertTrue(context.containsBean("amqpPublisher")));
    }

    @Test
    void anOpenTelemetryIsGivenSpansUnlessThatIsSwitchedOff() {
        var traced = runner.withBean(OpenTelemetry.class, OpenTelemetry::noop);
        traced.run(context -> assertEquals(
                Set.of("amqpOpenTelemetryObserver"),
                context.getBeansOfType(ClientObserver.class).keySet()));
        traced.withPropertyValues("amqp.tracing=false")
                .run(context -> assertEquals(
                        0, context.getBeansOfType(ClientObserver.class).size()));
    }

    @Test
    void anOwnObserverOfOpenTelemetryReplacesTheOther() {
        var own = OpenTelemetryObserver.builder(OpenTelemetry.noop())
                .metrics(false)
                .build();
        runner.withBean(OpenTelemetry.class, OpenTelemetry::noop)
                .withBean(OpenTelemetryObserver.class, () -> own)
                .run(context -> assertSame(own, context.getBean(ClientObserver.class)));
    }

    @Test
    void withoutOpenTelemetrysModuleAllElseIsThere() {
        runner.withClassLoader(new FilteredClassLoader(OpenTelemetryObserver.class))
                .withBean(OpenTelemetry.class, OpenTelemetry::noop)
                .run(context -> {
                    assertTrue(context.containsBean("amqpPublisher"));
                    assertFalse(context.containsBean("amqpOpenTelemetryObserver"));
                });
    }

    @Test
    void withoutJacksonOctetsAndTextAreConverted() {
        runner.withClassLoader(new FilteredClassLoader(JsonMapper.class))
                .run(context -> assertInstanceOf(OctetsConverter.class, context.getBean(PayloadConverter.class)));
    }

    @Test
    void withoutHealthAndTheOtherClientAllElseIsThere() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class, RabbitConnectionDetails.class))
                .run(context -> {
                    assertTrue(context.containsBean("amqpPublisher"));
                    assertFalse(context.containsBean("amqpHealthContributor"));
                });
    }

    @Test
    void healthCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.amqp.enabled=false")
                .run(context -> assertFalse(context.containsBean("amqpHealthContributor")));
    }

    @Test
    void aConnectionThatNobodyUsesIsUnknown() {
        runner.run(context -> {
            var health = context.getBean("amqpHealthContributor", HealthIndicator.class)
                    .health();
            assertEquals(Status.UNKNOWN, health.getStatus());
        });
    }

    @Test
    void severalConnectionsHaveAHealthEach() {
        runner.withPropertyValues("amqp.connections.audit.host=two").run(context -> {
            var all = context.getBean("amqpHealthContributor", CompositeHealthContributor.class);
            assertEquals(2, all.stream().count());
        });
    }

    @Test
    void anOwnConverterReplacesTheOthers() {
        var own = new PayloadConverter() {
            @Override
            public Message toMessage(Object payload) {
                return Message.of("own");
            }

            @Override
            public Object fromMessage(Message message, Type type) {
                return "own";
            }
        };
        runner.withBean(PayloadConverter.class, () -> own)
                .run(context -> assertSame(own, context.getBean(PayloadConverter.class)));
    }

    @Test
    void namedConnectionsAreToldByTheirQualifiers() {
        runner.withPropertyValues("amqp.connections.audit.host=two")
                .withBean(TakesPublishers.class)
                .run(context -> {
                    var takes = context.getBean(TakesPublishers.class);
                    assertSame(context.getBean("amqpPublisher"), takes.own);
                    assertSame(context.getBean("auditAmqpPublisher"), takes.audit);
                    assertTrue(context.containsBean("auditConnection"));
                    assertTrue(context.containsBean("auditBlockingConnection"));
                });
    }

    @Test
    void declarationsNameAConnectionThatThereIs() {
        runner.withBean(AmqpDeclarations.class, () -> AmqpDeclarations.of().on("nowhere"))
                .run(context -> assertTrue(
                        context.getStartupFailure().getMessage().contains("no connection \"nowhere\""),
                        context.getStartupFailure().getMessage()));
    }

    @Test
    void declarationsComeInTheRightOrder() {
        var bind = QueueMethod.Bind.of("q", "x");
        var queue = QueueMethod.Declare.of("q");
        var exchange = ExchangeMethod.Declare.of("x", "topic");
        assertEquals(
                List.of(exchange, queue, bind),
                AmqpDeclarations.of(bind, queue, exchange).methods());
    }

    static final class TakesPublishers {
        final AmqpPublisher own;
        final AmqpPublisher audit;

        TakesPublishers(AmqpPublisher own, @Qualifier("audit") AmqpPublisher audit) {
            this.own = own;
            this.audit = audit;
        }
    }
}
