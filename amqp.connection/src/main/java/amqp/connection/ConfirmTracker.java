// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one channel in confirm mode that have no verdict yet: a ring indexed by sequence number, which is
 * the delivery tag in the broker's basic.ack and basic.nack. Numbers are given in wire order, starting with 1. Where only few
 * of those that the ring covers have no verdict, the older ones move out of it, so that one whose verdict never comes does not
 * make it grow for ever.
 */
final class ConfirmTracker {
    private static final Object SETTLED = new Object();
    private static final Object WITHOUT_ATTACHMENT = new Object();

    private final ChannelEngine channel;
    private final ConnectionEngine connection;
    private final CRC32C hash = new CRC32C();
    private final VerdictCounter counter = new VerdictCounter();

    /** From {@link #oldest} to {@link #next}. */
    private Object[] ring = new Object[64];

    /** Those before {@link #oldest} that have no verdict yet. */
    private final TreeMap<Long, Object> stragglers = new TreeMap<>();

    private long oldest = 1;
    private long next = 1;
    private int unsettled;

    /** Null where no message came back since all publishes were settled. */
    private @Nullable ReturnIndex returns;

    /** The first publish that the index has not. */
    private long nextIndexed = 1;

    ConfirmTracker(ChannelEngine channel, ConnectionEngine connection) {
        this.channel = channel;
        this.connection = connection;
    }

    int unsettled() {
        return unsettled;
    }

    /** How many publishes the ring has room for. */
    int capacity() {
        return ring.length;
    }

    void published(@Nullable Object attachment) {
        add(attachment == null ? WITHOUT_ATTACHMENT : attachment);
    }

    void publishedMandatory(@Nullable Object attachment, BasicMethod.Publish method, Message message) {
        hash.reset();
        hash.update(message.bodyArray(), message.bodyOffset(), message.bodySize());
        add(new MandatoryPublish(next, attachment, method, message, (int) hash.getValue()));
    }

    /** A basic.ack or basic.nack of the broker. */
    void settle(long tag, boolean multiple, Verdict verdict) {
        if (tag < 0 || tag >= next || tag == 0 && !multiple) {
            throw new ProtocolViolation(
                    ReplyCode.COMMAND_INVALID,
                    "confirm of a publish that was never made: " + Long.toUnsignedString(tag));
        }
        long last = tag == 0 ? next - 1 : tag;
        while (multiple && !stragglers.isEmpty() && stragglers.firstKey() <= last) {
            settleOne(stragglers.firstKey(), verdict);
        }
        for (long sequence = multiple ? oldest : last; sequence <= last; sequence++) {
            settleOne(sequence, verdict);
        }
        while (oldest < next && ring[slot(oldest)] == SETTLED) {
            oldest++;
        }
        if (unsettled == 0) {
            returns = null;
        }
        tellEndedWaits();
    }

    /** {@link Event.AllSettled} is to tell that the publishes so far are settled. */
    void awaitAll(Object attachment) {
        counter.await(attachment, next - 1);
        tellEndedWaits();
    }

    /** Of the publishes since the last {@link #awaitAll}. */
    ConfirmCounts verdicts() {
        return counter.latest();
    }

    /** A publish ended before it had a number. */
    void neverSent() {
        counter.neverSent();
    }

    private void tellEndedWaits() {
        long first = stragglers.isEmpty() ? oldest : stragglers.firstKey();
        for (Event ended = counter.pollEnded(first); ended != null; ended = counter.pollEnded(first)) {
            connection.emit(ended);
        }
    }

    /** The channel is gone: what has no verdict yet will never get another one. */
    void settleAllAsUnknown() {
        if (unsettled > 0) {
            settle(0, true, Verdict.UNKNOWN);
        }
    }

    /**
     * Finds the publish that a returned message belongs to and marks it. Publishes are indexed when a message comes back and
     * not before, each of them once, since most programs never see one.
     *
     * @return its attachment, null if it has none or is not known
     */
    @Nullable
    Object returned(BasicMethod.Return method, ContentAssembler content) {
        if (returns == null) {
            returns = new ReturnIndex();
            stragglers.values().forEach(this::index);
        }
        for (nextIndexed = Math.max(nextIndexed, oldest); nextIndexed < next; nextIndexed++) {
            index(ring[slot(nextIndexed)]);
        }
        MandatoryPublish found = returns.find(method, content.properties(), content.size(), content.bodyHash());
        return found == null ? null : found.attachment;
    }

    private void index(Object entry) {
        if (entry instanceof MandatoryPublish publish) {
            returns.add(publish);
        }
    }

    private void add(Object entry) {
        if (next - oldest == ring.length) {
            makeRoom();
        }
        ring[slot(next)] = entry;
        next++;
        unsettled++;
    }

    private void settleOne(long sequence, Verdict verdict) {
        Object entry = take(sequence);
        if (entry == SETTLED) {
            return; // a second verdict changes nothing
        }
        unsettled--;
        if (entry instanceof MandatoryPublish mandatory) {
            mandatory.settled = true;
            Verdict own = mandatory.returned ? Verdict.RETURNED : verdict;
            counter.settled(sequence, own);
            report(mandatory.attachment, own);
            return;
        }
        counter.settled(sequence, verdict);
        if (entry != WITHOUT_ATTACHMENT) {
            report(entry, verdict);
        }
    }

    /** The entry of a publish, which is settled from now on. */
    private Object take(long sequence) {
        if (sequence < oldest) {
            Object entry = stragglers.remove(sequence);
            return entry == null ? SETTLED : entry;
        }
        int slot = slot(sequence);
        Object entry = ring[slot];
        ring[slot] = SETTLED;
        return entry;
    }

    private void report(@Nullable Object attachment, Verdict verdict) {
        if (attachment != null) {
            connection.emit(new Event.Settled(channel, attachment, verdict));
        }
    }

    private int slot(long sequence) {
        return (int) sequence & (ring.length - 1);
    }

    private void makeRoom() {
        if (unsettled - stragglers.size() > ring.length / 4) {
            grow();
            return;
        }
        for (long middle = oldest + ring.length / 2; oldest < middle; oldest++) {
            if (ring[slot(oldest)] != SETTLED) {
                stragglers.put(oldest, ring[slot(oldest)]);
            }
        }
    }

    private void grow() {
        Object[] larger = new Object[ring.length * 2];
        for (long sequence = oldest; sequence < next; sequence++) {
            larger[(int) sequence & (larger.length - 1)] = ring[slot(sequence)];
        }
        ring = larger;
    }
}
