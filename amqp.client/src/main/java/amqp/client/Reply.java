// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import amqp.connection.CloseReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A command's future. It is completed on the channel's lane, never by the engine's driver itself, because whatever the
 * application hangs on it runs there.
 */
final class Reply<T> extends CompletableFuture<T> implements Completion {
    private final Object origin;
    private final Executor lane;
    private final Function<? super Method, ? extends T> result;

    /**
     * @param origin the channel or connection that the command is given to; named by its {@code toString}
     * @param result applied on the I/O thread
     */
    Reply(Object origin, Executor lane, Function<? super Method, ? extends T> result) {
        this.origin = origin;
        this.lane = lane;
        this.result = result;
    }

    @Override
    public void replied(Method reply) {
        T value = result.apply(reply);
        lane.execute(() -> complete(value));
    }

    @Override
    public void failed(AmqpException failure) {
        lane.execute(() -> completeExceptionally(failure));
    }

    @Override
    public void closed(CloseReason reason) {
        failed(new ClosedException(origin.toString(), reason));
    }
}
