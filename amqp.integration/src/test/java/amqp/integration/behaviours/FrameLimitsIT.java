// SPDX-License-Identifier: MPL-2.0
package amqp.integration.behaviours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.AmqpException;
import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.method.QueueMethod;
import amqp.integration.support.OnEveryBroker;
import amqp.integration.support.Session;
import amqp.integration.support.Setup;
import amqp.integration.support.Stages;
import java.util.List;
import java.util.Random;

/** Values at and beyond the limits of frames, names and messages; the channel survives each. */
class FrameLimitsIT {
    private static final int FRAME_MAX = 8192;
    private static final String TOO_LONG = "n".repeat(256);

    @OnEveryBroker
    void headerLargerThanAFrameIsRefusedHere(Setup setup) {
        try (var session = Session.on(setup)) {
            String queue = session.queue();
            int frameMax = session.connection().tuning().frameMax();
            var properties = BasicProperties.builder()
                    .headers(FieldTable.of("large", "x".repeat(frameMax)))
                    .build();
            var failure = assertThrows(
                    IllegalArgumentException.class,
                    () -> session.channel().publish("", queue, Message.of(properties, new byte[1])));
            assertTrue(failure.getMessage().contains("frame-max"), failure.getMessage());
            assertGoesOn(session, queue);
        }
    }

    @OnEveryBroker
    void headerJustWithinAFrameArrives(Setup setup) {
        try (var session = Session.with(setup.options().frameMax(FRAME_MAX).build())) {
            String queue = session.queue();
            // Frame 8, class, weight and size 12, flags 2; table 4, key 2, letter 1, length 4.
            String large = "x".repeat(FRAME_MAX - 8 - 12 - 2 - 11);
            var properties =
                    BasicProperties.builder().headers(FieldTable.of("k", large)).build();
            assertEquals(FRAME_MAX - 8 - 12, properties.encodedSize());
            var messages = session.consume(queue);
            session.channel().publish("", queue, Message.of(properties, new byte[0]));
            assertEquals(
                    large,
                    Session.next(messages).properties().headers().get("k").asString());
        }
    }

    @OnEveryBroker
    void namesTooLongAreRefusedHere(Setup setup) {
        try (var session = Session.on(setup)) {
            var channel = session.channel();
            String queue = session.queue();
            assertThrows(IllegalArgumentException.class, () -> channel.publish("", TOO_LONG, Message.of(new byte[0])));
            var failure = assertThrows(
                    IllegalArgumentException.class, () -> channel.queueDeclare(QueueMethod.Declare.of(TOO_LONG)));
            assertTrue(failure.getMessage().contains("255"), failure.getMessage());
            assertGoesOn(session, queue);
        }
    }

    @OnEveryBroker
    void argumentsLargerThanAFrameAreRefusedHere(Setup setup) {
        try (var session = Session.with(setup.options().frameMax(FRAME_MAX).build())) {
            var method = QueueMethod.Declare.of("")
                    .durable(false)
                    .exclusive(true)
                    .arguments(FieldTable.of("k", "x".repeat(FRAME_MAX)));
            var failure = assertThrows(
                    IllegalArgumentException.class, () -> session.channel().queueDeclare(method));
            assertTrue(failure.getMessage().contains("queue.declare"), failure.getMessage());
            assertGoesOn(session, session.queue());
        }
    }

    @OnEveryBroker
    void messageLargerThanTheLimitIsRejected(Setup setup) {
        var options = setup.options().maxMessageSize(10_000).build();
        try (var session = Session.with(options)) {
            String queue = session.queue();
            session.channel().publish("", queue, Message.of(new byte[10_001]));
            var failure = Stages.failure(AmqpException.class, session.channel().basicGet(queue));
            assertTrue(failure.getMessage().contains("10001 bytes"), failure.getMessage());
            assertGoesOn(session, session.queue());
        }
    }

    @OnEveryBroker
    void bodiesAroundTheFrameSizeCrossUnchanged(Setup setup) {
        try (var session = Session.with(setup.options().frameMax(FRAME_MAX).build())) {
            String queue = session.queue();
            var messages = session.consume(queue);
            int whole = FRAME_MAX - 8;
            for (int size : List.of(0, 1, whole - 1, whole, whole + 1, 2 * whole, 2 * FRAME_MAX, 1 << 20)) {
                byte[] body = new byte[size];
                new Random(size).nextBytes(body);
                session.channel().publish("", queue, Message.of(body));
                var delivery = Session.next(messages);
                assertArrayEquals(body, delivery.body(), () -> size + " bytes");
                delivery.ack();
            }
        }
    }

    private static void assertGoesOn(Session session, String queue) {
        assertFalse(Stages.await(session.channel()
                        .queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .queue()
                .isEmpty());
        session.publish("", queue, "after");
        assertEquals(List.of("after"), session.drain(queue));
    }
}
