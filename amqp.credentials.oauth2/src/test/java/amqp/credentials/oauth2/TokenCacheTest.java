// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.credentials.Credentials;
import amqp.credentials.Renewal;
import amqp.reconnection.Exponential;
import amqp.reconnection.ReconnectionStrategy;
import amqp.testkit.Await;
import amqp.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a token is fetched, and what is given meanwhile. Tokens live 100 s and are renewed after 80 s. */
class TokenCacheTest {
    private static final Duration LIFE = Duration.ofSeconds(100);
    private static final ReconnectionStrategy DOUBLING =
            Exponential.builder().jitter(0).build();

    private final VirtualClock clock = VirtualClock.wrappingAfter(Duration.ofSeconds(50));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> refreshed = new ArrayList<>();
    private boolean failing;
    private String refresh = "";
    private Duration life = LIFE;
    private TokenCache cache = cache(this::fetch, DOUBLING);

    private TokenCache cache(TokenCache.TokenSource source, ReconnectionStrategy strategy) {
        var renewal = new Renewal(0.8, 0.5, Duration.ofSeconds(1));
        return new TokenCache(source, "me", renewal, strategy, clock::now, () -> 0);
    }

    private Token fetch(String with) {
        int number = asked.incrementAndGet();
        refreshed.add(with);
        if (failing) {
            throw new OAuth2Exception("the server is away", "gone", null);
        }
        return new Token("token " + number, refresh, life);
    }

    private static Credentials token(int number, long lifetime, long renewal) {
        return new Credentials("me", "token " + number, Duration.ofSeconds(lifetime), Duration.ofSeconds(renewal));
    }

    private void advance(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
    }

    @Test
    void oneTokenServesUntilItIsToBeRenewed() {
        assertEquals(token(1, 100, 80), cache.credentials());
        advance(30);
        assertEquals(token(1, 70, 50), cache.credentials());
        advance(49);
        assertEquals(token(1, 21, 1), cache.credentials());
        advance(1);
        assertEquals(token(2, 100, 80), cache.credentials());
        assertEquals(2, asked.get());
    }

    @Test
    void tokensThatNeverExpireAreNotRenewed() {
        life = Credentials.FOREVER;
        assertEquals(Credentials.of("me", "token 1"), cache.credentials());
        advance(1_000_000);
        assertEquals(Credentials.of("me", "token 1"), cache.credentials());
    }

    @Test
    void theOldTokenGoesOnWhereItCannotBeRenewedAndTheStrategySaysWhenToTryAgain() {
        cache.credentials();
        advance(80);
        failing = true;
        assertEquals(token(1, 20, 1), cache.credentials());
        assertEquals(token(1, 20, 1), cache.credentials());
        assertEquals(2, asked.get());
        advance(1);
        assertEquals(token(1, 19, 2), cache.credentials());
        assertEquals(3, asked.get());
        advance(2);
        failing = false;
        assertEquals(token(4, 100, 80), cache.credentials());
    }

    @Test
    void onceItHasExpiredEverybodyAsksAndIsToldWhy() {
        cache.credentials();
        failing = true;
        advance(80);
        cache.credentials();
        advance(25);
        var failure = assertThrows(OAuth2Exception.class, cache::credentials);
        assertEquals(
                "the token expired 5 s ago and could not be renewed in 2 attempts: the server is away",
                failure.getMessage());
        assertEquals("gone", failure.error());
        assertThrows(OAuth2Exception.class, cache::credentials);
        assertEquals(4, asked.get());
        failing = false;
        assertEquals(token(5, 100, 80), cache.credentials());
    }

    @Test
    void aStrategyThatGivesUpLeavesItToTheExpiry() {
        cache = cache(this::fetch, ReconnectionStrategy.none());
        cache.credentials();
        advance(80);
        failing = true;
        assertEquals(token(1, 20, 20), cache.credentials());
        advance(10);
        assertEquals(token(1, 10, 10), cache.credentials());
        assertEquals(2, asked.get());
        failing = false;
        advance(10);
        assertEquals(token(3, 100, 80), cache.credentials());
    }

    @Test
    void withoutAnyTokenTheFailureIsTheServers() {
        failing = true;
        var failure = assertThrows(OAuth2Exception.class, cache::credentials);
        assertEquals("the server is away", failure.getMessage());
    }

    @Test
    void aStrategyThatFailsHoldsNobody() {
        cache = cache(this::fetch, (round, elapsed, random) -> {
            throw new IllegalStateException("no idea");
        });
        cache.credentials();
        advance(80);
        failing = true;
        assertThrows(CompletionException.class, cache::credentials);
        failing = false;
        assertEquals(token(3, 100, 80), cache.credentials());
    }

    @Test
    void aSourceThatFailsUnexpectedlyIsAFailure() {
        cache = cache(
                refresh -> {
                    throw new IllegalStateException("a bug");
                },
                DOUBLING);
        var failure = assertThrows(OAuth2Exception.class, cache::credentials);
        assertTrue(failure.getMessage().contains("a bug"), failure.getMessage());
    }

    @Test
    void theRefreshTokenIsUsed() {
        refresh = "refresh 1";
        cache.credentials();
        advance(90);
        refresh = "";
        cache.credentials();
        advance(90);
        cache.credentials();
        assertEquals(List.of("", "refresh 1", ""), refreshed);
    }

    @Test
    void aRefusedTokenIsReplacedOnce() {
        refresh = "refresh 1";
        cache.credentials();
        assertEquals(token(2, 100, 80), cache.replacing("token 1"));
        assertEquals(token(2, 100, 80), cache.replacing("token 1")); // by another connection
        assertEquals(List.of("", ""), refreshed);
    }

    @Test
    void whoAsksMeanwhileSharesTheAnswerOrGetsTheOldToken() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        cache = cache(
                refresh -> {
                    reached.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return fetch(refresh);
                },
                DOUBLING);
        List<CompletableFuture<Credentials>> first = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Credentials> result = new CompletableFuture<>();
            Thread thread = new Thread(() -> result.complete(cache.credentials()));
            thread.start();
            waiting.add(thread);
            first.add(result);
        }
        reached.await();
        Await.until(
                Duration.ofSeconds(30),
                () -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING),
                () -> "not all wait");
        answer.countDown();
        first.forEach(result -> assertEquals(token(1, 100, 80), result.join()));
        assertEquals(1, asked.get());
    }

    @Test
    void theOldTokenIsGivenWhileAnotherIsFetched() {
        AtomicInteger given = new AtomicInteger();
        TokenCache[] self = new TokenCache[1];
        self[0] = cache(
                refresh -> {
                    if (asked.get() == 1) {
                        assertEquals(token(1, 15, 1), self[0].credentials());
                        given.incrementAndGet();
                    }
                    return fetch(refresh);
                },
                DOUBLING);
        self[0].credentials();
        advance(85);
        assertEquals(token(2, 100, 80), self[0].credentials());
        assertEquals(1, given.get());
    }
}
