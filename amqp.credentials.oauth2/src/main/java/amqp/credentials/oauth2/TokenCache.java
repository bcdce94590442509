// SPDX-License-Identifier: MPL-2.0
package amqp.credentials.oauth2;

import amqp.credentials.Credentials;
import amqp.credentials.Renewal;
import amqp.reconnection.Attempt;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One token for all who ask, from any thread. The first who asks when it is to be renewed fetches another one on its own
 * thread; those who ask meanwhile get the old one while it lives, and wait otherwise. Where it cannot be renewed the old one
 * goes on, and the strategy says when somebody may try again; once it has expired, everybody who asks tries.
 */
final class TokenCache {
    private static final Logger LOG = LoggerFactory.getLogger(OAuth2Credentials.class);

    private final TokenSource source;
    private final String username;
    private final Renewal renewal;
    private final ReconnectionStrategy strategy;
    private final LongSupplier clock;
    private final RandomGenerator random;

    /** Short: never held while a token is fetched. */
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable Token token;
    private long askedAt;
    private @Nullable CompletableFuture<Void> fetching;
    private int failures;
    private long troubleSince;
    private Attempt next = new Attempt.After(Duration.ZERO);
    private long decidedAt;

    /** Where tokens come from; blocks. */
    @FunctionalInterface
    interface TokenSource {
        /**
         * Another token.
         *
         * @param refresh a refresh token; empty for none
         * @throws OAuth2Exception when there is none
         */
        Token fetch(String refresh);
    }

    /**
     * Creates it without a token.
     *
     * @param clock the time in nanoseconds
     * @param random where jitter comes from
     */
    TokenCache(
            TokenSource source,
            String username,
            Renewal renewal,
            ReconnectionStrategy strategy,
            LongSupplier clock,
            RandomGenerator random) {
        this.source = source;
        this.username = username;
        this.renewal = renewal;
        this.strategy = strategy;
        this.clock = clock;
        this.random = random;
    }

    /** The token of now. */
    Credentials credentials() {
        CompletableFuture<Void> fetch = new CompletableFuture<>();
        CompletableFuture<Void> awaited;
        String refresh;
        lock.lock();
        try {
            long now = clock.getAsLong();
            if (lives(now) && (fetching != null || !isDue(now))) {
                return answer(now);
            }
            if (fetching == null) {
                fetching = fetch;
            }
            awaited = fetching;
            refresh = token == null ? "" : token.refresh();
        } finally {
            lock.unlock();
        }
        if (awaited == fetch) {
            fetch(refresh, fetch);
        }
        return answerAfter(awaited);
    }

    /** The same, but for a token that a broker has refused, which is forgotten. */
    Credentials replacing(String refused) {
        lock.lock();
        try {
            if (token != null && token.text().equals(refused)) {
                token = null;
                failures = 0;
            }
        } finally {
            lock.unlock();
        }
        return credentials();
    }

    private Credentials answerAfter(CompletableFuture<Void> fetch) {
        try {
            fetch.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof OAuth2Exception failure ? failure : e;
        }
        lock.lock();
        try {
            if (token != null) {
                return answer(clock.getAsLong());
            }
        } finally {
            lock.unlock();
        }
        return credentials(); // a broker has refused that one meanwhile
    }

    private void fetch(String refresh, CompletableFuture<Void> result) {
        long asked = clock.getAsLong();
        try {
            Token fetched = source.fetch(refresh);
            end(() -> fetched(fetched, asked));
            result.complete(null);
        } catch (Throwable e) {
            OAuth2Exception failure = e instanceof OAuth2Exception ours
                    ? ours
                    : new OAuth2Exception("the token server cannot be asked: " + e, e);
            try {
                end(() -> failed(failure, asked));
                result.complete(null);
            } catch (Throwable none) {
                result.completeExceptionally(none);
            }
        }
    }

    private void end(Runnable change) {
        lock.lock();
        try {
            fetching = null;
            change.run();
        } finally {
            lock.unlock();
        }
    }

    // ---- under the lock ----

    private void fetched(Token fetched, long asked) {
        token = fetched;
        askedAt = asked;
        failures = 0;
    }

    /** Throws the failure where there is no token to go on with. */
    private void failed(OAuth2Exception failure, long asked) {
        long now = clock.getAsLong();
        if (failures++ == 0) {
            troubleSince = asked;
        }
        if (!lives(now)) {
            throw token == null ? failure : expired(failure, now);
        }
        decidedAt = now;
        next = strategy.next(failures, Duration.ofNanos(now - troubleSince), random);
        String what = "The token goes on for {}, but cannot be renewed: {}";
        if (failures == 1) {
            LOG.warn(what, remaining(now), failure.getMessage());
        } else {
            LOG.debug(what, remaining(now), failure.getMessage());
        }
    }

    private OAuth2Exception expired(OAuth2Exception failure, long now) {
        return new OAuth2Exception(
                "the token expired " + remaining(now).negated().toSeconds() + " s ago and could not be renewed in "
                        + failures + " attempts: " + failure.getMessage(),
                failure.error(),
                failure);
    }

    private boolean lives(long now) {
        return token != null && remaining(now).compareTo(Duration.ZERO) > 0;
    }

    private Duration remaining(long now) {
        return token.lifetime().equals(Credentials.FOREVER)
                ? Credentials.FOREVER
                : token.lifetime().minusNanos(now - askedAt);
    }

    private boolean isDue(long now) {
        return failures == 0
                ? renewal.delay(token.lifetime()).compareTo(Duration.ofNanos(now - askedAt)) <= 0
                : next instanceof Attempt.After after
                        && after.delay().compareTo(Duration.ofNanos(now - decidedAt)) <= 0;
    }

    private Credentials answer(long now) {
        Duration remaining = atLeast(Duration.ofMillis(1), remaining(now));
        return new Credentials(username, token.text(), remaining, atLeast(renewal.least(), untilDue(now, remaining)));
    }

    private Duration untilDue(long now, Duration remaining) {
        if (remaining.equals(Credentials.FOREVER)) {
            return Credentials.FOREVER;
        }
        if (failures == 0) {
            return renewal.delay(token.lifetime(), random).minusNanos(now - askedAt);
        }
        return next instanceof Attempt.After after ? after.delay().minusNanos(now - decidedAt) : remaining;
    }

    private static Duration atLeast(Duration least, Duration duration) {
        return duration.compareTo(least) < 0 ? least : duration;
    }
}
