// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one loop, for all its connections. A connection whose socket is full keeps the buffer it was writing,
 * which saves a copy; when too many do so, the others get small ones on the heap, so that memory stays bounded by what
 * is really stuck.
 */
final class Buffers {
    /** What one connection may read before the others of its loop have their turn; a read costs more than its octets do. */
    private static final int READ = 1 << 20;

    private static final int LARGE = 256 * 1024;
    private static final int SMALL = 64 * 1024;
    private static final int LARGE_ONES = 8;

    private final ByteBuffer[] spare = new ByteBuffer[LARGE_ONES];
    private int spares;
    private int made;
    private @Nullable ByteBuffer spareSmall;
    private @Nullable ByteBuffer forReading;

    /** The buffer to read into; never kept beyond one read. */
    ByteBuffer reading() {
        if (forReading == null) {
            forReading = ByteBuffer.allocateDirect(READ);
        }
        return forReading.clear();
    }

    ByteBuffer acquire() {
        if (spares > 0) {
            return spare[--spares].clear();
        }
        if (made < LARGE_ONES) {
            made++;
            return ByteBuffer.allocateDirect(LARGE);
        }
        return acquireOnHeap();
    }

    /** One for TLS, whose ciphers in the JDK work on arrays and take direct memory through copies of 1 KiB. */
    ByteBuffer acquireOnHeap() {
        ByteBuffer small = spareSmall == null ? ByteBuffer.allocate(SMALL) : spareSmall.clear();
        spareSmall = null;
        return small;
    }

    void release(ByteBuffer buffer) {
        if (buffer.isDirect()) {
            spare[spares++] = buffer;
        } else {
            spareSmall = buffer;
        }
    }
}
