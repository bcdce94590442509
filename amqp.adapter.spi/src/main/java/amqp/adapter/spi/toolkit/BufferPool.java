// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A pool of buffers of one size, shared by the connections of an adapter. Keeps a fixed number of them; what is needed
 * beyond that is allocated on the heap and left to the collector. Never waits. For any thread.
 */
public final class BufferPool {
    private final int size;
    private final int kept;
    private final boolean direct;
    private final AtomicReferenceArray<ByteBuffer> spare;
    private final AtomicInteger made = new AtomicInteger();

    private BufferPool(int size, int kept, boolean direct) {
        this.size = size;
        this.kept = kept;
        this.direct = direct;
        this.spare = new AtomicReferenceArray<>(kept);
    }

    /**
     * Makes an empty pool whose buffers have arrays.
     *
     * @param size bytes of each buffer
     * @param kept the most buffers that the pool keeps
     */
    public static BufferPool ofArrays(int size, int kept) {
        return new BufferPool(size, kept, false);
    }

    /**
     * Makes an empty pool whose buffers are direct, but for those beyond the number it keeps, which have arrays.
     *
     * @param size bytes of each buffer
     * @param kept the most direct buffers that are made
     */
    public static BufferPool ofDirect(int size, int kept) {
        return new BufferPool(size, kept, true);
    }

    /** Lends a cleared buffer. */
    public ByteBuffer acquire() {
        for (int i = 0; i < kept; i++) {
            ByteBuffer found = spare.get(i) == null ? null : spare.getAndSet(i, null);
            if (found != null) {
                return found.clear();
            }
        }
        boolean anotherDirect = direct && made.get() < kept && made.getAndIncrement() < kept;
        return anotherDirect ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    }

    /** Takes a buffer back that {@link #acquire} lent and that nobody uses any more. */
    public void release(ByteBuffer buffer) {
        if (buffer.isDirect() != direct) {
            return;
        }
        // Of the direct ones there are no more than places, so that the search ends.
        for (int i = 0; direct || i < kept; i++) {
            int place = i % kept;
            if (spare.get(place) == null && spare.compareAndSet(place, null, buffer)) {
                return;
            }
        }
    }
}
