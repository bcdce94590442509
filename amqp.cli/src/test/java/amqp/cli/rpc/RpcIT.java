// SPDX-License-Identifier: MPL-2.0
package amqp.cli.rpc;

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
import amqp.rpc.RpcHandler;
import amqp.rpc.RpcServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code amqp rpc} with a server on a real RabbitMQ. */
@Timeout(60)
@EnabledIf("amqp.testkit.broker.RabbitMqNode#available")
class RpcIT {
    private static final String QUEUE = "rpc.prices";

    private Session session;
    private Channel channel;

    @BeforeEach
    void declare() {
        session = Session.open(ConnectionOptions.ofUri(RabbitMq.uri()));
        channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.queueDeclare(QUEUE));
        Stages.await(channel.queueBind(QUEUE, "amq.topic", "price.*"));
    }

    @AfterEach
    void delete() {
        Stages.await(channel.queueDelete(QUEUE));
        session.close();
    }

    private void serve() {
        RpcHandler handler = RpcHandler.synchronous(request -> {
            if (request.text().isEmpty()) {
                throw new IllegalArgumentException("no article");
            }
            return Message.of(
                    request.text() + " costs 5\n" + request.properties().type());
        });
        Stages.await(RpcServer.open(session.connection(), QUEUE, handler));
    }

    private static Cli rpc(String... options) {
        List<String> arguments = new ArrayList<>(List.of("rpc", "--uri", RabbitMq.uri()));
        arguments.addAll(List.of(options));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--timeout=30", "--timeout=1m", "--reply-queue"})
    void call(String option) {
        serve();
        assertEquals(
                List.of("tea costs 5", "ask"),
                rpc(QUEUE, "--body", "tea", "--property", "type=ask", option).lines());
    }

    @Test
    void callByAnExchange() {
        serve();
        List<String> lines = rpc("amq.topic", "--routing-key", "price.tea", "--body", "tea", "--json")
                .lines();
        assertEquals(1, lines.size());
        assertTrue(lines.get(0).contains("\"body\":\"tea costs 5\\nnull\""), lines.get(0));
        assertTrue(lines.get(0).contains("\"correlationId\":"), lines.get(0));
        assertEquals(2, rpc("--routing-key", QUEUE, "--body", "tea").lines().size());
    }

    @Test
    void failures() {
        rpc(QUEUE, "--body", "tea", "--timeout", "0.2").assertFailed(1, QUEUE, "sent no reply within 200 ms");
        rpc("nobody").assertFailed(1, "no queue takes requests", "nobody");
        rpc("nowhere", "--routing-key", "x").assertFailed(1, "404", "nowhere");
        serve();
        rpc(QUEUE).assertFailed(1, "failed");
    }

    @Test
    void wrongUsage() {
        Cli.run("rpc").assertFailed(2, "name the queue of the server");
        Cli.run("rpc", QUEUE, "--timeout", "0").assertFailed(2, "--timeout must be more than 0");
        Cli.run("rpc", "x".repeat(256)).assertFailed(2, "QUEUE or EXCHANGE must be at most 255 bytes");
    }
}
