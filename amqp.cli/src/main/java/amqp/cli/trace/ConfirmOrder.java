// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.util.Arrays;

/** The publishes of a channel in confirm mode, each with the time when it passed until it is confirmed. */
final class ConfirmOrder {
    private static final int FIRST_CAPACITY = 64;

    /** 32 MiB a channel; of more publishes without a confirm the oldest are not followed any more. */
    private static final int MOST = 1 << 22;

    private static final long SETTLED = Long.MIN_VALUE;

    private final Latencies latencies;

    /** When each publish passed, by its number; a ring. */
    private long[] times = new long[FIRST_CAPACITY];

    /** The oldest that may be without a confirm. */
    private long oldest = 1;

    private long next = 1;
    private long forgotten;

    ConfirmOrder(Latencies latencies) {
        this.latencies = latencies;
    }

    void published(long nanos) {
        if (next - oldest == times.length) {
            makeRoom();
        }
        times[index(next)] = nanos;
        next++;
    }

    private void makeRoom() {
        if (times.length == MOST) {
            forgotten = oldest;
            oldest++;
            return;
        }
        long[] larger = new long[times.length * 2];
        Arrays.fill(larger, SETTLED);
        for (long number = oldest; number < next; number++) {
            larger[(int) (number & larger.length - 1)] = times[index(number)];
        }
        times = larger;
    }

    /** @param tag 0 with {@code multiple}: all so far */
    void confirmed(TracedFrame frame, long tag, boolean multiple) {
        long last = multiple && tag == 0 ? next - 1 : tag;
        if (Long.compareUnsigned(last, next) >= 0 || last == 0 && !multiple) {
            frame.violates(
                    Violation.Kind.CONFIRM_WITHOUT_PUBLISH,
                    frame.method() + " of " + Long.toUnsignedString(tag) + ", where " + (next - 1) + " were published");
            return;
        }
        int count = 0;
        long longest = 0;
        for (long number = Math.max(oldest, multiple ? oldest : last); number <= last; number++) {
            long at = times[index(number)];
            if (at != SETTLED) {
                times[index(number)] = SETTLED;
                long nanos = Math.max(0, frame.nanos() - at);
                latencies.confirmed(nanos);
                longest = Math.max(longest, nanos);
                count++;
            }
        }
        while (oldest < next && times[index(oldest)] == SETTLED) {
            oldest++;
        }
        if (count > 0) {
            frame.confirms(count, longest);
        } else if (last > forgotten) {
            frame.violates(
                    Violation.Kind.CONFIRM_WITHOUT_PUBLISH,
                    frame.method() + " of " + Long.toUnsignedString(tag) + ", which was confirmed before");
        }
    }

    private int index(long number) {
        return (int) (number & times.length - 1);
    }
}
