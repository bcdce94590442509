// SPDX-License-Identifier: MPL-2.0
package amqp.integration.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.client.Channel;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A command that the broker answers by closing the channel. */
public final class Refusal {
    private Refusal() {}

    public static void refused(Setup setup, int code, Function<Channel, CompletionStage<?>> command) {
        try (var session = Session.on(setup)) {
            refused(session, code, command);
        }
    }

    /** The channel is closed with the code, what waits on it fails with the reason, and the connection goes on. */
    public static void refused(Session session, int code, Function<Channel, CompletionStage<?>> command) {
        Channel channel = session.openChannel();
        CompletionStage<?> refused = command.apply(channel);
        CompletionStage<?> waiting = channel.queueDeclare();
        assertEquals(code, Stages.failure(ClosedException.class, refused).replyCode());
        assertEquals(code, Stages.failure(ClosedException.class, waiting).replyCode());
        assertEquals(
                code,
                assertInstanceOf(CloseReason.ByPeer.class, Stages.await(channel.closed()))
                        .code());
        assertFalse(channel.isOpen());
        assertThrows(ClosedException.class, () -> channel.publish("", "anywhere", Message.of(new byte[0])));
        Channel next = session.openChannel();
        assertEquals(channel.number(), next.number(), "the number is free again");
        assertFalse(session.queue().isEmpty(), "other channels go on");
        Stages.await(next.close());
    }
}
