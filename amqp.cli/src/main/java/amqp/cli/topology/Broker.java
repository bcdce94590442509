// SPDX-License-Identifier: MPL-2.0
package amqp.cli.topology;

import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.client.Channel;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.AmqpException;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Compares entities with what a broker has, and declares them. Each refusal closes a channel; then there is a new one. */
final class Broker {
    private final Session session;
    private Channel channel;

    Broker(Session session) {
        this.session = session;
    }

    /**
     * Compares without creating anything. An entity that is there is declared again, since only that makes the broker
     * compare; it names the first difference alone.
     *
     * @throws CommandFailedException when the broker refuses to tell
     */
    Finding compare(Entity entity) {
        try {
            return comparison(entity);
        } catch (AmqpException refused) {
            throw failure(entity, refused);
        }
    }

    private Finding comparison(Entity entity) {
        if (entity.look().isEmpty()) {
            return new Finding(entity, State.NOT_CHECKABLE, "");
        }
        Optional<CloseReason.ByPeer> missing = refusal(entity.look().get(), ReplyCode.NOT_FOUND);
        if (missing.isPresent()) {
            return new Finding(entity, State.MISSING, "");
        }
        if (entity.declare().isEmpty()) {
            return new Finding(entity, State.PRESENT, "");
        }
        return refusal(entity.declare().get(), ReplyCode.PRECONDITION_FAILED)
                .map(different -> new Finding(entity, State.DIFFERENT, different.text()))
                .orElseGet(() -> new Finding(entity, State.PRESENT, ""));
    }

    /**
     * Declares an entity, unless it is there already.
     *
     * @return the finding before that where it was there, and otherwise what was done
     * @throws CommandFailedException when the broker refuses it
     */
    Finding apply(Entity entity) {
        if (entity.look().isPresent()) {
            Finding before = compare(entity);
            if (before.state() != State.MISSING) {
                return before;
            }
        }
        try {
            Stages.await(entity.declare().orElseThrow().apply(channel()));
        } catch (AmqpException refused) {
            throw failure(entity, refused);
        }
        return new Finding(entity, entity.look().isPresent() ? State.DECLARED : State.BOUND, "");
    }

    private static CommandFailedException failure(Entity entity, AmqpException refused) {
        return new CommandFailedException(entity + ": " + Failures.sentence(refused), refused);
    }

    /** What the broker says where it refuses the command with this reply code; empty where it does the command. */
    private Optional<CloseReason.ByPeer> refusal(Function<Channel, CompletionStage<?>> command, int replyCode) {
        try {
            Stages.await(command.apply(channel()));
            return Optional.empty();
        } catch (ClosedException e) {
            if (e.reason() instanceof CloseReason.ByPeer refusal
                    && refusal.code() == replyCode
                    && session.connection().isOpen()) {
                return Optional.of(refusal);
            }
            throw e;
        }
    }

    private Channel channel() {
        if (channel == null || !channel.isOpen()) {
            channel = session.openChannel(Dispatch.IO_THREAD);
        }
        return channel;
    }
}
