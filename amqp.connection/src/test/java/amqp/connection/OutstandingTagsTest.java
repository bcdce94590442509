// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.octets.Allocations;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void theOutstandingOnesAreCounted() {
        assertEquals(0, tags.outstandingUpTo(0));
        deliver(1, 5000);
        assertEquals(5000, tags.outstandingUpTo(0));
        assertEquals(1, tags.outstandingUpTo(1));
        assertEquals(1024, tags.outstandingUpTo(1024));
        ack(3);
        ack(1024);
        ackMultiple(100);
        assertEquals(0, tags.outstandingUpTo(100));
        assertEquals(2000 - 101, tags.outstandingUpTo(2000));
        assertEquals(4900 - 1, tags.outstandingUpTo(5000));
        assertEquals(4900 - 1, tags.outstandingUpTo(0));
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

    /** A peer chooses the tags: what it costs to keep them goes by their number. */
    @Test
    void sparseTagsCostLittle() {
        long allocated = Allocations.during(() -> {
            OutstandingTags sparse = new OutstandingTags();
            sparse.delivered(1);
            sparse.delivered(8_388_607);
            sparse.delivered(Long.MAX_VALUE);
            sparse.acknowledge(1, 8_388_607, false);
            sparse.acknowledge(1, 1, false);
            sparse.acknowledge(1, Long.MAX_VALUE, true);
        });
        assertTrue(allocated < 2000, () -> allocated + " bytes");
    }

    @Test
    void whatWasAcknowledgedKeepsNoMemory() {
        tags.delivered(1);
        long allocated = Allocations.during(() -> {
            for (long tag = 2; tag < 2_000_000; tag++) {
                tags.delivered(tag);
                tags.acknowledge(1, tag, false);
            }
        });
        assertTrue(allocated < 2_000_000 / OutstandingTags.PAGE_TAGS * 250L, () -> allocated + " bytes");
        assertTrue(tags.pages() < 10, () -> tags.pages() + " pages");
        ack(1);
        refused(2);
    }

    @Test
    void oldestQuarterFallsOutBeyondTheBound() {
        long page = OutstandingTags.PAGE_TAGS;
        for (long i = 0; i <= OutstandingTags.MOST_PAGES; i++) {
            tags.delivered(i * page + 5);
        }
        assertTrue(tags.pages() <= OutstandingTags.MOST_PAGES);
        long firstKept = OutstandingTags.MOST_PAGES / 4;
        for (long i = 0; i < firstKept; i += 100) {
            long tag = i * page + 5;
            assertDoesNotThrow(() -> ack(tag), "no longer known, so it is for the broker to judge");
            assertDoesNotThrow(() -> ack(tag));
        }
        for (long i = firstKept; i <= OutstandingTags.MOST_PAGES; i++) {
            refused(i * page + 4);
            ack(i * page + 5);
            refused(i * page + 5);
        }
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

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, 1_000_000_000})
    void agreesWithAPlainSet(int gap) {
        long seed = 20240817;
        Random random = new Random(seed);
        TreeSet<Long> outstanding = new TreeSet<>();
        long last = 0;
        for (int step = 0; step < 200_000; step++) {
            if (random.nextInt(5) < 2) {
                last += random.nextInt(50) == 0 ? random.nextInt(gap) + 1 : 1;
                tags.delivered(last);
                outstanding.add(last);
                continue;
            }
            long tag = Math.max(1, last - random.nextInt(random.nextBoolean() ? 10 : 1000));
            if (random.nextInt(10) == 0 && !outstanding.isEmpty()) {
                tag = outstanding.first();
            }
            boolean multiple = random.nextInt(20) == 0;
            boolean expected = outstanding.contains(tag);
            boolean accepted;
            try {
                tags.acknowledge(1, tag, multiple);
                accepted = true;
            } catch (DeliveryTagException e) {
                accepted = false;
            }
            String where = "seed " + seed + ", step " + step + ", tag " + tag;
            assertEquals(expected, accepted, where);
            if (accepted && multiple) {
                outstanding.headSet(tag, true).clear();
            } else if (accepted) {
                outstanding.remove(tag);
            }
            boolean settled = outstanding.isEmpty() || outstanding.first() > tag;
            assertEquals(settled && tag <= last, tags.isSettledUpTo(tag), where);
        }
    }
}
