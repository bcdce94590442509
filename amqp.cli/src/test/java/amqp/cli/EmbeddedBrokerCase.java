// SPDX-License-Identifier: MPL-2.0
package amqp.cli;

import amqp.cli.connection.Session;
import amqp.cli.demo.EmbeddedBroker;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Tests of commands against the embedded broker, with a queue for each. */
abstract class EmbeddedBrokerCase {
    static final String QUEUE = "orders";

    static EmbeddedBroker broker;

    private Session session;
    Channel channel;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void declareQueue() {
        session = Session.open(ConnectionOptions.ofUri(broker.uri().toString()));
        channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.queueDeclare(QUEUE));
    }

    @AfterEach
    void deleteQueue() {
        Stages.await(channel.queueDelete(QUEUE));
        session.close();
    }

    static Cli amqp(String command, String... options) {
        return Cli.run(Stream.concat(Stream.of(command, "--uri", broker.uri().toString()), Stream.of(options))
                .toArray(String[]::new));
    }
}
