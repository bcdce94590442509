// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionFailedException;
import amqp.client.ConnectionState;
import amqp.client.MessageTooLargeException;
import amqp.client.PublishBlockedException;
import amqp.client.UnconfirmedException;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
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
        return result(opening.toCompletableFuture());
    }

    /** For a command; it has its own deadline, so that the stage completes in time. */
    static <T> T forReply(Connection connection, Supplier<CompletionStage<T>> command) {
        expectOtherThread(connection);
        return result(command.get().toCompletableFuture());
    }

    /**
     * For a verdict: for the call timeout, and begins anew as long as the connection is being recovered, up to the publish
     * timeout.
     */
    static Verdict forVerdict(Connection connection, CompletableFuture<Verdict> verdict) {
        long call = TimeUnit.NANOSECONDS.convert(connection.options().callTimeout());
        long most =
                Math.max(call, TimeUnit.NANOSECONDS.convert(connection.options().publishTimeout()));
        long begin = System.nanoTime();
        long waited = 0;
        boolean away;
        do {
            away = isAway(connection);
            try {
                return verdict.get(Math.min(call, most - waited), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                waited = System.nanoTime() - begin;
            } catch (InterruptedException e) {
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw failure(e);
            }
            away |= isAway(connection);
        } while (away && waited < most);
        String why = isAway(connection)
                ? "the connection is being recovered, for longer than publishTimeout"
                : connection.whyNotAnswered();
        throw new CallTimeoutException("basic.publish in confirm mode", Duration.ofNanos(waited), why);
    }

    private static boolean isAway(Connection connection) {
        ConnectionState state = connection.state();
        return state == ConnectionState.RECONNECTING || state == ConnectionState.RECOVERING;
    }

    /**
     * Until there may be room to publish.
     *
     * @param nanos at most
     * @throws PublishBlockedException when there is none by then, or on the I/O thread, which is the one that makes room
     */
    static void forRoom(Channel channel, long nanos) {
        long left = channel.connection().onIoThread() ? 0 : nanos;
        CompletableFuture<Void> writable = channel.writable().toCompletableFuture();
        try {
            writable.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new PublishBlockedException("no room to publish within "
                    + TimeUnit.MILLISECONDS.convert(
                            channel.connection().options().publishTimeout())
                    + " ms (publishTimeout): " + channel.whyNotWritable());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishBlockedException(
                    "interrupted while waiting for room to publish: " + channel.whyNotWritable());
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            writable.cancel(false);
        }
    }

    /** @throws IllegalStateException on the I/O thread */
    static void expectOtherThread(Connection connection) {
        if (connection.onIoThread()) {
            throw new IllegalStateException(
                    "a blocking call on the connection's I/O thread would wait for itself; make it on another thread");
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            CallInterruptedException interrupted = interrupted(e);
            if (future.cancel(false)) { // which gives up what it would have brought
                throw interrupted;
            }
            return result(future); // it came at the same moment
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static CallInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(e);
    }

    /**
     * What a stage failed with, with the stack of this thread. The exception itself was made by another thread, and may
     * have been handed to others too: a new one says the same, and has it as the last of those that it suppresses.
     */
    static RuntimeException failure(ExecutionException e) {
        Throwable failure = e.getCause();
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
        if (failure instanceof AmqpException other) {
            return other;
        }
        return new IllegalStateException("a command failed in an unexpected way: " + failure, failure);
    }

    private static <E extends AmqpException> E suppressing(E original, E here) {
        for (Throwable suppressed : original.getSuppressed()) {
            here.addSuppressed(suppressed);
        }
        here.addSuppressed(original);
        return here;
    }
}
