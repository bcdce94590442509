// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stage that the connection's I/O thread completes. Waiting for it on that thread would never end, nor would any timeout
 * of the connection come meanwhile; it throws an {@code IllegalStateException} instead. The same holds for stages derived from it.
 */
class ConnectionStage<T extends @Nullable Object> extends CompletableFuture<T> {
    private final ConnectionCore connection;

    ConnectionStage(ConnectionCore connection) {
        this.connection = connection;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new ConnectionStage<>(connection);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        expectOtherThread();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        if (timeout > 0) {
            expectOtherThread();
        }
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        expectOtherThread();
        return super.join();
    }

    private void expectOtherThread() {
        if (!isDone() && connection.driver().onIoThread()) {
            throw new IllegalStateException(
                    "a stage that is awaited on the connection's I/O thread is never completed, as this"
                            + " thread would complete it; continue with thenAccept and the like, or wait on another thread");
        }
    }
}
