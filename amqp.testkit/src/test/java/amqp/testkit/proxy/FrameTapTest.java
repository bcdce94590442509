// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.testkit.wire.BrokerFrames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrameTapTest {
    private static final byte[] TUNE_OK = BrokerFrames.method(0, "connection.tune-ok", 1, 4096, 0);
    private static final byte[] PUBLISH = BrokerFrames.method(1, "basic.publish", "", "q", false, false);
    private static final byte[] CONTENT = BrokerFrames.content(1, Map.of(), new byte[10], 0);

    private final FrameTap tap = new FrameTap(true);

    @Test
    void countsAndKeepsFramesOfEachDirection() {
        pass(TO_SERVER, BrokerFrames.protocolHeader(0, 0, 9, 1), TUNE_OK, PUBLISH, CONTENT);
        for (var octet : BrokerFrames.method(1, "basic.ack", 1, false)) pass(TO_CLIENT, new byte[] {octet});
        assertEquals(List.of(), tap.violations());
        assertEquals(5, tap.frameCount(TO_SERVER));
        assertEquals(1, tap.contentCount(TO_SERVER));
        assertEquals(
                "[basic.ack@1{delivery-tag=1 multiple=false}]",
                tap.frames(TO_CLIENT).toString());
        assertEquals(5, tap.frames(TO_SERVER).size());
    }

    @Test
    void countsOnlyWhereFramesAreNotKept() {
        var counting = new FrameTap(false);
        counting.octets(TO_SERVER, ByteBuffer.wrap(TUNE_OK));
        assertEquals(1, counting.frameCount(TO_SERVER));
        assertEquals(List.of(), counting.frames(TO_SERVER));
    }

    @Test
    void noticesInterleavedContent() {
        pass(TO_SERVER, PUBLISH, PUBLISH);
        assertEquals(
                List.of("TO_SERVER, frame 2: The content of basic.publish@1{exchange= routing-key=q mandatory=false"
                        + " immediate=false} is not complete (0 octets of its body are there) and is interrupted by"
                        + " basic.publish@1{exchange= routing-key=q mandatory=false immediate=false}."),
                tap.violations());
    }

    @Test
    void noticesFramesOverTheAgreedSizeInBothDirections() {
        pass(TO_SERVER, TUNE_OK);
        pass(TO_CLIENT, BrokerFrames.frame(3, 1, new byte[4089]));
        pass(TO_SERVER, BrokerFrames.frame(3, 1, new byte[4089]));
        assertEquals(
                List.of(
                        "TO_CLIENT, frame 0: A frame of 4097 octets is over the frame-max 4096.",
                        "TO_SERVER, frame 1: A frame of 4097 octets is over the frame-max 4096."),
                tap.violations());
    }

    @Test
    void reportsABrokenDirectionOnce() {
        pass(TO_SERVER, BrokerFrames.withBadEnd(BrokerFrames.heartbeat()), TUNE_OK);
        pass(TO_SERVER, BrokerFrames.withBadEnd(BrokerFrames.heartbeat()));
        pass(TO_CLIENT, BrokerFrames.heartbeat());
        assertEquals(1, tap.violations().size());
        assertEquals(0, tap.frameCount(TO_SERVER));
        assertEquals(1, tap.frameCount(TO_CLIENT));
    }

    private void pass(Direction direction, byte[]... octets) {
        tap.octets(direction, ByteBuffer.wrap(BrokerFrames.concat(octets)));
    }
}
