// SPDX-License-Identifier: MPL-2.0
package amqp.cli.consume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.cli.connection.Session;
import amqp.cli.demo.EmbeddedBroker;
import amqp.cli.terminal.CommandFailedException;
import amqp.client.Channel;
import amqp.client.ConnectionOptions;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MessagePrinterTest {
    private static final String QUEUE = "orders";

    @Test
    void aTooLargeMessageIsNoSuccess() {
        MessagePrinter printer = new MessagePrinter(message -> {}, 1, true, 1);
        printer.onOversized("ex", "key", 1L << 31);
        var failure =
                assertThrows(CommandFailedException.class, () -> printer.await(Duration.ofSeconds(10), () -> false));
        String sentence = failure.getMessage();
        assertTrue(
                sentence.startsWith("a message of 2147483648 bytes, exchange \"ex\", routing key \"key\","), sentence);
    }

    @Test
    void aMessageThatCannotBeShownEndsConsume() throws Exception {
        MessageSink sink = message -> {
            throw new OutOfMemoryError("Java heap space");
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            ConnectionOptions options = ConnectionOptions.ofUri(broker.uri().toString());
            try (Session session = Session.open(options)) {
                aMessageIn(session);
                var printer = new MessagePrinter(sink, Long.MAX_VALUE, true, 1);
                Stages.await(session.openChannel(Dispatch.EXECUTOR).basicConsume(QUEUE, printer));
                var failure = assertThrows(
                        CommandFailedException.class, () -> printer.await(Duration.ofSeconds(10), () -> false));
                assertTrue(failure.getMessage().startsWith("not enough memory"), failure.getMessage());
            }
            try (Session session = Session.open(options)) {
                assertEquals(
                        1,
                        Stages.await(session.openChannel(Dispatch.EXECUTOR).queueDeclare(QUEUE))
                                .messageCount());
            }
        }
    }

    private static void aMessageIn(Session session) {
        Channel channel = session.openChannel(Dispatch.EXECUTOR);
        Stages.await(channel.queueDeclare(QUEUE));
        channel.publish("", QUEUE, Message.of("x"));
    }
}
