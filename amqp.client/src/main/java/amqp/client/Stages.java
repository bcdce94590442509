// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for stages and throws their failures: the exception itself, not an {@code ExecutionException}. Exceptions of
 * the SDK have the stack trace of the waiting thread. On the connection's I/O thread, which completes the stages, a wait for
 * a stage of the client that is not complete throws {@code IllegalStateException}; see {@link Connection#onIoThread}.
 */
public final class Stages {
    private Stages() {}

    /**
     * Waits until a stage completes. Stages of commands always do, since commands have timeouts.
     *
     * @return the result of the stage
     * @throws RuntimeException the failure of the stage, see {@link #failure}
     * @throws IllegalStateException on the connection's I/O thread when the stage is not complete
     * @throws CallInterruptedException when the thread is interrupted; the stage is cancelled then, which gives up the
     *     command
     */
    public static <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            CallInterruptedException interrupted = interrupted(e);
            if (future.cancel(false)) { // which gives up what it would have brought
                throw interrupted;
            }
            return await(future); // it came at the same moment
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /**
     * Waits until a stage completes, or until a timeout. The stage itself continues after the timeout.
     *
     * @param limit the timeout; zero or less not to wait
     * @return the result of the stage
     * @throws CallTimeoutException when the stage is not complete in time
     * @throws RuntimeException the failure of the stage, see {@link #failure}
     * @throws IllegalStateException on the connection's I/O thread when the stage is not complete
     * @throws CallInterruptedException when the thread is interrupted; the stage continues
     */
    public static <T> T await(CompletionStage<T> stage, Duration limit) {
        try {
            return stage.toCompletableFuture().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CallTimeoutException("the stage that was awaited", limit);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static CallInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(e);
    }

    /**
     * Returns the failure of a stage as an exception for this thread to throw. Since another thread created the stage's
     * exception, and others may have it too, this is a new one of the same kind with the stack trace of this thread;
     * its last suppressed exception is the original. An exception that is not of the SDK is returned as it is; a
     * checked one becomes the cause of a {@code CompletionException}.
     *
     * @param failure the cause of an {@code ExecutionException}, for example
     * @throws Error when the failure is one
     */
    public static RuntimeException failure(Throwable failure) {
        if (failure instanceof ClosedException closed) {
            return suppressing(closed, new ClosedException(closed.what(), closed.reason()));
        }
        if (failure instanceof CallTimeoutException timeout) {
            return suppressing(timeout, new CallTimeoutException(timeout.what(), timeout.timeout(), timeout.why()));
        }
        if (failure instanceof ConnectionFailedException failed) {
            return suppressing(
                    failed, new ConnectionFailedException(failed.getMessage(), failed.reason(), failed.getCause()));
        }
        if (failure instanceof MessageTooLargeException large) {
            return suppressing(large, new MessageTooLargeException(large.getMessage(), large.size()));
        }
        if (failure instanceof PublishBlockedException blocked) {
            return suppressing(blocked, new PublishBlockedException(blocked.getMessage()));
        }
        if (failure instanceof UnconfirmedException unconfirmed) {
            return suppressing(unconfirmed, new UnconfirmedException(unconfirmed.why()));
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException other ? other : new CompletionException(failure);
    }

    private static <E extends AmqpException> E suppressing(E original, E here) {
        for (Throwable suppressed : original.getSuppressed()) {
            here.addSuppressed(suppressed);
        }
        here.addSuppressed(original);
        return here;
    }
}
