// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConnectionMethod;
import amqp.connection.Event;
import amqp.frames.FrameType;
import org.junit.jupiter.api.Test;

class FrameTraceTest {
    @Test
    void saysWhatPassed() {
        assertEquals(
                "<- channel 1 METHOD basic.ack Ack[deliveryTag=7, multiple=false], 13 bytes",
                FrameTrace.line(new Event.FramePassed(true, 1, FrameType.METHOD, new BasicMethod.Ack(7, false), 13)));
        assertEquals(
                "-> channel 2 BODY, 500 bytes",
                FrameTrace.line(new Event.FramePassed(false, 2, FrameType.BODY, null, 500)));
        assertEquals(
                "-> channel 2 HEADER, 14 bytes",
                FrameTrace.line(new Event.FramePassed(false, 2, FrameType.HEADER, null, 14)));
        assertEquals(
                "<- channel 0 HEARTBEAT, 0 bytes",
                FrameTrace.line(new Event.FramePassed(true, 0, FrameType.HEARTBEAT, null, 0)));
    }

    @Test
    void hidesSecrets() {
        String line = FrameTrace.line(new Event.FramePassed(
                false, 0, FrameType.METHOD, new ConnectionMethod.SecureOk("hush".getBytes()), 12));
        assertEquals("-> channel 0 METHOD connection.secure-ok SecureOk[response=(4 bytes)], 12 bytes", line);
    }
}
