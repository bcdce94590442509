// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.wire.BrokerFrames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrameTapTest {
    private static final byte[] TUNE = BrokerFrames.method(0, "connection.tune", 1, 4096, 0);
    private static final byte[] TUNE_OK = BrokerFrames.method(0, "connection.tune-ok", 1, 4096, 0);
    private static final byte[] PUBLISH = BrokerFrames.method(1, "basic.publish", "", "q", false, false);
    private static final byte[] CONTENT = BrokerFrames.content(1, Map.of(), new byte[10], 0);

    private static final byte[] DECLARE =
            BrokerFrames.method(1, "queue.declare", "q", false, false, false, false, false, Map.of());
    private static final byte[] DECLARE_OK = BrokerFrames.method(1, "queue.declare-ok", "q", 0, 0);

    private final FrameTap tap = new FrameTap(true);

    @Test
    void countsAndKeepsFramesOfEachDirection() {
        pass(TO_CLIENT, TUNE);
        pass(TO_SERVER, BrokerFrames.protocolHeader(0, 0, 9, 1), TUNE_OK, PUBLISH, CONTENT);
        for (var octet : BrokerFrames.method(1, "basic.ack", 1, false)) pass(TO_CLIENT, new byte[] {octet});
        assertEquals(List.of(), tap.violations());
        assertEquals(5, tap.frameCount(TO_SERVER));
        assertEquals(1, tap.contentCount(TO_SERVER));
        assertEquals(2, tap.frameCount(TO_CLIENT));
        assertEquals(
                "basic.ack@1{delivery-tag=1 multiple=false}",
                tap.frames(TO_CLIENT).get(1).toString());
        assertEquals(5, tap.frames(TO_SERVER).size());
    }

    @Test
    void countsOnlyWhereFramesAreNotKept() {
        var counting = new FrameTap(false);
        counting.octets(TO_SERVER, ByteBuffer.wrap(BrokerFrames.concat(PUBLISH, CONTENT)));
        assertEquals(3, counting.frameCount(TO_SERVER));
        assertEquals(1, counting.contentCount(TO_SERVER));
        assertEquals(List.of(), counting.frames(TO_SERVER));
        assertEquals(List.of(), counting.contents(TO_SERVER));
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
        pass(TO_CLIENT, TUNE);
        pass(TO_SERVER, TUNE_OK);
        pass(TO_CLIENT, BrokerFrames.frame(3, 1, new byte[4089]));
        pass(TO_SERVER, BrokerFrames.frame(3, 1, new byte[4089]));
        assertEquals(
                List.of(
                        "TO_CLIENT, frame 1: A frame of 4097 octets is over the frame-max 4096.",
                        "TO_SERVER, frame 1: A frame of 4097 octets is over the frame-max 4096."),
                tap.violations());
    }

    @Test
    void noticesAReplyInTheWrongPlace() {
        pass(TO_SERVER, DECLARE, BrokerFrames.method(1, "basic.qos", 0, 1, false));
        assertEquals(2, tap.unanswered(TO_SERVER).size());
        pass(TO_CLIENT, BrokerFrames.method(1, "basic.qos-ok"));
        assertEquals(1, tap.violations().size());
        assertTrue(tap.violations()
                .get(0)
                .startsWith("TO_CLIENT, frame 1: basic.qos-ok@1{} comes where a reply to queue.declare@1{queue=q"));
    }

    @Test
    void countsRoundsAndKeepsContents() {
        pass(TO_SERVER, DECLARE, DECLARE, PUBLISH, CONTENT);
        pass(TO_CLIENT, DECLARE_OK, DECLARE_OK);
        pass(TO_SERVER, DECLARE);
        assertEquals(2, tap.rounds(TO_SERVER));
        assertEquals(10, tap.contents(TO_SERVER).get(0).body().length);
        assertEquals(List.of(), tap.violations());
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
