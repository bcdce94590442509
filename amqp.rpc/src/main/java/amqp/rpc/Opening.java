// SPDX-License-Identifier: MPL-2.0
package amqp.rpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The opening of something that is closed again when whoever asked for it has given it up by then. */
final class Opening {
    private Opening() {}

    static <T> CompletionStage<T> of(CompletionStage<T> opening, Consumer<? super T> close) {
        CompletableFuture<T> result = new CompletableFuture<>();
        opening.whenComplete((opened, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (!result.complete(opened)) {
                close.accept(opened);
            }
        });
        return result;
    }
}
