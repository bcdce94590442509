// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.method.BasicMethod;
import amqp.frames.ContentHeader;
import amqp.octets.Allocations;
import amqp.testkit.scripted.BrokerSettings;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What memory messages take that come in pieces. */
class AssemblyTest {
    private static final int KIB = 1 << 10;

    @Test
    void headerTakesNothing() {
        for (int announced : new int[] {1, 100, 1 << 20, 64 << 20}) {
            assertEquals(
                    0,
                    begun(announced, new AssemblyBound(EngineOptions.DEFAULT)).body().length);
        }
    }

    @Test
    void bodyOfOneFrameIsExact() {
        var bound = new AssemblyBound(EngineOptions.DEFAULT);
        var content = begun(100_000, bound);
        assertTrue(content.body(ByteBuffer.wrap(new byte[100_000]), 0, 100_000, 0));
        assertEquals(100_000, content.body().length);
        assertEquals(0, bound.held());
    }

    @Test
    void memoryGrowsWithTheOctetsThatCame() {
        for (int part : new int[] {1, 100, 8184, 131_064}) {
            int announced = part == 1 ? 100_000 : 64 << 20;
            var bound = new AssemblyBound(EngineOptions.DEFAULT);
            var content = begun(announced, bound);
            byte[] octets = new byte[part];
            for (int came = part; came < announced; came += part) {
                content.body(ByteBuffer.wrap(octets), 0, part, 0);
                int taken = content.body().length;
                assertTrue(came <= taken && taken <= 4L * came, taken + " taken for " + came);
                assertEquals(taken, bound.held());
            }
            int rest = announced % part == 0 ? part : announced % part;
            assertTrue(content.body(ByteBuffer.wrap(octets), 0, rest, 0));
            assertEquals(announced, content.body().length);
            content.release();
            assertEquals(0, bound.held());
        }
    }

    @Test
    void bodyOfADividedFrameIsExactAndCountsUntilItIsWhole() {
        var bound = new AssemblyBound(EngineOptions.DEFAULT);
        var content = begun(100_000, bound);
        byte[] octets = new byte[100_000];
        new Random(1).nextBytes(octets);
        assertFalse(content.body(ByteBuffer.wrap(octets), 0, 1, 100_000));
        byte[] body = content.body();
        assertEquals(100_000, body.length);
        assertEquals(100_000, bound.held());
        assertFalse(content.body(ByteBuffer.wrap(octets), 1, 99_999, 1));
        assertTrue(content.body(ByteBuffer.wrap(octets), 100_000, 0, 0));
        assertSame(body, content.body());
        assertArrayEquals(octets, body);
        content.release();
        assertEquals(0, bound.held());
    }

    /** Where frame-max is large, the announcement of a frame takes no more than the usual one has. */
    @Test
    void largeFrameTakesMemoryAsItComes() {
        var content = begun(64 << 20, new AssemblyBound(EngineOptions.DEFAULT));
        assertFalse(content.body(ByteBuffer.wrap(new byte[8]), 0, 8, (64 << 20) - 7));
        assertEquals(128 << 10, content.body().length);
    }

    @Test
    void partOfAFrameThatAnnouncesMoreThanTheBodyIsRefused() {
        var content = begun(100, new AssemblyBound(EngineOptions.DEFAULT));
        assertThrows(ProtocolViolation.class, () -> content.body(ByteBuffer.wrap(new byte[8]), 0, 8, 94));
    }

    /** 27 kB of traffic took 300 MiB. */
    @Test
    void manyHeadersCostNoMoreThanTheirSize() {
        var world = ScriptedConnection.open();
        for (int i = 0; i < 300; i++) {
            world.channel();
        }
        var octets = new ByteArrayOutputStream();
        for (int channel = 1; channel <= 300; channel++) {
            octets.writeBytes(BrokerFrames.concat(
                    BrokerFrames.method(channel, "basic.deliver", "tag", 1, false, "", "q"),
                    BrokerFrames.header(channel, 60 << 20, Map.of()),
                    BrokerFrames.body(channel, new byte[1])));
        }
        long allocated =
                Allocations.during(() -> world.engine.receive(ByteBuffer.wrap(octets.toByteArray()), world.now()));
        assertTrue(allocated < 20L * octets.size(), () -> allocated + " bytes for " + octets.size());
        assertTrue(world.engine.isOpen());
    }

    @Test
    void beyondTheBoundTheConnectionIsClosedWith506() {
        var world = bounded(100 * KIB);
        int channels = 0;
        while (world.engine.isOpen() && channels < 100) {
            world.channel();
            world.send(part(++channels, 60_000, 8000));
        }
        assertEquals(4, channels); // three times 32,000 bytes fit
        var reason = world.takeAll(Event.ConnectionClosed.class).get(0).reason();
        assertEquals(
                506, assertInstanceOf(CloseReason.PeerViolation.class, reason).code());
        assertEquals(0, world.engine.assemblyBound().held());
        assertTrue(world.broker.receivedMethods().contains("connection.close"));
        assertEquals(List.of(), world.broker.violations());
    }

    @Test
    void largePropertiesCountUntilTheBodyIsThere() {
        var world = bounded(10 * KIB);
        world.channel();
        var properties = Map.of("headers", Map.of("large", "x".repeat(6 * KIB)));
        for (int i = 1; i < 10; i++) {
            world.send(deliver(1, i), BrokerFrames.header(1, 2, properties));
            assertTrue(world.engine.assemblyBound().held() > 6 * KIB);
            world.send(BrokerFrames.body(1, new byte[2])).next(Event.Delivered.class);
            assertEquals(0, world.engine.assemblyBound().held());
        }
        world.channel();
        world.send(deliver(1, 10), BrokerFrames.header(1, 2, properties));
        world.send(deliver(2, 1), BrokerFrames.header(2, 2, properties));
        assertEquals(
                506,
                ((CloseReason.PeerViolation) world.takeAll(Event.ConnectionClosed.class)
                                .get(0)
                                .reason())
                        .code());
    }

    @Test
    void largestMessageIsAlwaysTaken() {
        var options = EngineOptions.builder().assemblyBound(1).maxMessageSize(100 * KIB);
        var world = bounded(options.build());
        world.channel();
        byte[] body = new byte[100 * KIB];
        new Random(3).nextBytes(body);
        for (int i = 0; i < 3; i++) {
            world.broker.deliver(1, "tag", "", "q", Map.of(), body);
            assertArrayEquals(body, world.run().next(Event.Delivered.class).body());
        }
        world.noViolations();
    }

    @Test
    void endOfTheChannelLetsGo() {
        var world = bounded(100 * KIB);
        var channel = world.channel();
        world.broker.ignore("channel.close");
        world.send(part(1, 50_000, 8000));
        assertTrue(world.engine.assemblyBound().held() >= 8000);
        world.closeChannel(channel).run();
        world.advance(ScriptedConnection.LIMIT).next(Event.ChannelClosed.class);
        assertEquals(0, world.engine.assemblyBound().held());
        for (int i = 0; i < 5; i++) {
            world.send(BrokerFrames.body(1, new byte[8000]));
        }
        world.send(BrokerFrames.body(1, new byte[2000]), part(1, 50_000, 8000));
        assertEquals(0, world.engine.assemblyBound().held());
        assertTrue(world.engine.isOpen());
    }

    @Test
    void largeBodyIsPutTogetherRightly() {
        var world = ScriptedConnection.open();
        world.channel();
        byte[] body = new byte[5_000_000];
        new Random(3).nextBytes(body);
        world.broker.deliver(1, "tag", "", "q", Map.of(), body);
        assertArrayEquals(body, world.run().next(Event.Delivered.class).body());
    }

    @Test
    void boundIsPositive() {
        assertThrows(
                IllegalArgumentException.class, () -> EngineOptions.builder().assemblyBound(0));
        assertEquals(
                7,
                EngineOptions.builder().assemblyBound(7).build().toBuilder()
                        .build()
                        .assemblyBound());
    }

    private static ContentAssembler begun(int announced, AssemblyBound bound) {
        var content = new ContentAssembler(64 << 20, bound);
        content.begin(new BasicMethod.Deliver("tag", 1, false, "", "q"));
        var header = ByteBuffer.wrap(BrokerFrames.header(1, announced, Map.of()));
        content.header(new ContentHeader().read(header, 7, header.limit() - 8));
        return content;
    }

    private static ScriptedConnection bounded(long bytes) {
        return bounded(EngineOptions.builder()
                .assemblyBound(bytes)
                .maxMessageSize((int) bytes)
                .build());
    }

    private static ScriptedConnection bounded(EngineOptions options) {
        var broker = ScriptedBroker.automatic().settings(BrokerSettings.DEFAULT.withTune(2047, 8192, 0));
        return new ScriptedConnection(broker, options).connectAndOpen();
    }

    private static byte[] deliver(int channel, long tag) {
        return BrokerFrames.method(channel, "basic.deliver", "tag", tag, false, "", "q");
    }

    /** The beginning of a message. */
    private static byte[] part(int channel, int announced, int came) {
        return BrokerFrames.concat(
                deliver(channel, 1),
                BrokerFrames.header(channel, announced, Map.of()),
                BrokerFrames.body(channel, new byte[came]));
    }
}
