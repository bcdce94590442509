// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryReport;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import amqp.testkit.tokens.TokenIssuer;
import amqp.testkit.tokens.TokenIssuer.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins with tokens that expire, at a RabbitMQ that takes nothing else and allows nothing once they have expired. */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class ExpiringTokenIT {
    private static final Duration SHORT = Duration.ofSeconds(6);
    private static final Duration LONG = Duration.ofHours(1);

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static RabbitMqNode node;

    private final String user = Names.fresh("user");
    private final List<CloseReason> losses = new CopyOnWriteArrayList<>();
    private final CompletableFuture<RecoveryReport> recovered = new CompletableFuture<>();
    private final Set<String> published = new LinkedHashSet<>();

    @BeforeAll
    static void start() {
        node = RabbitMqNode.start(ISSUER.trusted(RabbitMqOptions.DEFAULT));
    }

    @AfterAll
    static void stop() {
        if (node != null) {
            node.close();
        }
        ISSUER.close();
    }

    private ConnectionOptions options(Token token) {
        return ConnectionOptions.builder()
                .uri(node.uri().toString())
                .credentials(user, token.text())
                .connectionName(user)
                .recovery(Recovering.AT_LEAST_ONCE)
                .build();
    }

    private void listen(Connection connection) {
        connection.addListener(new ConnectionListener() {
            @Override
            public void onLost(CloseReason reason) {
                losses.add(reason);
            }

            @Override
            public void onRecovered(RecoveryReport report) {
                recovered.complete(report);
            }
        });
    }

    private void publish(Channel channel, String queue) {
        String body = "message " + published.size();
        published.add(body);
        assertEquals(
                Verdict.ACKED, Stages.await(channel.publishConfirmed("", queue, Message.of(body.getBytes(UTF_8)))));
    }

    @Test
    void theNewestTokenKeepsTheConnectionAndBringsItBack() {
        Token first = ISSUER.token(user, SHORT);
        try (var session = Session.with(options(first))) {
            Connection connection = session.connection();
            listen(connection);
            String queue = session.sharedQueue();
            Channel channel = session.openChannel();
            Stages.await(channel.confirmSelect());
            publish(channel, queue);
            try (var unrenewed = Session.with(options(first))) {
                Stages.await(
                        connection.updateSecret(ISSUER.token(user, LONG).text().getBytes(UTF_8), "it expires"));
                while (Instant.now().isBefore(first.expiry())
                        || mayDeclare(unrenewed.connection(), user + "-unrenewed")) {
                    publish(channel, queue);
                }
            }
            Stages.await(channel.queueDeclare());
            assertTrue(mayDeclare(connection, user + "-renewed"));
            assertEquals(List.of(), losses);
            assertTrue(Stages.failure(ConnectionFailedException.class, Connection.open(options(first)))
                    .isRefused());

            var operator = CompletableFuture.runAsync(() -> node.closeConnections(user, "lost"));
            while (!recovered.isDone() && !operator.isCompletedExceptionally()) {
                publish(channel, queue);
            }
            Stages.await(operator);
            assertTrue(Stages.await(recovered).isComplete());
            assertEquals(1, losses.size(), losses::toString);
            publish(channel, queue);
            assertEquals(published, new LinkedHashSet<>(session.drain(queue)));
        }
    }

    /** On a channel of its own, since RabbitMQ remembers for each channel what was allowed there. */
    private boolean mayDeclare(Connection connection, String name) {
        Channel channel = Stages.await(connection.openChannel());
        try {
            Stages.await(channel.queueDeclare(
                    QueueMethod.Declare.of(name).durable(false).exclusive(true)));
            Stages.await(channel.close());
            return true;
        } catch (ClosedException e) {
            assertEquals(403, e.replyCode(), e::toString);
            return false;
        }
    }
}
