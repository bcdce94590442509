// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ReadBufferTest {
    private static final int LARGE = 64 * 1024;

    private final BufferPool pool = BufferPool.ofArrays(LARGE, 2);
    private final ReadBuffer buffer = new ReadBuffer(pool);

    @Test
    void beginsSmall() {
        assertTrue(buffer.next().capacity() < 16 * 1024);
    }

    @Test
    void staysSmallWhileLittleComes() {
        ByteBuffer small = buffer.next();
        come(small, small.capacity() - 1);
        assertSame(small, buffer.next());
        assertEquals(small.capacity(), small.remaining());
    }

    @Test
    void becomesLargeWhenTheSmallOneWasFilledAndStaysSo() {
        ByteBuffer small = buffer.next();
        come(small, small.capacity());
        ByteBuffer large = buffer.next();
        assertEquals(LARGE, large.remaining());
        come(large, small.capacity() + 1);
        assertSame(large, buffer.next());
        assertSame(large, buffer.current());
    }

    @Test
    void givesTheLargeOneBackWhenLittleComes() {
        ByteBuffer small = buffer.next();
        come(small, small.capacity());
        ByteBuffer large = buffer.next();
        come(large, small.capacity());
        assertSame(small, buffer.next());
        assertSame(large, pool.acquire());
    }

    @Test
    void givesTheLargeOneBackOnce() {
        ByteBuffer small = buffer.next();
        come(small, small.capacity());
        ByteBuffer large = buffer.next();
        buffer.release();
        buffer.release();
        assertSame(large, pool.acquire());
        assertNotSame(large, pool.acquire());
    }

    /** A read that brought so much, which was then consumed. */
    private static void come(ByteBuffer target, int bytes) {
        target.position(bytes).flip().position(bytes);
    }
}
