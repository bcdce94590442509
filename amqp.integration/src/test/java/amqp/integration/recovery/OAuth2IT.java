// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionOptions;
import amqp.client.RecoveryReport;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.Verdict;
import amqp.credentials.Renewal;
import amqp.credentials.oauth2.OAuth2Credentials;
import amqp.credentials.oauth2.OAuth2Exception;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Session;
import amqp.integration.support.Stages;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import amqp.testkit.broker.RabbitMqOptions;
import amqp.testkit.tokens.TokenIssuer;
import amqp.testkit.tokens.TokenServer;
import amqp.testkit.tokens.TokenServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens of a server, at a RabbitMQ that takes nothing else. They live a few seconds, and are renewed after half of them. */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class OAuth2IT {
    private static final Duration SHORT = Duration.ofSeconds(6);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Answer AWAY = new Answer(503, "");

    private static final TokenIssuer ISSUER = new TokenIssuer();
    private static RabbitMqNode node;

    private final String user = Names.fresh("user");
    private final TokenServer server = TokenServer.start(request -> token(SHORT));
    private final OAuth2Credentials tokens = OAuth2Credentials.builder(server.endpoint(), user, "secret")
            .renewal(new Renewal(0.5, 0.5, Duration.ofMillis(100)))
            .retry(ReconnectionStrategy.fixed(Duration.ofMillis(200)))
            .build();
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

    @AfterEach
    void closeServer() {
        server.close();
    }

    private Answer token(Duration life) {
        return Answer.token(ISSUER.token(user, life).text(), 0);
    }

    private ConnectionOptions.Builder options() {
        return ConnectionOptions.builder()
                .uri(node.uri().toString())
                .credentials(tokens)
                .connectionName(user)
                .recovery(Recovering.AT_LEAST_ONCE);
    }

    private Session open() {
        var session = Session.with(options().build());
        session.connection().addListener(new ConnectionListener() {
            @Override
            public void onLost(CloseReason reason) {
                losses.add(reason);
            }

            @Override
            public void onRecovered(RecoveryReport report) {
                recovered.complete(report);
            }
        });
        return session;
    }

    private void publish(Channel channel, String queue) {
        String body = "message " + published.size();
        published.add(body);
        assertEquals(
                Verdict.ACKED, Stages.await(channel.publishConfirmed("", queue, Message.of(body.getBytes(UTF_8)))));
    }

    private static Channel confirming(Session session) {
        Channel channel = session.openChannel();
        Stages.await(channel.confirmSelect());
        return channel;
    }

    /** A new channel, since RabbitMQ remembers for each channel what was allowed there. */
    private static void declareOnANewChannel(Session session) {
        Channel channel = session.openChannel();
        Stages.await(channel.queueDeclare());
        Stages.await(channel.close());
    }

    private boolean mayLogIn() {
        try {
            tokens.credentials();
            return true;
        } catch (OAuth2Exception expired) {
            return false;
        }
    }

    @Test
    void renewsWhilePublishingAndLosesNothing() {
        try (var session = open()) {
            String queue = session.sharedQueue();
            Channel channel = confirming(session);
            Instant end = Instant.now().plus(SHORT.multipliedBy(2));
            while (Instant.now().isBefore(end)) {
                publish(channel, queue);
            }
            declareOnANewChannel(session);
            assertEquals(List.of(), losses);
            assertTrue(server.requests().size() >= 3, () -> server.requests().toString());
            assertEquals(published, new LinkedHashSet<>(session.drain(queue)));
        }
    }

    @Test
    void manyConnectionsShareOneRequest() {
        server.answer(request -> token(LONG));
        var opening = Stream.generate(() -> Connection.open(options().build()))
                .limit(20)
                .toList();
        var connections = opening.stream().map(Stages::await).toList();
        connections.forEach(connection -> Stages.await(connection.openChannel()));
        assertEquals(1, server.requests().size());
        connections.forEach(connection -> Stages.await(connection.close()));
    }

    @Test
    void aTokenServerThatIsAwayForAWhileDoesNoHarm() {
        try (var session = open()) {
            Instant opened = Instant.now();
            String queue = session.sharedQueue();
            Channel channel = confirming(session);
            server.answer(request -> AWAY);
            while (server.requests().size() < 4) { // asked again, while the token lives
                publish(channel, queue);
            }
            server.answer(request -> token(LONG));
            while (Instant.now().isBefore(opened.plus(SHORT))) {
                publish(channel, queue);
            }
            declareOnANewChannel(session);
            assertEquals(List.of(), losses);
            assertEquals(published, new LinkedHashSet<>(session.drain(queue)));
        }
    }

    @Test
    void afterTheExpiryAReconnectHasAFreshToken() {
        try (var session = open()) {
            String queue = session.sharedQueue();
            Channel channel = confirming(session);
            publish(channel, queue);
            server.answer(request -> AWAY);
            Await.until(PATIENCE, () -> !mayLogIn(), () -> "the token lives on");
            var failed = Stages.failure(
                    ConnectionFailedException.class, Connection.open(options().build()));
            assertInstanceOf(CloseReason.NoCredentials.class, failed.reason());
            assertTrue(
                    assertInstanceOf(OAuth2Exception.class, failed.getCause())
                            .getMessage()
                            .startsWith("the token expired"),
                    failed.getMessage());

            node.closeConnections(user, "lost");
            int asked = server.requests().size();
            Await.until(
                    PATIENCE,
                    () -> !losses.isEmpty() && server.requests().size() > asked + 3,
                    () -> "no further attempt: " + losses);
            server.answer(request -> token(LONG));
            assertTrue(Stages.await(recovered).isComplete());
            publish(channel, queue);
            assertEquals(published, new LinkedHashSet<>(session.drain(queue)));
        }
    }

    /** Signed with a key that the broker no longer trusts. */
    @Test
    void aRevokedTokenIsReplacedByAnother() {
        try (var revoked = new TokenIssuer()) {
            server.answer(request -> {
                server.answer(next -> token(LONG));
                return Answer.token(revoked.token(user, LONG).text(), 0);
            });
            var patient = options()
                    .recovery(Recovering.SOON.toBuilder().firstConnect(true).build())
                    .build();
            try (var session = Session.with(patient)) {
                declareOnANewChannel(session);
                assertEquals(2, server.requests().size());
            }
        }
    }
}
