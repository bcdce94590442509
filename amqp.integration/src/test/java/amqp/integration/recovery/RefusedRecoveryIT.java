// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import amqp.client.Address;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionState;
import amqp.client.RecoveryReport;
import amqp.integration.support.Brokers;
import amqp.integration.support.Names;
import amqp.integration.support.NeedsPrivateRabbitMq;
import amqp.integration.support.Recovering;
import amqp.integration.support.Stages;
import amqp.reconnection.ReconnectionListener;
import amqp.reconnection.Step;
import amqp.testkit.Await;
import amqp.testkit.broker.RabbitMqNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection that is lost, and a broker that has no room for it at first. */
@Tag("once-per-broker")
@NeedsPrivateRabbitMq
class RefusedRecoveryIT {
    private final RabbitMqNode node = Brokers.node();
    private final String user = Names.fresh("user");
    private final String host = Names.fresh("host");
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aUserWithAHost() {
        node.rabbitmqctl("add_user", user, "secret");
        node.rabbitmqctl("add_vhost", host);
        node.rabbitmqctl("set_permissions", "-p", host, user, ".*", ".*", ".*");
    }

    @AfterEach
    void noMore() {
        node.rabbitmqctl("delete_vhost", host);
        node.rabbitmqctl("delete_user", user);
    }

    private final class Failures implements ReconnectionListener<Address> {
        @Override
        public void attemptFailed(Address address, Throwable cause, Step<Address> next) {
            failures.add(cause);
        }
    }

    private Connection open() {
        return Stages.await(Connection.open(Brokers.nodeBroker()
                .options()
                .credentials(user, "secret")
                .virtualHost(host)
                .connectionName(user)
                .recovery(Recovering.SOON)
                .reconnectionListener(new Failures())
                .build()));
    }

    private void comesBackAfter(Runnable limit, Runnable noLimit) {
        Connection connection = open();
        limit.run();
        node.closeConnections(user, "make room");
        Await.until(Stages.PATIENCE, () -> failures.size() > 2, () -> "failed " + failures);
        var failure = assertInstanceOf(ConnectionFailedException.class, failures.get(0));
        assertFalse(failure.isRefused(), failure.getMessage());
        noLimit.run();
        Await.until(
                Stages.PATIENCE,
                () -> connection.state() == ConnectionState.OPEN,
                () -> connection.state() + " after " + failures);
        assertEquals(
                "q",
                Stages.await(Stages.await(connection.openChannel()).queueDeclare("q"))
                        .queue());
        Stages.await(connection.close());
    }

    @Test
    void logsInWithTheNewestSecret() {
        Connection connection = open();
        CompletableFuture<RecoveryReport> report = new CompletableFuture<>();
        connection.addListener(new ConnectionListener() {
            @Override
            public void onRecovered(RecoveryReport what) {
                report.complete(what);
            }
        });
        node.rabbitmqctl("change_password", user, "changed");
        Stages.await(connection.updateSecret("changed".getBytes(StandardCharsets.UTF_8), "it expires"));
        node.closeConnections(user, "lost");
        Stages.await(report);
        assertEquals(List.of(), failures);
        Stages.await(connection.close());
    }

    @Test
    void comesBackOnceTheVirtualHostTakesConnectionsAgain() {
        comesBackAfter(
                () -> node.rabbitmqctl("set_vhost_limits", "-p", host, "{\"max-connections\": 0}"),
                () -> node.rabbitmqctl("clear_vhost_limits", "-p", host));
    }

    @Test
    void comesBackOnceTheUserMayConnectAgain() {
        comesBackAfter(
                () -> node.rabbitmqctl("set_user_limits", user, "{\"max-connections\": 0}"),
                () -> node.rabbitmqctl("clear_user_limits", user, "max-connections"));
    }
}
