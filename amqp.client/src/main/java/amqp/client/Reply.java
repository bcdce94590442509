// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Inbox;
import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings a command's end to its callback. That is called where the channel's callbacks run, never by the engine's driver itself,
 * because whatever the application does with it runs there.
 */
final class Reply<T> implements Completion {
    private final Supplier<String> closedOne;
    private final Executor executor;
    private final Function<? super Method, ? extends T> result;
    private final ReplyCallback<? super T> callback;

    /**
     * @param closedOne names what is closed, when the command fails for that
     * @param result applied in the strand
     */
    Reply(
            Supplier<String> closedOne,
            Executor executor,
            Function<? super Method, ? extends T> result,
            ReplyCallback<? super T> callback) {
        this.closedOne = closedOne;
        this.executor = executor;
        this.result = result;
        this.callback = callback;
    }

    @Override
    public void replied(Method reply) {
        completed(result.apply(reply));
    }

    void completed(@Nullable T value) {
        executor.execute(() -> callback.completed(value, null));
    }

    /** With a message, which counts in the inbox until the callback has run. */
    void completed(T value, Inbox inbox, long size) {
        inbox.hand(executor, size, () -> callback.completed(value, null));
    }

    @Override
    public void failed(AmqpException failure) {
        executor.execute(() -> callback.completed(null, failure));
    }

    @Override
    public void closed(CloseReason reason) {
        failed(new ClosedException(closedOne.get(), reason));
    }
}
