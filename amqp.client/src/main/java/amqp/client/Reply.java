// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A command's future. It is completed on the channel's lane, never by the engine's driver itself, because whatever the
 * application hangs on it runs there.
 */
final class Reply<T> extends CompletableFuture<T> implements Completion {
    private final Executor lane;
    private final Function<? super Method, ? extends T> result;

    Reply(Executor lane, Function<? super Method, ? extends T> result) {
        this.lane = lane;
        this.result = result;
    }

    @Override
    public void replied(Method reply) {
        lane.execute(() -> complete(result.apply(reply)));
    }

    @Override
    public void failed(AmqpException failure) {
        lane.execute(() -> completeExceptionally(failure));
    }

    /** Ends it where it was made, before anything could hang on it. */
    Reply<T> failedAtOnce(AmqpException failure) {
        completeExceptionally(failure);
        return this;
    }
}
