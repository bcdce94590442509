// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Address;
import amqp.client.AddressOrder;
import amqp.client.ClientObserver;
import amqp.client.ConnectionOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What properties make of the options of connections; nothing is opened. */
class PropertiesTest {
    private final Map<String, ConnectionOptions> options = new TreeMap<>();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, AmqpAutoConfiguration.class))
            .withBean(AmqpConnectionCustomizer.class, () -> (name, builder) -> options.put(name, builder.build()));

    @Test
    void withoutPropertiesTheDefaultsOfBootHold() {
        var only = only();
        assertEquals(List.of(new Address("localhost", 5672)), only.addresses());
        assertEquals("/", only.virtualHost());
        assertEquals("", only.connectionName());
        assertFalse(only.tls().enabled());
        assertEquals(ConnectionOptions.DEFAULT.callTimeout(), only.callTimeout());
    }

    @Test
    void bootsNamesAreTaken() {
        var only = only(
                "spring.application.name=shop",
                "spring.rabbitmq.host=broker",
                "spring.rabbitmq.port=5673",
                "spring.rabbitmq.virtual-host=orders",
                "spring.rabbitmq.requested-heartbeat=7",
                "spring.rabbitmq.requested-channel-max=100",
                "spring.rabbitmq.max-inbound-message-body-size=1MB",
                "spring.rabbitmq.connection-timeout=3s",
                "spring.rabbitmq.channel-rpc-timeout=4s",
                "spring.rabbitmq.address-shuffle-mode=random");
        assertEquals(List.of(new Address("broker", 5673)), only.addresses());
        assertEquals("orders", only.virtualHost());
        assertEquals("shop", only.connectionName());
        assertEquals(Duration.ofSeconds(7), only.heartbeat());
        assertEquals(100, only.channelMax());
        assertEquals(1 << 20, only.maxMessageSize());
        assertEquals(Duration.ofSeconds(3), only.connectTimeout());
        assertEquals(Duration.ofSeconds(4), only.callTimeout());
        assertEquals(AddressOrder.SHUFFLED, only.recovery().order());
    }

    @Test
    void addressesStandInForTheHost() {
        var only = only("spring.rabbitmq.host=broker", "spring.rabbitmq.addresses=a:1,b,[::1]:3");
        assertEquals(List.of(new Address("a", 1), new Address("b", 5672), new Address("::1", 3)), only.addresses());
    }

    @Test
    void addressesMayBeUris() {
        var only = only("spring.rabbitmq.addresses=amqps://user:secret@a/shop,amqps://user:secret@b/shop");
        assertEquals(List.of(new Address("a", 5671), new Address("b", 5671)), only.addresses());
        assertEquals("shop", only.virtualHost());
        assertTrue(only.tls().enabled());
    }

    @Test
    void aUriStandsInForThePlace() {
        var only = only("spring.rabbitmq.host=broker", "amqp.uri=amqp://a:1/shop?heartbeat=9");
        assertEquals(List.of(new Address("a", 1)), only.addresses());
        assertEquals("shop", only.virtualHost());
        assertEquals(Duration.ofSeconds(9), only.heartbeat());
    }

    @Test
    void settingsCountLast() {
        var only = only("spring.rabbitmq.channel-rpc-timeout=4s", "amqp.settings.call-timeout=5000");
        assertEquals(Duration.ofSeconds(5), only.callTimeout());
    }

    @Test
    void aSettingThatThereIsNotIsNamed() {
        runner.withPropertyValues("amqp.settings.no-such=1").run(context -> {
            assertNotNull(context.getStartupFailure());
            assertTrue(all(context.getStartupFailure()).contains("no_such"), all(context.getStartupFailure()));
        });
    }

    @Test
    void withTlsThePortIsThatOfTls() {
        var only = only("spring.rabbitmq.ssl.enabled=true", "spring.rabbitmq.host=broker");
        assertEquals(List.of(new Address("broker", 5671)), only.addresses());
        assertTrue(only.tls().enabled());
        assertFalse(only.tls().trustsEveryone());
    }

    @Test
    void withoutValidationEveryoneIsTrusted() {
        var only = only("spring.rabbitmq.ssl.enabled=true", "spring.rabbitmq.ssl.validate-server-certificate=false");
        assertTrue(only.tls().trustsEveryone());
    }

    @Test
    void whatCannotBeSwitchedOffSaysSo() {
        runner.withPropertyValues("spring.rabbitmq.ssl.enabled=true", "spring.rabbitmq.ssl.verify-hostname=false")
                .run(context -> assertTrue(all(context.getStartupFailure()).contains("server_name_indication")));
    }

    @Test
    void eachConnectionHasItsOwn() {
        run(
                "spring.application.name=shop",
                "spring.rabbitmq.host=one",
                "amqp.connections.audit.host=two",
                "amqp.connections.audit.virtual-host=audit",
                "amqp.connections.audit.settings.heartbeat=11",
                "amqp.connections.far.uri=amqps://three");
        assertEquals(Set.of("default", "audit", "far"), options.keySet());
        assertEquals(List.of(new Address("one", 5672)), options.get("default").addresses());
        assertEquals(List.of(new Address("two", 5672)), options.get("audit").addresses());
        assertEquals("audit", options.get("audit").virtualHost());
        assertEquals("shop audit", options.get("audit").connectionName());
        assertEquals(Duration.ofSeconds(11), options.get("audit").heartbeat());
        assertEquals(List.of(new Address("three", 5671)), options.get("far").addresses());
    }

    @Test
    void aServiceSaysWhereItIs() {
        RabbitConnectionDetails details = () -> List.of(new RabbitConnectionDetails.Address("container", 32768));
        runner.withBean(RabbitConnectionDetails.class, () -> details)
                .withPropertyValues("spring.rabbitmq.host=broker")
                .run(context -> {
                    context.getBean(AmqpConnections.class);
                    assertEquals(
                            List.of(new Address("container", 32768)),
                            options.get("default").addresses());
                });
    }

    @Test
    void allObserversSeeAllConnections() {
        runner.withBean("one", ClientObserver.class, () -> new ClientObserver() {})
                .withBean("other", ClientObserver.class, () -> new ClientObserver() {})
                .withPropertyValues("amqp.connections.audit.host=two")
                .run(context -> context.getBean(AmqpConnections.class));
        assertTrue(options.values().stream().allMatch(each -> each.observer().isPresent()));
        assertEquals(Optional.empty(), only().observer());
    }

    private ConnectionOptions only(String... properties) {
        options.clear();
        run(properties);
        assertEquals(Set.of("default"), options.keySet());
        return options.get("default");
    }

    private void run(String... properties) {
        runner.withPropertyValues(properties).run(context -> context.getBean(AmqpConnections.class));
    }

    private static String all(Throwable thrown) {
        var texts = new StringBuilder();
        for (Throwable each = thrown; each != null; each = each.getCause())
            texts.append(each).append('\n');
        return texts.toString();
    }
}
