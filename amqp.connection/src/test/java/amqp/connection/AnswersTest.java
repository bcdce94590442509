// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A peer that makes the engine send and does not read is not read either. */
class AnswersTest {
    private static final int MOST = 1 << 17;
    private static final int ONCE = 1 << 15;

    private ScriptedConnection world = new ScriptedConnection(
                    ScriptedBroker.automatic(),
                    EngineOptions.builder().maxMessageSize(10).build())
            .connectAndOpen();
    private ChannelEngine channel = world.channel();

    @Test
    void flowsThatAreNotReadEndTheReading() {
        floods(BrokerFrames.method(1, "channel.flow", false));
    }

    @Test
    void cancelsThatAreNotReadEndTheReading() {
        floods(BrokerFrames.method(1, "basic.cancel", "x".repeat(255), false));
    }

    @Test
    void oversizedMessagesEndTheReading() {
        var consume = BasicMethod.Consume.of("q").consumerTag("").noWait(false);
        world.consume(channel, consume, null).run().takeEvents();
        floods(BrokerFrames.concat(
                BrokerFrames.method(1, "basic.deliver", "", 1, false, "", ""),
                BrokerFrames.header(1, 11, Map.of()),
                BrokerFrames.body(1, new byte[11])));
    }

    @Test
    void closesOfAChannelThatIsClosingEndTheReading() {
        world.broker.ignore("channel.close");
        world.closeChannel(channel).run().advance(ScriptedConnection.LIMIT).takeEvents();
        floods(BrokerFrames.method(1, "channel.close", 200, "", 0, 0));
    }

    private void floods(byte[] frame) {
        int sent = 0;
        byte[] many = new byte[ONCE / frame.length * frame.length];
        for (int at = 0; at < many.length; at += frame.length) {
            System.arraycopy(frame, 0, many, at, frame.length);
        }
        while (world.engine.wantsInput() && sent < 100 * MOST) {
            world.engine.receive(ByteBuffer.wrap(many), world.now());
            sent += many.length;
        }
        assertFalse(world.engine.wantsInput());
        long waiting = world.engine.outboundBytes();
        assertTrue(waiting >= MOST && waiting < MOST + 2 * ONCE, () -> waiting + " bytes wait");
        assertTrue(world.engine.isOpen());

        while (world.engine.outboundBytes() > MOST / 2) {
            assertFalse(world.engine.wantsInput());
            world.take(1000);
        }
        while (world.engine.outboundBytes() > 0) {
            world.take(1 << 16);
        }
        assertTrue(world.engine.wantsInput());
        assertTrue(world.engine.isOpen());
    }

    @Test
    void whatTheApplicationSendsDoesNotEndTheReading() {
        for (int i = 0; i < 100; i++) {
            world.publish(channel, "q", false, new byte[MOST], null);
        }
        world.engine.receive(ByteBuffer.wrap(BrokerFrames.method(1, "channel.flow", true)), world.now());
        assertTrue(world.engine.wantsInput());
        world.run();
        world.takeEvents();
        world.noViolations();
    }

    @Test
    void peerThatStaysStuckEndsAsADeadOne() {
        byte[] flow = BrokerFrames.method(1, "channel.flow", true);
        while (world.engine.wantsInput()) {
            world.engine.receive(ByteBuffer.wrap(flow), world.now());
        }
        for (int second = 0; second < 121 && !world.engine.isFinished(); second++) {
            world.clock.advance(Duration.ofSeconds(1));
            world.engine.handleTimeout(world.now());
        }
        assertTrue(world.engine.isFinished());
        assertInstanceOf(CloseReason.HeartbeatMissed.class, lastReason());
        assertEquals(0, world.engine.outboundBytes());
    }

    private CloseReason lastReason() {
        for (Event event = world.engine.pollEvent(); event != null; event = world.engine.pollEvent()) {
            if (event instanceof Event.ConnectionClosed closed) {
                return closed.reason();
            }
        }
        throw new AssertionError("it has not ended");
    }
}
