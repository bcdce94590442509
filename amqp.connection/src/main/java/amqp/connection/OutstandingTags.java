// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one channel that await an acknowledgement: pages of bits indexed by delivery tag, so that a tag that
 * the broker would close the channel for is refused before it is sent.
 *
 * <p>There is a page only where a tag is outstanding, so that the memory follows the messages that came, whatever their
 * tags; at most {@value #MOST_PAGES} pages (1.5 MiB), of {@value #PAGE_TAGS} tags each. Beyond that the oldest quarter falls out.
 * Tags that fall out, or of which the state is not known for sure, are not checked: what is refused here is certainly
 * wrong, but not the other way round.
 */
final class OutstandingTags {
    static final int MOST_PAGES = 1 << 13;

    private static final int TAG_BITS = 10;
    static final int PAGE_TAGS = 1 << TAG_BITS;
    private static final int WORDS = PAGE_TAGS / Long.SIZE;
    private static final int SMALLEST = 2;

    /** The tags from {@code number << TAG_BITS} on. */
    private static final class Page {
        final long number;
        final long[] words = new long[WORDS];
        int outstanding;

        /** Of the tags in the words below it none is outstanding. */
        int first;

        Page(long number) {
            this.number = number;
        }

        void set(long tag) {
            words[word(tag)] |= 1L << tag;
            outstanding++;
        }

        /** Whether the tag was outstanding; it is no more. */
        boolean take(long tag) {
            int word = word(tag);
            long bits = words[word];
            long left = bits & ~(1L << tag);
            if (left == bits) {
                return false;
            }
            words[word] = left;
            outstanding--;
            return true;
        }

        void clearUpTo(long tag) {
            int last = word(tag);
            for (int word = first; word <= last; word++) {
                long kept = word < last ? 0 : -2L << tag;
                outstanding -= Long.bitCount(words[word] & ~kept);
                words[word] &= kept;
            }
        }

        int outstandingUpTo(long tag) {
            int last = word(tag);
            int count = Long.bitCount(words[last] & ~(-2L << tag));
            for (int word = first; word < last; word++) {
                count += Long.bitCount(words[word]);
            }
            return count;
        }

        boolean isSettledUpTo(long tag) {
            int last = word(tag);
            while (first < last && words[first] == 0) {
                first++;
            }
            return first > last || first == last && (words[last] & ~(-2L << tag)) == 0;
        }

        private static int word(long tag) {
            return (int) (tag >>> 6) & WORDS - 1;
        }
    }

    /** In ascending order, from {@link #from} to {@link #to}; some may have no outstanding tag any more. */
    private @Nullable Page[] pages = new Page[SMALLEST];

    private int from;
    private int to;

    /** The page of the last tag; null where that has none. */
    private @Nullable Page newest;

    /** The page that was looked for last. */
    private @Nullable Page found;

    /** The last tag delivered, 0 before the first. */
    private long last;

    /** Answers to basic.recover that are still to come. */
    private int recovering;

    /** Up to here no tag is checked. */
    private long unchecked;

    long last() {
        return last;
    }

    /** How many pages there is room for. */
    int pages() {
        return pages.length;
    }

    /** A message came that is to be acknowledged. */
    void delivered(long tag) {
        if (tag <= last) {
            uncheck(); // the broker does not count as it should
            return;
        }
        last = tag;
        if (recovering > 0) {
            uncheck(); // sent before the broker recovered, or by the recovery itself: nobody knows
        } else if (tag > unchecked) {
            Page page = newest;
            if (page == null || page.number != tag >>> TAG_BITS) {
                page = add(tag >>> TAG_BITS);
            }
            page.set(tag);
        }
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
            Page page = find(tag >>> TAG_BITS);
            if (page == null || !page.take(tag)) {
                throw refusal(channel, tag);
            }
            if (multiple) {
                dropBefore(page);
                page.clearUpTo(tag);
            }
        }
    }

    /**
     * How many messages up to this tag are outstanding, or of the channel for tag 0. Those that are not checked do not count.
     */
    int outstandingUpTo(long tag) {
        long last = tag == 0 ? Long.MAX_VALUE : tag;
        int count = 0;
        for (int i = from; i < to && pages[i].number <= last >>> TAG_BITS; i++) {
            count += pages[i].number < last >>> TAG_BITS ? pages[i].outstanding : pages[i].outstandingUpTo(last);
        }
        return count;
    }

    /** Whether for sure no message up to this tag is outstanding any more. */
    boolean isSettledUpTo(long tag) {
        if (unchecked != 0 || tag <= 0 || tag > last) {
            return false;
        }
        while (to - from > 1 && pages[from].outstanding == 0) {
            pages[from++] = null;
        }
        if (from == to || pages[from].outstanding == 0) {
            return true;
        }
        long number = tag >>> TAG_BITS;
        return pages[from].number > number || pages[from].number == number && pages[from].isSettledUpTo(tag);
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

    /** What is known may be wrong: nothing delivered so far is checked. */
    void uncheck() {
        unchecked = Math.max(unchecked, last);
        clear();
    }

    /** Nothing is checked from now on. */
    void stopChecking() {
        unchecked = Long.MAX_VALUE;
        clear();
    }

    /** Why a tag that is not outstanding can't be acknowledged. */
    private DeliveryTagException refusal(int channel, long tag) {
        if (tag == 0) {
            return refusal("delivery tag 0 stands for all messages of channel " + channel
                    + " and needs multiple; give the tag of a delivery otherwise");
        }
        if (tag > last || tag < 0) {
            return refusal("channel " + channel + " never delivered a message with tag " + Long.toUnsignedString(tag)
                    + "; acknowledge a message on the channel that it came on");
        }
        return refusal("message " + tag + " of channel " + channel
                + " awaits no acknowledgement: it came without the need of one, or was acknowledged, rejected or"
                + " recovered before; acknowledge each message once");
    }

    private static DeliveryTagException refusal(String why) {
        return new DeliveryTagException(why);
    }

    /** Null where there is none. */
    private @Nullable Page find(long number) {
        if (found == null || found.number != number) {
            int low = from;
            int high = to - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pages[middle].number < number) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            found = low < to && pages[low].number == number ? pages[low] : null;
        }
        return found;
    }

    private void dropBefore(Page page) {
        while (pages[from] != page) {
            pages[from++] = null;
        }
    }

    private void clear() {
        Arrays.fill(pages, from, to, null);
        from = 0;
        to = 0;
        newest = null;
        found = null;
    }

    /** A page of this number, which comes behind all others. */
    private Page add(long number) {
        if (to == pages.length) {
            makeRoom();
        }
        Page page = new Page(number);
        pages[to++] = page;
        newest = page;
        return page;
    }

    /** Drops the pages without outstanding tags. Where that is not enough, there may be more, or the oldest are given up. */
    private void makeRoom() {
        int kept = 0;
        for (int i = from; i < to; i++) {
            if (pages[i].outstanding > 0) {
                pages[kept++] = pages[i];
            }
        }
        Arrays.fill(pages, kept, to, null);
        from = 0;
        to = kept;
        found = null;
        if (pages.length == MOST_PAGES) {
            if (kept > MOST_PAGES / 4 * 3) {
                giveUpQuarter();
            }
        } else if (kept > pages.length / 2) {
            pages = Arrays.copyOf(pages, pages.length * 2);
        }
    }

    private void giveUpQuarter() {
        from = MOST_PAGES / 4;
        unchecked = (pages[from - 1].number + 1 << TAG_BITS) - 1;
        makeRoom();
    }
}
