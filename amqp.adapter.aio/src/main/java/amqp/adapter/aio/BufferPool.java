// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The buffers of all connections, for any thread. An asynchronous read holds its buffer as long as it waits, so each
 * connection has one; the first are direct, which saves the channel a copy, and the others on the heap, so that the memory
 * of many idle connections is the collector's.
 */
final class BufferPool {
    private static final int SIZE = 64 * 1024;
    private static final int DIRECT_ONES = 32;

    private final AtomicReferenceArray<ByteBuffer> spare = new AtomicReferenceArray<>(DIRECT_ONES);
    private final AtomicInteger made = new AtomicInteger();

    /** A cleared buffer of 64 KiB. */
    ByteBuffer acquire() {
        for (int i = 0; i < DIRECT_ONES; i++) {
            ByteBuffer found = spare.get(i) == null ? null : spare.getAndSet(i, null);
            if (found != null) {
                return found.clear();
            }
        }
        boolean direct = made.get() < DIRECT_ONES && made.getAndIncrement() < DIRECT_ONES;
        return direct ? ByteBuffer.allocateDirect(SIZE) : ByteBuffer.allocate(SIZE);
    }

    /** Keeps the direct ones: there are no more than places, so that the search ends. */
    void release(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return;
        }
        int place = 0;
        while (spare.get(place) != null || !spare.compareAndSet(place, null, buffer)) {
            place = (place + 1) % DIRECT_ONES;
        }
    }
}
