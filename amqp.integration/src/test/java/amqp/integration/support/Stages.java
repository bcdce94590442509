// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for stages, for longer than any of the client's own deadlines takes. */
public final class Stages {
    /** What nothing in these tests takes; only a hang does. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private Stages() {}

    public static <T> T await(CompletionStage<T> stage) {
        try {
            return outcome(stage);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        }
    }

    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(latch + " after " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a latch", e);
        }
    }

    /** What the stage fails with. */
    public static <X extends Throwable> X failure(Class<X> type, CompletionStage<?> stage) {
        try {
            return fail("completed with " + outcome(stage) + " instead of failing");
        } catch (ExecutionException e) {
            return assertInstanceOf(type, e.getCause());
        }
    }

    private static <T> T outcome(CompletionStage<T> stage) throws ExecutionException {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("A stage did not complete within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a stage", e);
        }
    }
}
