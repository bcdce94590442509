// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static amqp.memory.MemoryConnection.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With what a connection logs in after its secret was renewed. */
class SecretRenewalTest {
    private static final byte[] NOTHING = {};

    private Losses losses = new Losses(Losses.SOON, options -> options.credentials("me", "first"));

    @AfterEach
    void close() {
        losses.close();
    }

    private void renew(String secret) {
        get(losses.connection.updateSecret(octets(secret), "expires"));
    }

    @Test
    void aRecoveryLogsInWithTheNewestSecret() {
        assertEquals(List.of(" me first"), losses.secrets(0));
        renew("second");
        losses.loseAndRecover();
        assertEquals(List.of(" me second"), losses.secrets(1));
        renew("third");
        losses.loseAndRecover();
        assertEquals(List.of(" me third"), losses.secrets(2));
    }

    @Test
    void aSecretThatTheBrokerRefusesDoesNotCount() {
        losses.adapter.io(() -> losses.broker().answer("connection.update-secret", any -> {
            losses.broker().closeConnection(530, "NOT_ALLOWED - New secret was refused by one of the backends", 10, 70);
            return NOTHING;
        }));
        var refused = failure(ClosedException.class, losses.connection.updateSecret(octets("bad"), "expires"));
        assertEquals(530, refused.replyCode());
        losses.awaitReport(0);
        assertEquals(List.of(" me first"), losses.secrets(1));
    }

    /** Nobody knows whether the broker had it; the old one may have expired. */
    @Test
    void aSecretWhoseReplyIsLostCounts() {
        losses.adapter.io(() -> losses.broker().ignore("connection.update-secret"));
        var renewal = losses.connection.updateSecret(octets("second"), "expires");
        losses.loseAndRecover();
        failure(ClosedException.class, renewal);
        assertEquals(List.of(" me second"), losses.secrets(1));
    }

    @Test
    void aSecretThatIsNotAnsweredInTimeCounts() {
        losses.close();
        losses = new Losses(
                Losses.SOON, options -> options.credentials("me", "first").callTimeout(Duration.ofMillis(20)));
        losses.adapter.io(() -> losses.broker().ignore("connection.update-secret"));
        failure(CallTimeoutException.class, losses.connection.updateSecret(octets("second"), "expires"));
        losses.loseAndRecover();
        assertEquals(List.of(" me second"), losses.secrets(1));
    }

    @Test
    void aSecretMayBeRenewedWhileTheConnectionIsAway() {
        losses.gone();
        losses.lose();
        MemoryConnection.await(
                () -> losses.connection.state() == ConnectionState.RECONNECTING, () -> "not lost: " + losses.heard);
        renew("second");
        losses.listen();
        losses.awaitReport(0);
        assertEquals(List.of(" me second"), losses.secrets(1));
    }

    /** The broker would go on with the old one, and end the connection when that expires. */
    @Test
    void aSecretRenewedDuringTheHandshakeIsGivenAfterwards() {
        losses.prepared = broker -> broker.ignore("connection.start-ok");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("connection.start-ok"),
                () -> "no login");
        renew("second");
        losses.adapter.io(() -> losses.broker().send(0, "connection.tune", 2047, 131072, 60));
        losses.awaitReport(0);
        MemoryConnection.await(() -> losses.secrets(1).size() == 2, () -> "not renewed: " + losses.secrets(1));
        assertEquals(List.of(" me first", "renewed second"), losses.secrets(1));
    }

    /** The old one has expired: it is not the user who is refused. */
    @Test
    void anOldSecretThatIsRefusedMeanwhileIsNoEnd() {
        losses.prepared = broker -> broker.ignore("connection.start-ok");
        losses.lose();
        MemoryConnection.await(
                () -> losses.brokers.size() == 2 && losses.received().contains("connection.start-ok"),
                () -> "no login");
        renew("second");
        losses.prepared = broker -> {};
        losses.adapter.io(() -> losses.broker().closeConnection(403, "ACCESS_REFUSED - Login was refused", 0, 0));
        assertTrue(losses.awaitReport(0).isComplete());
        assertEquals(List.of(" me second"), losses.secrets(2));
    }

    @Test
    void aSecretIsAskedForInVainOnceTheConnectionIsClosed() {
        losses.prepared = ScriptedBroker::refuseLogin;
        losses.lose();
        assertEquals(403, ((CloseReason.ByPeer) get(losses.connection.closed())).code());
        failure(ClosedException.class, losses.connection.updateSecret(octets("second"), "expires"));
    }
}
