// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.connection.CloseReason;
import amqp.credentials.Credentials;
import amqp.credentials.CredentialsProvider;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.scripted.ScriptedBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a provider of credentials is asked, and what becomes of its answers. */
class CredentialsProviderTest {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final byte[] NOTHING = {};

    private final Provider provider = new Provider();
    private Losses losses;

    /** Gives the password that was set last. */
    private static final class Provider implements CredentialsProvider {
        final AtomicInteger asked = new AtomicInteger();
        final List<String> refused = new CopyOnWriteArrayList<>();
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        volatile Credentials now = Credentials.of("me", "first");
        volatile boolean failing;

        @Override
        public Credentials credentials() {
            asked.incrementAndGet();
            threads.add(Thread.currentThread());
            if (failing) {
                throw new IllegalStateException("the vault is sealed");
            }
            return now;
        }

        @Override
        public Credentials replacing(Credentials unwanted) {
            refused.add(unwanted.password());
            return credentials();
        }
    }

    @AfterEach
    void close() {
        if (losses != null) {
            losses.close();
        }
    }

    private void open(UnaryOperator<ConnectionOptions.Builder> more) {
        losses = new Losses(Losses.SOON, options -> more.apply(options.credentials(provider)));
    }

    private void open() {
        open(UnaryOperator.identity());
    }

    private static Credentials renewedSoon(String password) {
        return new Credentials("me", password, Duration.ofHours(1), SOON);
    }

    private void awaitSecrets(int number, List<String> expected) {
        MemoryConnection.await(
                () -> losses.brokers.size() > number && losses.secrets(number).equals(expected),
                () -> "the broker was given " + losses.secrets(number));
    }

    @Test
    void everyLoginAsksForTheCredentialsOfNow() {
        open();
        assertEquals(List.of(" me first"), losses.secrets(0));
        provider.now = Credentials.of("you", "second");
        losses.loseAndRecover();
        assertEquals(List.of(" you second"), losses.secrets(1));
        assertEquals(2, provider.asked.get());
        assertTrue(
                provider.threads.stream().noneMatch(thread -> thread.getName().equals("amqp-memory")));
    }

    @Test
    void aNewSecretIsGivenToTheBrokerWhileTheConnectionGoesOn() {
        provider.now = renewedSoon("first");
        open();
        provider.now = renewedSoon("second");
        awaitSecrets(0, List.of(" me first", "renewed second"));
        provider.now = Credentials.of("me", "third");
        awaitSecrets(0, List.of(" me first", "renewed second", "renewed third"));
        int asked = provider.asked.get();
        assertTrue(losses.connection.isOpen());
        losses.loseAndRecover();
        assertEquals(List.of(" me third"), losses.secrets(1));
        assertEquals(asked + 1, provider.asked.get()); // the third does not expire
    }

    @Test
    void theSameSecretIsNotGivenAgain() {
        provider.now = renewedSoon("first");
        open();
        MemoryConnection.await(() -> provider.asked.get() > 3, () -> "not asked again");
        assertEquals(List.of(" me first"), losses.secrets(0));
    }

    @Test
    void anotherUserCountsFromTheNextLogin() {
        provider.now = renewedSoon("first");
        open();
        provider.now = new Credentials("you", "second", Duration.ofHours(1), SOON);
        int asked = provider.asked.get();
        MemoryConnection.await(() -> provider.asked.get() > asked + 2, () -> "not asked again");
        losses.loseAndRecover();
        assertEquals(List.of(" me first"), losses.secrets(0));
        assertEquals(" you second", losses.secrets(1).get(0));
    }

    @Test
    void aRenewalThatFailsIsTriedAgainAndEndsNothing() {
        provider.now = new Credentials("me", "first", Duration.ofMillis(20), SOON);
        open();
        provider.failing = true;
        int asked = provider.asked.get();
        MemoryConnection.await(() -> provider.asked.get() > asked + 1, () -> "not asked again");
        provider.now = renewedSoon("second");
        provider.failing = false;
        awaitSecrets(0, List.of(" me first", "renewed second"));
        assertEquals(List.of(), losses.heard);
    }

    @Test
    void aRefusedSecretIsReplacedAtTheNextLogin() {
        provider.now = renewedSoon("first");
        open();
        losses.adapter.io(() -> losses.broker().answer("connection.update-secret", any -> {
            losses.broker().closeConnection(530, "NOT_ALLOWED - New secret was refused by one of the backends", 10, 70);
            provider.now = Credentials.of("me", "third");
            return NOTHING;
        }));
        provider.now = renewedSoon("second");
        losses.awaitReport(0);
        assertEquals(List.of("second"), provider.refused);
        assertEquals(List.of(" me third"), losses.secrets(1));
    }

    @Test
    void aRefusedLoginIsTriedAgainWithOtherCredentials() {
        open();
        losses.prepared = broker -> {
            broker.refuseLogin();
            provider.now = Credentials.of("me", "second");
            losses.prepared = next -> {};
        };
        losses.loseAndRecover();
        assertEquals(List.of("first"), provider.refused);
        assertEquals(List.of(" me second"), losses.secrets(2));
        losses.loseAndRecover();
        assertEquals(List.of("first"), provider.refused);
    }

    @Test
    void aProviderThatFailsIsAFailedAttempt() {
        open();
        provider.failing = true;
        losses.lose();
        MemoryConnection.await(() -> provider.asked.get() > 3, () -> "no further attempt: " + losses.heard);
        assertEquals(1, losses.brokers.size());
        provider.failing = false;
        losses.awaitReport(0);
    }

    @Test
    void theStrategyEndsWhatTheProviderKeepsFailing() {
        losses = new Losses(
                RecoveryOptions.builder()
                        .strategy(ReconnectionStrategy.fixed(SOON).atMost(2))
                        .build(),
                options -> options.credentials(provider));
        provider.failing = true;
        losses.lose();
        CloseReason reason = get(losses.connection.closed());
        assertInstanceOf(CloseReason.NoCredentials.class, reason);
        assertTrue(reason.describe().contains("the vault is sealed"), reason.describe());
        assertEquals(3, provider.asked.get());
    }

    @Test
    void theFirstConnectFailsWithWhatTheProviderThrew() {
        provider.failing = true;
        try (var adapter = new MemoryAdapter()) {
            var failed = failure(ConnectionFailedException.class, Connection.open(options(adapter)));
            assertEquals(
                    "Cannot open a connection to h:1: there are no credentials to log in with: the vault is sealed",
                    failed.getMessage());
            assertEquals("the vault is sealed", failed.getCause().getMessage());
            assertFalse(failed.isRefused());
            assertEquals(1, provider.asked.get()); // for both addresses
            assertEquals(List.of(), adapter.transports());
        }
    }

    private ConnectionOptions options(MemoryAdapter adapter) {
        return ConnectionOptions.builder()
                .adapter(adapter)
                .addresses(List.of(new Address("h", 1), new Address("h", 2)))
                .credentials(provider)
                .build();
    }

    @Test
    void aProviderThatHangsIsAFailedAttemptAndHoldsOneThread() {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        CredentialsProvider hanging = () -> {
            asked.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Credentials.of("me", "late");
        };
        try (var adapter = new MemoryAdapter().listen(1, ScriptedBroker::automatic)) {
            var options = options(adapter).toBuilder()
                    .credentials(hanging)
                    .connectTimeout(Duration.ofMillis(10))
                    .recovery(RecoveryOptions.builder()
                            .strategy(ReconnectionStrategy.fixed(SOON).atMost(2))
                            .firstConnect(true)
                            .build());
            var failed = failure(ConnectionFailedException.class, Connection.open(options.build()));
            assertInstanceOf(TimeoutException.class, failed.getCause());
            assertEquals(2, failed.getSuppressed().length);
            assertEquals(1, asked.get());
            var opening = Connection.open(
                            options.connectTimeout(Duration.ofHours(1)).build())
                    .toCompletableFuture();
            opening.cancel(false);
            assertThrows(CancellationException.class, opening::join);
            never.countDown();
            assertEquals(List.of(), adapter.transports());
        }
    }

    @Test
    void aCloseDoesNotWaitForTheProvider() {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        losses = new Losses(
                Losses.SOON,
                options -> options.credentials(() -> {
                    if (reached.getCount() > 0) {
                        reached.countDown();
                        return provider.now;
                    }
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return provider.now;
                }));
        losses.lose();
        MemoryConnection.await(
                () -> losses.connection.state() == ConnectionState.RECONNECTING, () -> "not lost: " + losses.heard);
        assertInstanceOf(CloseReason.ByApplication.class, get(losses.connection.close()));
        never.countDown();
        assertEquals(1, losses.brokers.size());
    }

    @Test
    void fixedCredentialsAndAProviderReplaceEachOther() {
        var fixed = ConnectionOptions.builder()
                .credentials(provider)
                .uri("amqp://you:pass@h")
                .build();
        assertTrue(fixed.credentialsProvider().isEmpty());
        assertEquals("you", fixed.engineOptions().credentials().username());
        var asked = fixed.toBuilder().credentials(provider).build();
        assertSame(provider, asked.toBuilder().build().credentialsProvider().orElseThrow());
    }
}
