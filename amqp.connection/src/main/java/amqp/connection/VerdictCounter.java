// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the verdicts of one channel's publishes, those between one {@link #await} and the next together. Publishes are
 * told apart by their sequence numbers, since verdicts come in any order.
 */
final class VerdictCounter {
    private static final int KINDS = Verdict.values().length;

    /** The publishes up to the sequence number {@code upTo} that belong to no earlier one. */
    private static final class Wait {
        final long[] counts = new long[KINDS];

        @Nullable
        Object attachment;

        long upTo;

        Event.AllSettled event() {
            return new Event.AllSettled(attachment, counts());
        }

        ConfirmCounts counts() {
            return new ConfirmCounts(
                    counts[Verdict.ACKED.ordinal()],
                    counts[Verdict.NACKED.ordinal()],
                    counts[Verdict.RETURNED.ordinal()],
                    counts[Verdict.UNKNOWN.ordinal()]);
        }
    }

    /** In the order of their sequence numbers; those before {@link #first} have ended. */
    private final List<Wait> waits = new ArrayList<>(1);

    private int first;
    private Wait latest = new Wait();

    void settled(long sequence, Verdict verdict) {
        of(sequence).counts[verdict.ordinal()]++;
    }

    /** Of the publishes that no wait counts yet. */
    ConfirmCounts latest() {
        return latest.counts();
    }

    /** A publish that got no sequence number, as it was never sent. */
    void neverSent() {
        latest.counts[Verdict.UNKNOWN.ordinal()]++;
    }

    /** All publishes up to this sequence number are waited for. */
    void await(Object attachment, long upTo) {
        latest.attachment = attachment;
        latest.upTo = upTo;
        waits.add(latest);
        latest = new Wait();
    }

    /** The next wait that is over when all before {@code oldest} are settled; null when there is none. */
    Event.@Nullable AllSettled pollEnded(long oldest) {
        if (first == waits.size() || waits.get(first).upTo >= oldest) {
            return null;
        }
        Event.AllSettled ended = waits.get(first++).event();
        if (first > waits.size() / 2) {
            waits.subList(0, first).clear();
            first = 0;
        }
        return ended;
    }

    private Wait of(long sequence) {
        int low = first;
        int high = waits.size();
        if (low < high && sequence <= waits.get(low).upTo) {
            return waits.get(low); // the usual case where there are any
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (waits.get(middle).upTo < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == waits.size() ? latest : waits.get(low);
    }
}
