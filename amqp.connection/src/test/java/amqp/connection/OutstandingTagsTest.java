// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OutstandingTagsTest {
    private final OutstandingTags tags = new OutstandingTags();

    private void deliver(long from, long to) {
        for (long tag = from; tag <= to; tag++) {
            tags.delivered(tag);
        }
    }

    private void ack(long tag) {
        tags.acknowledge(1, tag, false);
    }

    private void ackMultiple(long tag) {
        tags.acknowledge(1, tag, true);
    }

    private void refused(long tag, boolean multiple) {
        assertThrows(DeliveryTagException.class, () -> tags.acknowledge(1, tag, multiple), () -> "tag " + tag);
    }

    private void refused(long tag) {
        refused(tag, false);
        refused(tag, true);
    }

    @Test
    void eachCanBeAcknowledgedOnce() {
        deliver(1, 200);
        for (long tag = 200; tag > 0; tag--) {
            ack(tag);
            refused(tag);
        }
        refused(201);
        refused(-1);
        refused(0, false);
    }

    @Test
    void multipleMeansAllBefore() {
        deliver(1, 300);
        ackMultiple(64);
        ack(65);
        ackMultiple(191);
        refused(1);
        refused(64);
        refused(191);
        ack(192);
        ackMultiple(0);
        refused(300);
        ackMultiple(0); // nothing is left, which is no fault
        deliver(301, 301);
        ack(301);
    }

    @Test
    void gapsAreTagsThatAwaitNothing() {
        tags.passed(1);
        tags.delivered(2);
        tags.passed(9_000);
        refused(1);
        refused(8_000);
        refused(9_001);
        tags.delivered(9_001);
        ack(2);
        ack(9_001);
        tags.passed(1L << 40);
        tags.delivered((1L << 40) + 1);
        refused(1L << 40);
        ack((1L << 40) + 1);
        refused(9_001);
    }

    @Test
    void oneOldMessageCostsNoMoreThanTheBound() {
        tags.delivered(1);
        deliver(OutstandingTags.MOST, OutstandingTags.MOST + 100L);
        assertDoesNotThrow(() -> ack(1), "no longer known, so it is for the broker to judge");
        assertDoesNotThrow(() -> ack(1));
        ack(OutstandingTags.MOST);
        refused(OutstandingTags.MOST);
        refused(OutstandingTags.MOST - 1L);
        tags.delivered(1L << 50);
        assertDoesNotThrow(() -> ack(OutstandingTags.MOST + 1L));
        ack(1L << 50);
        refused(1L << 50);
    }

    @Test
    void aRecoverTakesBackWhatCameBeforeIt() {
        deliver(1, 3);
        tags.recovering();
        refused(3);
        tags.recovered();
        refused(3);
        tags.delivered(4);
        ack(4);
        refused(4);
    }

    @Test
    void whatComesDuringARecoverIsNotJudged() {
        tags.recovering();
        tags.delivered(1);
        ack(1);
        tags.recovered();
        ack(1);
        tags.delivered(2);
        ack(2);
        refused(2);
    }

    @Test
    void aBrokerThatCountsBackwardsIsNotJudged() {
        deliver(1, 5);
        tags.delivered(3);
        ack(3);
        ack(3);
        refused(6);
        tags.delivered(6);
        ack(6);
        refused(6);
    }

    @Test
    void nothingIsCheckedWhereARollbackMayUndoIt() {
        tags.stopChecking();
        deliver(1, 2);
        ack(1);
        ack(1);
        ack(7);
        refused(0, false);
    }

    @Test
    void agreesWithAPlainSet() {
        long seed = 20240817;
        Random random = new Random(seed);
        TreeSet<Long> outstanding = new TreeSet<>();
        long last = 0;
        for (int step = 0; step < 200_000; step++) {
            if (random.nextInt(5) < 2) {
                last += random.nextInt(50) == 0 ? random.nextInt(500) + 1 : 1;
                tags.delivered(last);
                outstanding.add(last);
                continue;
            }
            long tag = Math.max(1, last - random.nextInt(random.nextBoolean() ? 10 : 1000));
            boolean multiple = random.nextInt(20) == 0;
            boolean expected = outstanding.contains(tag);
            boolean accepted;
            try {
                tags.acknowledge(1, tag, multiple);
                accepted = true;
            } catch (DeliveryTagException e) {
                accepted = false;
            }
            assertEquals(expected, accepted, "seed " + seed + ", step " + step + ", tag " + tag);
            if (accepted && multiple) {
                outstanding.headSet(tag, true).clear();
            } else if (accepted) {
                outstanding.remove(tag);
            }
        }
    }
}
