// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.nio.ByteBuffer;

/**
 * The read buffer of one connection: a small buffer of its own, and a large one from a pool while much arrives. So a
 * thousand idle connections do not hold a thousand large buffers. A read that fills the small buffer is followed by one
 * into a large buffer, and a read that brings no more than the small one holds gives the large one back. The calls must
 * not overlap.
 */
public final class ReadBuffer {
    private static final int SMALL = 4 * 1024;

    private final BufferPool pool;
    private final ByteBuffer small = ByteBuffer.allocate(SMALL);
    private ByteBuffer current = small;

    /** @param pool lends the large buffers */
    public ReadBuffer(BufferPool pool) {
        this.pool = pool;
    }

    /** Returns the cleared buffer for the next read, chosen by how much the last read put, up to the buffer's position. */
    public ByteBuffer next() {
        if (current == small ? current.position() == SMALL : current.position() <= SMALL) {
            exchange();
        }
        return current.clear();
    }

    /** Returns the buffer that {@link #next} returned last. */
    public ByteBuffer current() {
        return current;
    }

    /** Gives the large buffer back; what was read is lost. */
    public void release() {
        if (current != small) {
            exchange();
        }
    }

    private void exchange() {
        ByteBuffer before = current;
        current = before == small ? pool.acquire() : small;
        if (before != small) {
            pool.release(before);
        }
    }
}
