// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.failure;
import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.ForeignText;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.Event;
import amqp.frames.FrameType;
import amqp.memory.MemoryAdapter;
import amqp.memory.MemoryConnection;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever text the broker sends, no message of the client carries it as it came; the data does. */
class HostileTextTest {
    private static final String HOSTILE = "x\u001b[2J\u001b]0;t\u0007\u009b1A\u202e\r\nFAKE LOG LINE";

    private static void harmless(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            harmless(String.valueOf(cause.getMessage()));
            harmless(cause.toString());
        }
    }

    private static void harmless(String text) {
        assertFalse(text.codePoints().anyMatch(ForeignText::isHarmful), text);
        assertFalse(text.contains(HOSTILE), text);
    }

    @Test
    void whyAChannelIsClosed() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            world.adapter.io(() -> world.broker.closeChannel(channel.number(), 404, HOSTILE, 50, 10));
            CloseReason reason = get(channel.closed());
            assertEquals(new CloseReason.ByPeer(404, HOSTILE, 50, 10), reason);
            harmless(reason.describe());
            harmless(reason.toString());
            harmless(failure(ClosedException.class, channel.queueDeclare("q")));
        }
    }

    @Test
    void whyAConnectionIsClosed() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            world.adapter.io(() -> world.broker.closeConnection(320, HOSTILE, 0, 0));
            harmless(get(world.connection.closed()).toString());
            harmless(failure(ClosedException.class, channel.queueDeclare("q")));
        }
    }

    @Test
    void whyAConnectionCannotBeOpened() {
        List<ScriptedBroker> brokers = new ArrayList<>();
        brokers.add(
                ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withMechanisms("X-\u001b[31m\u202e\nY")));
        brokers.add(ScriptedBroker.automatic().refuseOnce("connection.open", 530, HOSTILE));
        brokers.add(ScriptedBroker.automatic()
                .answerProtocolHeader(
                        "HTTP/1.1 400 \u001b[2J\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        for (ScriptedBroker broker : brokers) {
            try (MemoryAdapter adapter = new MemoryAdapter().listen(1, broker)) {
                ConnectionOptions options = ConnectionOptions.builder()
                        .adapter(adapter)
                        .address("host", 1)
                        .build();
                harmless(failure(ConnectionFailedException.class, Connection.open(options)));
            }
        }
    }

    @Test
    void cancelledConsumersAndDeliveries() {
        harmless(new ConsumerCancelledException(HOSTILE));
        harmless(new CloseReason.PeerViolation(503, HOSTILE).toString());
        harmless(new CloseReason.HandshakeRefused(HOSTILE).toString());
        harmless(new CloseReason.TransportLost(new java.io.IOException(HOSTILE)).toString());
        harmless(new CloseReason.LostAtLogin(new java.io.IOException(HOSTILE)).describe());
        harmless(new ClosedException("the channel", new CloseReason.PeerViolation(503, HOSTILE)).getMessage());
    }

    @Test
    void traceOfFrames() {
        harmless(FrameTrace.line(new Event.FramePassed(
                true, 1, FrameType.METHOD, new BasicMethod.Deliver(HOSTILE, 1, false, HOSTILE, HOSTILE), 9)));
        harmless(FrameTrace.line(
                new Event.FramePassed(true, 0, FrameType.METHOD, new ConnectionMethod.Blocked(HOSTILE), 9)));
    }

    @Test
    void argumentsThatArePassedOnFromAPeer() {
        try (MemoryConnection world = MemoryConnection.open()) {
            Channel channel = world.channel();
            BasicMethod.Consume own = BasicMethod.Consume.of("q").consumerTag(HOSTILE);
            get(channel.basicConsume(own, message -> {}));
            harmless(assertThrows(IllegalArgumentException.class, () -> channel.basicConsume(own, message -> {})));
        }
    }
}
