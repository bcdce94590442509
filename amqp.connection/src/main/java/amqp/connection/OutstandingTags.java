// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.util.Arrays;

/**
 * The deliveries of one channel that await an acknowledgement: a ring of bits indexed by delivery tag, so that a tag that
 * the broker would close the channel for is refused before it is sent.
 *
 * <p>It covers the tags from the oldest outstanding one to the last delivered one, a bit each, and at most
 * {@value #MOST} of them (1 MiB). Tags that fall out, or of which the state is not known for sure, are not checked:
 * what is refused here is certainly wrong, but not the other way round.
 */
final class OutstandingTags {
    /** Tags covered at most. */
    static final int MOST = 1 << 23;

    private static final int MOST_WORDS = MOST >> 6;
    private static final int SMALLEST = 2;

    private long[] ring = new long[SMALLEST];

    /** Number of the first word that is kept: of the tags below it none is outstanding. */
    private long first;

    /** The last tag delivered, 0 before the first. */
    private long last;

    /** Answers to basic.recover that are still to come. */
    private int recovering;

    /** Up to here no tag is checked. */
    private long unchecked;

    long last() {
        return last;
    }

    /** A message came that is to be acknowledged. */
    void delivered(long tag) {
        if (tag <= last) {
            uncheck(); // the broker does not count as it should
            return;
        }
        if (recovering > 0) {
            passed(tag); // sent before the broker recovered, or by the recovery itself: nobody knows
            uncheck();
            return;
        }
        long word = tag >>> 6;
        if (word - first >= ring.length) {
            makeRoom(word);
        }
        ring[slot(word)] |= 1L << tag;
        last = tag;
    }

    /** A message came that is not to be acknowledged, or no more. */
    void passed(long tag) {
        last = Math.max(last, tag);
    }

    /**
     * The application acknowledges or rejects.
     *
     * @throws DeliveryTagException when nothing of that kind is outstanding; nothing is changed then
     */
    void acknowledge(int channel, long tag, boolean multiple) {
        if (tag == 0 && multiple) {
            clear();
        } else if (tag == 0 || tag > unchecked || tag < 0) {
            check(channel, tag);
            if (multiple) {
                clearUpTo(tag);
            } else {
                ring[slot(tag >>> 6)] &= ~(1L << tag);
            }
        }
    }

    /** Whether for sure no message up to this tag is outstanding any more. */
    boolean isSettledUpTo(long tag) {
        if (unchecked != 0 || tag <= 0 || tag > last) {
            return false;
        }
        long word = tag >>> 6;
        while (first < word && ring[slot(first)] == 0) {
            first++;
        }
        return first > word || first == word && (ring[slot(word)] & ~(-2L << tag)) == 0;
    }

    /** basic.recover was given: what came before it goes back to the queue. */
    void recovering() {
        recovering++;
        clear();
    }

    /** basic.recover was answered, or taken back. */
    void recovered() {
        recovering--;
    }

    private void clear() {
        Arrays.fill(ring, 0);
        first = last >>> 6;
    }

    /** What is known may be wrong: nothing delivered so far is checked. */
    void uncheck() {
        unchecked = Math.max(unchecked, last);
    }

    /** Nothing is checked from now on. */
    void stopChecking() {
        unchecked = Long.MAX_VALUE;
    }

    private void check(int channel, long tag) {
        if (tag == 0) {
            throw refusal("delivery tag 0 stands for all messages of channel " + channel
                    + " and needs multiple; give the tag of a delivery otherwise");
        }
        if (tag > last || tag < 0) {
            throw refusal("channel " + channel + " never delivered a message with tag " + Long.toUnsignedString(tag)
                    + "; acknowledge a message on the channel that it came on");
        }
        if (!isOutstanding(tag)) {
            throw refusal("message " + tag + " of channel " + channel
                    + " awaits no acknowledgement: it came without the need of one, or was acknowledged, rejected or"
                    + " recovered before; acknowledge each message once");
        }
    }

    private static DeliveryTagException refusal(String why) {
        return new DeliveryTagException(why, false);
    }

    private boolean isOutstanding(long tag) {
        long word = tag >>> 6;
        return word >= first && word <= lastKept() && (ring[slot(word)] & 1L << tag) != 0;
    }

    private void clearUpTo(long tag) {
        for (long word = tag >>> 6; first < word; first++) {
            ring[slot(first)] = 0;
        }
        ring[slot(first)] &= -2L << tag;
    }

    /** Lets the ring reach as far as this word; gives up the oldest tags where it would become too large. */
    private void makeRoom(long word) {
        long end = lastKept();
        while (first <= end && (ring[slot(first)] == 0 || word - first >= MOST_WORDS)) {
            if (ring[slot(first)] != 0) {
                ring[slot(first)] = 0;
                unchecked = Math.max(unchecked, (first << 6) + 63);
            }
            first++;
        }
        if (first > end) {
            first = word; // nothing is outstanding
        }
        if (word - first >= ring.length) {
            grow(word);
        }
    }

    private long lastKept() {
        return Math.min(last >>> 6, first + ring.length - 1);
    }

    private void grow(long word) {
        long[] larger = new long[(int) Long.highestOneBit(word - first) << 1];
        for (long old = first; old <= lastKept(); old++) {
            larger[(int) old & (larger.length - 1)] = ring[slot(old)];
        }
        ring = larger;
    }

    private int slot(long word) {
        return (int) word & (ring.length - 1);
    }
}
