// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Adapters;
import amqp.client.Address;
import amqp.client.Connection;
import amqp.client.ConnectionListener;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.integration.support.Brokers;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.OnRabbitMq;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Setups;
import amqp.integration.support.Stages;
import amqp.testkit.RefusingPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Opening and closing connections, one and many. */
class ConnectionIT {
    private static final int CONNECTIONS = 200;

    @OnEveryBroker
    void negotiatesTheSmallerOfBothWishes(Setup setup) {
        var options = setup.options().frameMax(8192).channelMax(7).heartbeat(Duration.ofSeconds(5));
        try (var session = Session.with(options.build())) {
            var tuning = session.connection().tuning();
            assertEquals(8192, tuning.frameMax());
            assertEquals(7, tuning.channelMax());
            assertEquals(5, tuning.heartbeatSeconds());
            assertFalse(session.connection().serverProperties().isEmpty());
        }
    }

    @OnEveryBroker
    void worksWithoutHeartbeats(Setup setup) {
        var options = setup.options().heartbeat(Duration.ZERO).build();
        try (var session = Session.with(options)) {
            assertEquals(0, session.connection().tuning().heartbeatSeconds());
            String queue = session.queue();
            session.publish("", queue, "a");
            assertEquals(List.of("a"), session.drain(queue));
        }
    }

    @OnEveryBroker
    void closeIsToldToEveryone(Setup setup) {
        Connection connection = setup.connect();
        var channel = Stages.await(connection.openChannel());
        var heard = new CompletableFuture<CloseReason>();
        connection.addListener(new ConnectionListener() {
            @Override
            public void onClosed(CloseReason reason) {
                heard.complete(reason);
            }
        });
        assertInstanceOf(CloseReason.ByApplication.class, Stages.await(connection.close()));
        assertInstanceOf(CloseReason.ByApplication.class, Stages.await(connection.closed()));
        assertInstanceOf(CloseReason.ByApplication.class, Stages.await(channel.closed()));
        assertInstanceOf(CloseReason.ByApplication.class, Stages.await(heard));
        assertFalse(connection.isOpen());
        Stages.await(connection.close());
        assertThrows(RuntimeException.class, () -> Stages.await(connection.openChannel()));
    }

    @OnEveryBroker
    void closeComesAfterWhatWasPublished(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.sharedQueue();
            Connection other = setup.connect();
            var channel = Stages.await(other.openChannel());
            Stages.await(channel.confirmSelect());
            var last = BasicMethod.Publish.of("", queue);
            List<CompletionStage<Verdict>> verdicts = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                verdicts.add(channel.publishConfirmed(last, Message.of(new byte[100])));
            }
            Stages.await(other.close());
            verdicts.forEach(stage -> Stages.await(stage.handle((verdict, closedBefore) -> true)));
            assertEquals(1_000, session.drain(queue).size());
        }
    }

    @OnEveryBroker
    void triesTheNextAddress(Setup setup) {
        var broker = setup.broker();
        var reachable = new Address(broker.uri().getHost(), broker.port());
        try (var refusing = new RefusingPort()) {
            var options = setup.options().addresses(List.of(new Address("127.0.0.1", refusing.port()), reachable));
            try (var session = Session.with(options.build())) {
                assertEquals(broker.port(), session.connection().address().port());
            }
        }
    }

    @OnEveryBroker
    void twoHundredConnectionsOnOneAdapter(Setup setup) {
        var provider = Adapters.find(setup.adapter());
        try (var adapter = provider.create()) {
            var options = setup.options().adapter(adapter).build();
            String threads = "amqp-" + setup.adapter() + "-";
            List<Connection> connections = new ArrayList<>();
            try {
                connections.addAll(
                        Stream.generate(() -> Connection.open(options)).limit(CONNECTIONS / 2).toList().stream()
                                .map(Stages::await)
                                .toList());
                long threadsWithHalf = threadsNamed(threads);
                connections.addAll(
                        Stream.generate(() -> Connection.open(options)).limit(CONNECTIONS / 2).toList().stream()
                                .map(Stages::await)
                                .toList());
                if (setup.adapter().equals("nio")) {
                    assertEquals(threadsWithHalf, threadsNamed(threads), "threads do not grow with connections");
                }
                assertTrue(threadsWithHalf > 0, "threads are named " + threads);
                connections.stream()
                        .map(Connection::openChannel)
                        .toList()
                        .forEach(channel -> Stages.await(channel.thenCompose(open -> open.queueDeclare())));
            } finally {
                connections.stream().map(Connection::close).toList().forEach(Stages::await);
            }
        }
    }

    private static long threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    @OnRabbitMq
    void secretIsRenewed(Setup setup) {
        try (var session = Session.on(setup)) {
            Stages.await(session.connection().updateSecret("guest".getBytes(UTF_8), "renewed"));
        }
    }

    @Test
    void unknownAdapterIsNamed() {
        var options = Brokers.main().options().adapter("pigeon").build();
        var failure = assertThrows(IllegalArgumentException.class, () -> Connection.open(options));
        assertTrue(failure.getMessage().contains("\"pigeon\""), failure.getMessage());
        Setups.adapters().forEach(name -> assertTrue(failure.getMessage().contains(name), failure.getMessage()));
    }
}
