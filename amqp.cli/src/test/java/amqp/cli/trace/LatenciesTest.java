// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import static amqp.testkit.wire.BrokerFrames.header;
import static amqp.testkit.wire.BrokerFrames.method;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The latencies of replies and confirms; a frame takes a millisecond. */
class LatenciesTest {
    private static final long MILLI = 1_000_000;
    private static final byte[] QOS = method(1, "basic.qos", 0, 1, false);
    private static final byte[] PUBLISH = method(1, "basic.publish", "", "orders", false, false);

    private static HandMade publishing(int count) {
        HandMade trace =
                HandMade.open().client(method(1, "confirm.select", false)).broker(method(1, "confirm.select-ok"));
        for (int i = 0; i < count; i++) {
            trace.client(PUBLISH, header(1, 0, Map.of()));
        }
        return trace;
    }

    @Test
    void ofReplies() {
        HandMade trace = HandMade.open().client(QOS).client(QOS).broker(method(1, "basic.qos-ok"));
        assertEquals(2 * MILLI, trace.last().latencyNanos());
        trace.broker(method(1, "basic.qos-ok"));
        assertEquals(2 * MILLI, trace.last().latencyNanos());
        assertEquals(2, trace.summary.latencies().replies().get("basic.qos").getTotalCount());
    }

    @Test
    void ofSingleConfirms() {
        HandMade trace = publishing(3).broker(method(1, "basic.ack", 2, false));
        assertEquals(2 * MILLI, trace.last().latencyNanos());
        assertEquals(1, trace.last().confirmed());
        trace.broker(method(1, "basic.nack", 1, false, false));
        assertEquals(4 * MILLI, trace.last().latencyNanos());
        assertEquals(2, trace.summary.latencies().confirms().getTotalCount());
    }

    @Test
    void ofMultipleConfirms() {
        HandMade trace = publishing(200).broker(method(1, "basic.ack", 3, false), method(1, "basic.ack", 150, true));
        assertEquals(149, trace.last().confirmed());
        assertEquals(200 * MILLI, trace.last().latencyNanos());
        trace.broker(method(1, "basic.ack", 0, true));
        assertEquals(50, trace.last().confirmed());
        assertEquals(200, trace.summary.latencies().confirms().getTotalCount());
        assertEquals(List.of(), trace.violations());
    }

    @Test
    void publishesBeforeConfirmModeAreNotCounted() {
        HandMade trace = HandMade.open()
                .client(PUBLISH, header(1, 0, Map.of()))
                .client(method(1, "confirm.select", false))
                .broker(method(1, "confirm.select-ok"))
                .client(PUBLISH, header(1, 0, Map.of()))
                .broker(method(1, "basic.ack", 1, false));
        assertEquals(MILLI, trace.last().latencyNanos());
        assertEquals(List.of(), trace.violations());
    }
}
