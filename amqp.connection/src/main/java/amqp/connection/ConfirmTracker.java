// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.method.BasicMethod;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The publishes of one channel in confirm mode that have no verdict yet: a ring indexed by sequence number, which is
 * the delivery tag in the broker's basic.ack and basic.nack. Numbers are given in wire order, starting with 1.
 */
final class ConfirmTracker {
    private static final Object SETTLED = new Object();
    private static final Object WITHOUT_ATTACHMENT = new Object();

    /** A publish that may be returned; what is needed to recognise it. */
    private static final class Mandatory {
        final @Nullable Object attachment;
        final BasicMethod.Publish method;
        final BasicProperties properties;
        final int size;
        final int bodyHash;
        boolean returned;

        Mandatory(@Nullable Object attachment, BasicMethod.Publish method, Message message, int bodyHash) {
            this.attachment = attachment;
            this.method = method;
            this.properties = message.properties();
            this.size = message.bodySize();
            this.bodyHash = bodyHash;
        }
    }

    private final ChannelEngine channel;
    private final ConnectionEngine connection;
    private final CRC32C hash = new CRC32C();
    private final VerdictCounter counter = new VerdictCounter();
    private Object[] ring = new Object[64];
    private long oldest = 1;
    private long next = 1;
    private int unsettled;
    private long nextReturn = 1;

    ConfirmTracker(ChannelEngine channel, ConnectionEngine connection) {
        this.channel = channel;
        this.connection = connection;
    }

    int unsettled() {
        return unsettled;
    }

    void published(@Nullable Object attachment) {
        add(attachment == null ? WITHOUT_ATTACHMENT : attachment);
    }

    void publishedMandatory(@Nullable Object attachment, BasicMethod.Publish method, Message message) {
        int bodyHash = hash(message.bodyArray(), message.bodyOffset(), message.bodySize());
        add(new Mandatory(attachment, method, message, bodyHash));
    }

    /** A basic.ack or basic.nack of the broker. */
    void settle(long tag, boolean multiple, Verdict verdict) {
        if (tag < 0 || tag >= next || tag == 0 && !multiple) {
            throw new ProtocolViolation(
                    ReplyCode.COMMAND_INVALID,
                    "confirm of a publish that was never made: " + Long.toUnsignedString(tag));
        }
        long last = tag == 0 ? next - 1 : tag;
        for (long sequence = multiple ? oldest : last; sequence <= last; sequence++) {
            settleOne(sequence, verdict);
        }
        while (oldest < next && ring[slot(oldest)] == SETTLED) {
            oldest++;
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
        for (Event ended = counter.pollEnded(oldest); ended != null; ended = counter.pollEnded(oldest)) {
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
     * Finds the publish that a returned message belongs to and marks it. The broker returns messages in the order of
     * their publishing, so the search goes on where the last one was found; the same exchange, routing key and body
     * are what tells it from mandatory messages that were routed. The properties decide only between several such, as
     * a broker may change them (it takes the BCC header away). Messages alike in all, some routed and some not, cannot
     * be told apart by anybody; nor can they, except by their size, where the body was too large to be kept.
     *
     * <p>What it costs: a publish that was passed over is not looked at again, so returns that are found cost one look at
     * each publish together. One that is not, or only with other headers, looks at all that are outstanding, which a
     * window bounds: mostly one comparison of sizes each. To stop earlier would be to miss a publish
     * behind many routed ones, and an index would be kept for each publish because of what hardly ever comes.
     *
     * @return its attachment, null if it has none or is not known
     */
    @Nullable
    Object returned(BasicMethod.Return method, ContentAssembler content) {
        byte[] body = content.body();
        int bodyHash = hash(body, 0, body.length);
        long found = 0;
        for (long sequence = Math.max(oldest, nextReturn); sequence < next; sequence++) {
            if (ring[slot(sequence)] instanceof Mandatory candidate && isSame(candidate, method, content, bodyHash)) {
                boolean alike = candidate.properties.equals(content.properties());
                if (alike || found == 0) {
                    found = sequence;
                }
                if (alike) {
                    break;
                }
            }
        }
        return found == 0 ? null : markReturned(found);
    }

    private @Nullable Object markReturned(long sequence) {
        Mandatory found = (Mandatory) ring[slot(sequence)];
        found.returned = true;
        nextReturn = sequence + 1;
        return found.attachment;
    }

    private int hash(byte[] octets, int offset, int length) {
        hash.reset();
        hash.update(octets, offset, length);
        return (int) hash.getValue();
    }

    private static boolean isSame(
            Mandatory candidate, BasicMethod.Return method, ContentAssembler content, int bodyHash) {
        return candidate.size == content.size()
                && (candidate.bodyHash == bodyHash || content.isOversized())
                && candidate.method.routingKey().equals(method.routingKey())
                && candidate.method.exchange().equals(method.exchange())
                && isSame(candidate.properties, content.properties());
    }

    /** A broker may change the headers on the way (RabbitMQ takes "BCC" away), but none of the other properties. */
    private static boolean isSame(BasicProperties published, BasicProperties returned) {
        if (published.equals(returned)) {
            return true;
        }
        try {
            return withoutHeaders(published).equals(withoutHeaders(returned));
        } catch (WireException e) {
            return true; // what can't be read can't tell messages apart
        }
    }

    private static BasicProperties withoutHeaders(BasicProperties properties) {
        return properties.toBuilder().headers(FieldTable.EMPTY).build();
    }

    private void add(Object entry) {
        if (next - oldest == ring.length) {
            grow();
        }
        ring[slot(next)] = entry;
        next++;
        unsettled++;
    }

    private void settleOne(long sequence, Verdict verdict) {
        int slot = slot(sequence);
        Object entry = ring[slot];
        if (sequence < oldest || entry == SETTLED) {
            return; // a second verdict changes nothing
        }
        ring[slot] = SETTLED;
        unsettled--;
        if (entry instanceof Mandatory mandatory) {
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

    private void report(@Nullable Object attachment, Verdict verdict) {
        if (attachment != null) {
            connection.emit(new Event.Settled(channel, attachment, verdict));
        }
    }

    private int slot(long sequence) {
        return (int) sequence & (ring.length - 1);
    }

    private void grow() {
        Object[] larger = new Object[ring.length * 2];
        for (long sequence = oldest; sequence < next; sequence++) {
            larger[(int) sequence & (larger.length - 1)] = ring[slot(sequence)];
        }
        ring = larger;
    }
}
