// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A command whose end is a future. */
final class ReplyStage<T extends @Nullable Object> extends CompletableFuture<T> implements ReplyCallback<T> {
    ReplyStage() {}

    /** Gives the command with the stage as its callback. */
    static <T extends @Nullable Object> CompletionStage<T> of(Consumer<ReplyCallback<T>> command) {
        ReplyStage<T> stage = new ReplyStage<>();
        command.accept(stage);
        return stage;
    }

    @Override
    public void completed(@Nullable T reply, @Nullable AmqpException failure) {
        if (failure == null) {
            complete(reply);
        } else {
            completeExceptionally(failure);
        }
    }
}
