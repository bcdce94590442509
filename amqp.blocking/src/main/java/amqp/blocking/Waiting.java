// SPDX-License-Identifier: MPL-2.0
package amqp.blocking;

import amqp.client.CallInterruptedException;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionState;
import amqp.client.PublishBlockedException;
import amqp.client.Stages;
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
        return Stages.await(opening);
    }

    /** For a command; it has its own deadline, so that the stage completes in time. */
    static <T> T forReply(Connection connection, Supplier<CompletionStage<T>> command) {
        expectOtherThread(connection);
        return Stages.await(command.get());
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
                throw Stages.failure(e.getCause());
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
            throw Stages.failure(e.getCause());
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

    private static CallInterruptedException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CallInterruptedException(e);
    }
}
