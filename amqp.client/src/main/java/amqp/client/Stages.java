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
 * Waits for stages, and throws what they failed with. What a stage failed with is thrown as it is, not within an
 * {@code ExecutionException}; exceptions of the SDK have the stack of the thread that waits. Never to be called on the
 * connection's I/O thread, which completes the stages; see {@link Connection#onIoThread}.
 */
public final class Stages {
    private Stages() {}

    /**
     * Waits until a stage completes. The stages of commands do so in time, since commands have a timeout.
     *
     * @return what it completes with
     * @throws RuntimeException what it failed with, see {@link #failure}
     * @throws CallInterruptedException when the thread is interrupted; the stage is cancelled then, which gives the command up
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
     * Waits until a stage completes, at most for so long. A stage that is not complete by then goes on.
     *
     * @param limit zero or less for not at all
     * @return what it completes with
     * @throws CallTimeoutException when it is not complete by then
     * @throws RuntimeException what it failed with, see {@link #failure}
     * @throws CallInterruptedException when the thread is interrupted; the stage goes on
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
     * Returns what a stage failed with, to be thrown by this thread. The exception of the stage was made by another thread,
     * and may have been handed to others too: a new one of the same kind says the same with the stack of this thread, and has
     * it as the last of those that it suppresses. What is no exception of the SDK stays as it is; a checked one becomes the
     * cause of a {@code CompletionException}.
     *
     * @param failure the cause of an {@code ExecutionException}, for example
     * @throws Error when it is one
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
