// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The octets that wait for the transport: a queue of byte arrays, filled at its end and drained at its head.
 *
 * <p>An array is small at first (an idle connection should cost little) and each further one is twice as large up to
 * {@value #LARGEST}; emptied arrays of full size are kept for reuse, up to {@value #SPARES}, until {@link #trim}.
 */
final class OutboundBuffer {
    private static final int SMALLEST = 1 << 10;
    private static final int LARGEST = 1 << 16;
    private static final int SPARES = 256;

    private static final class Chunk {
        final byte[] octets;
        int start;
        int end;

        /** Of what was put here: what the peer brought about. */
        int answers;

        Chunk(int size) {
            octets = new byte[size];
        }
    }

    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>(4);
    private final ArrayDeque<Chunk> spares = new ArrayDeque<>(2);
    private Chunk last = new Chunk(SMALLEST);
    private long size;
    private long answers;

    OutboundBuffer() {
        chunks.add(last);
    }

    /** Octets waiting. */
    long size() {
        return size;
    }

    /**
     * Octets waiting that the peer brought about; nearly so, as those of one array count until all of it has left.
     */
    long answers() {
        return answers;
    }

    /** So many octets of the last ones put were brought about by the peer. */
    void answered(int octets) {
        last.answers += octets;
        answers += octets;
    }

    /** Makes sure that the next {@code count} octets go to one array: {@link #array} from {@link #position} on. */
    void reserve(int count) {
        if (last.octets.length - last.end < count) {
            addChunk(count);
        }
    }

    byte[] array() {
        return last.octets;
    }

    int position() {
        return last.end;
    }

    /** The octets from the old {@link #position} up to this one have been written. */
    void advance(int position) {
        size += position - last.end;
        last.end = position;
    }

    /** Copies octets in, over as many arrays as it takes. */
    void put(byte[] source, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (last.end == last.octets.length) {
                addChunk(1);
            }
            int count = Math.min(left, last.octets.length - last.end);
            System.arraycopy(source, from, last.octets, last.end, count);
            last.end += count;
            from += count;
            left -= count;
        }
        size += length;
    }

    /** Moves as many octets as fit to the target. */
    void drainTo(ByteBuffer target) {
        while (size > 0 && target.hasRemaining()) {
            Chunk head = chunks.peek();
            int count = Math.min(target.remaining(), head.end - head.start);
            target.put(head.octets, head.start, count);
            head.start += count;
            size -= count;
            if (head.start == head.end) {
                release(head);
            }
        }
    }

    /** Forgets what waits. */
    void clear() {
        chunks.clear();
        spares.clear();
        last = new Chunk(SMALLEST);
        chunks.add(last);
        size = 0;
        answers = 0;
    }

    /** Gives memory back that only a burst needed; to be called when the connection is idle. */
    void trim() {
        spares.clear();
        if (size == 0 && last.octets.length > SMALLEST) {
            clear();
        }
    }

    private void release(Chunk head) {
        answers -= head.answers;
        head.answers = 0;
        head.start = 0;
        head.end = 0;
        if (head == last) {
            return; // the only one: its room starts anew
        }
        chunks.poll();
        if (head.octets.length == LARGEST && spares.size() < SPARES) {
            spares.push(head);
        }
    }

    private void addChunk(int atLeast) {
        Chunk spare = atLeast <= LARGEST ? spares.poll() : null;
        int doubled = Math.min(LARGEST, last.octets.length * 2);
        Chunk next = spare != null ? spare : new Chunk(Math.max(atLeast, doubled));
        if (last.end == 0) {
            chunks.pollLast(); // an empty one that was too small: nothing may stand before the head's octets
        }
        last = next;
        chunks.add(last);
    }
}
