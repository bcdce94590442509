// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.AmqpException;
import amqp.client.CallTimeoutException;
import amqp.client.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Turns a stage into a wait. A command is given only where waiting for its end is possible. */
final class Waiting {
    private Waiting() {}

    static Connection forConnection(CompletionStage<Connection> opening) {
        CompletableFuture<Connection> future = opening.toCompletableFuture();
        try {
            return result(future);
        } catch (CallInterruptedException e) {
            future.cancel(false); // whoever opens it then closes it again
            throw e;
        }
    }

    /** For a command; it has its own deadline, so that the stage completes in time. */
    static <T> T forReply(Connection connection, Supplier<CompletionStage<T>> command) {
        expectOtherThread(connection);
        return result(command.get().toCompletableFuture());
    }

    /** For a verdict; the broker may take any time for it. */
    static <T> T forVerdict(Connection connection, Supplier<CompletionStage<T>> publish) {
        expectOtherThread(connection);
        Duration timeout = connection.options().callTimeout();
        CompletableFuture<T> future = publish.get().toCompletableFuture();
        try {
            return future.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CallTimeoutException("basic.publish in confirm mode", timeout);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static void expectOtherThread(Connection connection) {
        if (connection.onIoThread()) {
            throw new IllegalStateException(
                    "a blocking call on the connection's I/O thread would wait for itself; make it on another thread");
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static CallInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(e);
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof AmqpException failure
                ? failure.atCaller()
                : new IllegalStateException("a command failed in an unexpected way: " + e.getCause(), e.getCause());
    }
}
