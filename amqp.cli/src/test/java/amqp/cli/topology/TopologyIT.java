// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.Cli;
import amqp.cli.RabbitMq;
import amqp.cli.connection.Session;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import amqp.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Topology files and a real RabbitMQ. */
@Timeout(120)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class TopologyIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String FILE = """
            exchanges:
              shop: {type: topic}
              shop.audit: {type: fanout, durable: false, autoDelete: true}
            queues:
              shop.new:
                type: quorum
                arguments: {x-delivery-limit: 5}
              shop.log:
                arguments: {x-message-ttl: 60000, x-max-length: 10}
            bindings:
              - {exchange: shop, queue: shop.new, routingKey: order.#}
              - {exchange: shop, toExchange: shop.audit, routingKey: "#"}
              - {exchange: shop.audit, queue: shop.log}
            """;

    @TempDir
    Path folder;

    private Session session;
    private Channel channel;

    @BeforeEach
    void open() {
        session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()));
        channel = session.openChannel(Dispatch.EXECUTOR);
    }

    @AfterEach
    void clean() {
        if (!channel.isOpen()) {
            channel = session.openChannel(Dispatch.EXECUTOR);
        }
        for (String queue : List.of("shop.new", "shop.log", "shop.other")) {
            Stages.await(channel.queueDelete(queue));
        }
        for (String exchange : List.of("shop", "shop.audit")) {
            Stages.await(channel.exchangeDelete(exchange));
        }
        session.close();
    }

    private String file(String content) throws IOException {
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, content);
        return file.toString();
    }

    private static Cli topology(String command, String... options) {
        List<String> arguments = new ArrayList<>(List.of("topology", command, "--uri", RabbitMq.uri()));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void applyTwice() throws IOException {
        String file = file(FILE);
        assertEquals(
                List.of(
                        "exchange \"shop\": declared",
                        "exchange \"shop.audit\": declared",
                        "queue \"shop.new\": declared",
                        "queue \"shop.log\": declared",
                        "binding \"shop\" to queue \"shop.new\" with \"order.#\": bound",
                        "binding \"shop\" to exchange \"shop.audit\" with \"#\": bound",
                        "binding \"shop.audit\" to queue \"shop.log\" with \"\": bound"),
                topology("apply", file).lines());
        assertEquals(
                List.of(
                        "exchange \"shop\": present",
                        "exchange \"shop.audit\": present",
                        "queue \"shop.new\": present",
                        "queue \"shop.log\": present",
                        "binding \"shop\" to queue \"shop.new\" with \"order.#\": bound",
                        "binding \"shop\" to exchange \"shop.audit\" with \"#\": bound",
                        "binding \"shop.audit\" to queue \"shop.log\" with \"\": bound"),
                topology("apply", file).lines());
        channel.publish("shop", "order.1", Message.of("x"));
        for (String queue : List.of("shop.new", "shop.log")) {
            Await.until(DEADLINE, () -> messages(queue) == 1, () -> queue + " has " + messages(queue));
        }
    }

    private long messages(String queue) {
        return Stages.await(channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .messageCount();
    }

    @Test
    void checkAndDryRunChangeNothing() throws IOException {
        String file = file(FILE);
        for (int i = 0; i < 2; i++) {
            Cli check = topology("check", file);
            check.assertFailed(1, "the broker is not as the file says: 4 missing, 0 different, 0 present");
            assertTrue(check.out().contains("queue \"shop.new\": missing\n"), check.out());
            assertTrue(
                    check.out()
                            .contains(
                                    "binding \"shop.audit\" to queue \"shop.log\" with \"\": not checkable over AMQP\n"),
                    check.out());
            List<String> tried = topology("apply", "--dry-run", file).lines();
            assertEquals(7, tried.size());
            assertEquals("exchange \"shop\": missing", tried.get(0));
        }
        topology("apply", file).lines();
        assertEquals(
                List.of(
                        "{\"kind\":\"exchange\",\"exchange\":\"shop\",\"state\":\"present\",\"problem\":\"\"}",
                        "{\"kind\":\"exchange\",\"exchange\":\"shop.audit\",\"state\":\"present\",\"problem\":\"\"}",
                        "{\"kind\":\"queue\",\"queue\":\"shop.new\",\"state\":\"present\",\"problem\":\"\"}",
                        "{\"kind\":\"queue\",\"queue\":\"shop.log\",\"state\":\"present\",\"problem\":\"\"}",
                        "{\"kind\":\"binding\",\"exchange\":\"shop\",\"queue\":\"shop.new\",\"routingKey\":\"order.#\","
                                + "\"state\":\"notCheckable\",\"problem\":\"\"}",
                        "{\"kind\":\"binding\",\"exchange\":\"shop\",\"toExchange\":\"shop.audit\",\"routingKey\":\"#\","
                                + "\"state\":\"notCheckable\",\"problem\":\"\"}",
                        "{\"kind\":\"binding\",\"exchange\":\"shop.audit\",\"queue\":\"shop.log\",\"routingKey\":\"\","
                                + "\"state\":\"notCheckable\",\"problem\":\"\"}"),
                topology("check", "--json", file).lines());
    }

    @Test
    void differencesStopApply() throws IOException {
        Stages.await(channel.queueDeclare(QueueMethod.Declare.of("shop.log").with("x-message-ttl", 1000)));
        Stages.await(channel.exchangeDeclare(ExchangeMethod.Declare.of("shop.audit", "direct")));
        String file = file(FILE);

        Cli check = topology("check", file);
        check.assertFailed(1, "2 missing, 2 different, 0 present");
        assertTrue(
                check.out()
                        .contains("exchange \"shop.audit\": different: PRECONDITION_FAILED - inequivalent arg 'type'"),
                check.out());
        assertTrue(
                check.out().contains("queue \"shop.log\": different: PRECONDITION_FAILED - inequivalent arg 'x-m"),
                check.out());

        topology("apply", "--dry-run", file).assertFailed(1, "apply would fail: exchange \"shop.audit\" is different");
        Cli apply = topology("apply", file);
        apply.assertFailed(1, "exchange \"shop.audit\" is different; stopped after 1 of 7");
        assertEquals(2, apply.out().lines().count(), apply.out());
        assertTrue(apply.out().startsWith("exchange \"shop\": declared\n"), apply.out());
    }

    @Test
    void whatABindingNamesMustBeThere() throws IOException {
        String file = file("""
                exchanges: {shop: {type: topic}}
                bindings:
                  - {exchange: shop, queue: shop.other}
                  - {exchange: amq.fanout, toExchange: shop}
                """);
        Cli check = topology("check", file);
        check.assertFailed(1, "2 missing, 0 different, 0 present");
        assertTrue(check.out().startsWith("queue \"shop.other\": missing\nexchange \"shop\": missing\n"), check.out());
        topology("apply", "--dry-run", file).assertFailed(1, "apply would fail: queue \"shop.other\" is missing");
        topology("apply", file)
                .assertFailed(1, "binding \"shop\" to queue \"shop.other\"", "404", "stopped after 1 of 3");
        Stages.await(channel.queueDeclare("shop.other"));
        topology("apply", file).lines();
        topology("check", file).lines();
    }

    @Test
    void whatTheBrokerRefuses() throws IOException {
        topology("apply", file("queues: {shop.other: {type: shelf}}"))
                .assertFailed(1, "queue \"shop.other\"", "shelf", "stopped after 0 of 1");
        topology("apply", file("exchanges: {shop: {type: shelf}}"))
                .assertFailed(1, "exchange \"shop\"", "shelf", "stopped after 0 of 1");
        topology("apply", file("queues: {amq.shop: {}}")).assertFailed(1, "queue \"amq.shop\"", "403");
    }

    @Test
    void whoMayNotDeclare() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "restricted");
        String[] login = {"--user", "restricted", "--password-file", password.toString(), file(FILE)};
        topology("apply", login).assertFailed(1, "exchange \"shop\"", "403");
        topology("check", login).assertFailed(1);
    }

    /** What RabbitMQ exports is what it has: checked, applied, and applied to a broker without it. */
    @Test
    void definitionsOfRabbitMq() throws IOException {
        topology("apply", file(FILE)).lines();
        Path exported = folder.resolve("definitions.json");
        RabbitMq.NODE.rabbitmqctl("export_definitions", exported.toString());

        Cli check = topology("check", exported.toString());
        assertEquals(0, check.status(), check.err());
        assertTrue(check.err().startsWith("amqp: skipped: "), check.err());
        assertTrue(check.err().contains("users ("), check.err());
        assertTrue(check.out().contains("queue \"shop.new\": present\n"), check.out());
        assertTrue(
                check.out().contains("binding \"shop\" to exchange \"shop.audit\" with \"#\": not checkable"),
                check.out());

        topology("check", "--vhost", "nowhere", exported.toString())
                .assertFailed(1, "no exchanges, queues or bindings for the virtual host \"nowhere\"", "some for /");

        clean();
        open();
        Cli apply = topology("apply", exported.toString());
        assertEquals(0, apply.status(), apply.err());
        assertTrue(apply.out().contains("queue \"shop.new\": declared\n"), apply.out());
        topology("check", file(FILE)).lines();
    }
}
