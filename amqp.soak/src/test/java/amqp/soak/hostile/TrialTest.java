// SPDX-License-Identifier: MPL-2.0
package amqp.soak.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.hostile.Attack;
import amqp.testkit.hostile.Misbehaviour;
import amqp.testkit.hostile.Moment;
import amqp.testkit.hostile.Outcome;
import amqp.testkit.wire.BrokerFrames;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A client that does something else than it should is found. */
class TrialTest {
    private static final byte[] BAD_FRAME = BrokerFrames.frame(9, 1, new byte[4]);
    private static final byte[] HARMLESS = BrokerFrames.heartbeat();
    private static final byte[] CLOSE = BrokerFrames.method(1, "channel.close", 406, "", 0, 0);

    private final List<String> failed = new ArrayList<>();

    @Test
    void outcomeIsJudged() {
        try (var lane = new Lane(TriedAdapter.NIO, false, failed::add)) {
            assertTrue(passes(lane, Moment.IDLE, new Outcome(Outcome.Kind.CLOSES, 501, "4.2.3"), BAD_FRAME));
            assertTrue(passes(lane, Moment.IDLE, new Outcome(Outcome.Kind.GOES_ON, 0, ""), HARMLESS));
            assertEquals(List.of(), failed);
            assertFalse(passes(lane, Moment.IDLE, new Outcome(Outcome.Kind.GOES_ON, 0, ""), BAD_FRAME));
            assertFalse(passes(lane, Moment.OPENING, new Outcome(Outcome.Kind.REFUSES, 0, ""), BAD_FRAME));
            assertFalse(passes(lane, Moment.IDLE, new Outcome(Outcome.Kind.CHANNEL_CLOSED_BY_PEER, 404, ""), CLOSE));
        }
    }

    private boolean passes(Lane lane, Moment moment, Outcome expected, byte[] octets) {
        var before = failed.size();
        lane.trial(new Misbehaviour("planted", moment, expected, Attack.sending(octets)), Mode.ONCE);
        return failed.size() == before;
    }
}
