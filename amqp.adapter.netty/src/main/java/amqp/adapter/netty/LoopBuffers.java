// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that the connections of one event loop fill before they write. One is kept while the loop has connections,
 * since mostly each is written before the next is wanted. Belongs to the loop's thread.
 */
final class LoopBuffers {
    private static final int SIZE = 64 * 1024;

    private @Nullable Lent spare;
    private int connections;

    /** @param view of all of the memory, with a position of its own */
    record Lent(ByteBuf memory, ByteBuffer view) {}

    void join() {
        connections++;
    }

    void leave() {
        if (--connections == 0 && spare != null) {
            spare.memory().release();
            spare = null;
        }
    }

    Lent acquire(ByteBufAllocator allocator) {
        if (spare != null) {
            Lent found = spare;
            spare = null;
            return found;
        }
        ByteBuf memory = allocator.directBuffer(SIZE, SIZE);
        return new Lent(memory, memory.nioBuffer(0, SIZE));
    }

    /** What is still being written goes back to Netty once it is. */
    void release(Lent lent) {
        if (spare == null && connections > 0 && lent.memory().refCnt() == 1) {
            spare = lent;
        } else {
            lent.memory().release();
        }
    }
}
