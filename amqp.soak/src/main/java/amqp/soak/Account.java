// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.connection.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of each message, told by those who publish and those who consume. A message is the number of its publisher
 * and its own number, counted from 0. Any threads.
 */
public final class Account {
    /** Octets of a body's beginning that say which message it is. */
    static final int MARK = 12;

    private final List<Line> lines = new ArrayList<>();
    private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    private long published;
    private long consumed;
    private long redelivered;
    private long duplicates;

    /** One publisher. */
    private static final class Line {
        final BitSet confirmed = new BitSet();
        final BitSet consumed = new BitSet();
        int highest = -1;
        int outOfOrder;
    }

    /** A new publisher's number. */
    synchronized int openLine() {
        lines.add(new Line());
        return lines.size() - 1;
    }

    static byte[] mark(int line, long number, int size) {
        var body = new byte[size];
        ByteBuffer.wrap(body).putInt(line).putLong(number);
        return body;
    }

    synchronized void sent() {
        published++;
    }

    synchronized void settled(int line, int number, Verdict verdict) {
        verdicts.merge(verdict, 1L, Long::sum);
        if (verdict == Verdict.ACKED) lines.get(line).confirmed.set(number);
    }

    synchronized void consumed(byte[] body, boolean redelivery) {
        var mark = ByteBuffer.wrap(body);
        var line = lines.get(mark.getInt());
        var number = (int) mark.getLong();
        if (!line.consumed.get(number)) {
            line.consumed.set(number);
            consumed++;
            if (number < line.highest) line.outOfOrder++;
            line.highest = Math.max(line.highest, number);
        } else if (redelivery) {
            redelivered++;
        } else {
            duplicates++;
        }
    }

    public synchronized long published() {
        return published;
    }

    /** How many messages got this verdict. */
    public synchronized long verdicts(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0L);
    }

    /** Messages that were published and have no verdict yet. */
    public synchronized long unsettled() {
        return published - verdicts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Messages that came, each counted once. */
    public synchronized long consumed() {
        return consumed;
    }

    /** Messages that came again as the broker did not know that they had come, and said so. */
    public synchronized long redelivered() {
        return redelivered;
    }

    /** Messages that came again without a sign of that: they were published twice. */
    public synchronized long duplicates() {
        return duplicates;
    }

    /** Messages that first came after a later one of their publisher. */
    public synchronized long outOfOrder() {
        return lines.stream().mapToLong(line -> line.outOfOrder).sum();
    }

    /** Messages that the broker has confirmed and that have not come; in the end, those that were lost. */
    public synchronized long missing() {
        return lines.stream().mapToLong(Account::missing).sum();
    }

    private static long missing(Line line) {
        var missing = (BitSet) line.confirmed.clone();
        missing.andNot(line.consumed);
        return missing.cardinality();
    }

    @Override
    public synchronized String toString() {
        return published + " published, verdicts " + verdicts + ", " + consumed + " consumed, " + missing()
                + " confirmed but missing, " + redelivered + " redelivered, " + duplicates + " duplicates";
    }
}
