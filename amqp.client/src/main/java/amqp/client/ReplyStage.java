// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command whose end is a future. Whoever completes that before the reply does gives the command up. Where the reply
 * would bring something that has to be owned, it is undone then: by the engine, as after the command's timeout, while the
 * reply has not come; and here when it has come, but is not told yet.
 */
final class ReplyStage<T extends @Nullable Object> extends ConnectionStage<T> implements ReplyCallback<T> {
    private final Consumer<? super T> undo;

    /** Set before the stage is completed by its command. */
    private volatile boolean ended;

    ReplyStage(ConnectionCore connection) {
        this(connection, nothing -> {});
    }

    private ReplyStage(ConnectionCore connection, Consumer<? super T> undo) {
        super(connection);
        this.undo = undo;
    }

    /** Gives the command with the stage as its callback. */
    static <T extends @Nullable Object> CompletionStage<T> of(
            ConnectionCore connection, Consumer<ReplyCallback<T>> command) {
        ReplyStage<T> stage = new ReplyStage<>(connection);
        command.accept(stage);
        return stage;
    }

    /**
     * The same for a command whose reply brings something to own.
     *
     * @param command gives the command, and returns what is attached to it
     * @param undo applied to a reply that nobody takes; throws nothing
     */
    static <T> CompletionStage<T> owning(
            ConnectionCore connection, Function<ReplyCallback<T>, Completion> command, Consumer<? super T> undo) {
        ReplyStage<T> stage = new ReplyStage<>(connection, undo);
        Completion given = command.apply(stage);
        stage.whenComplete((reply, failure) -> {
            if (!stage.ended) {
                connection.giveUp(given);
            }
        });
        return stage;
    }

    @Override
    public void completed(@Nullable T reply, @Nullable AmqpException failure) {
        ended = true;
        if (failure != null) {
            completeExceptionally(failure);
        } else if (!complete(reply)) {
            undo.accept(reply);
        }
    }
}
