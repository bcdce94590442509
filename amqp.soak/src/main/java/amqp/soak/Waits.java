// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waiting, with an end. */
final class Waits {
    /** What nothing takes, recovery from any of the faults included; only a hang does. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final long MOMENT_NANOS = Duration.ofMillis(20).toNanos();

    private Waits() {}

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("A stage did not complete within " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a stage", e);
        }
    }

    /** At least so long, unless interrupted. */
    static void pause(long nanos) {
        var deadline = System.nanoTime() + nanos;
        for (long left = nanos;
                left > 0 && !Thread.currentThread().isInterrupted();
                left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
