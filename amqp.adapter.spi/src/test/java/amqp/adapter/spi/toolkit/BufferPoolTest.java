// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    @Test
    void lendsAgainWhatCameBackCleared() {
        BufferPool pool = BufferPool.ofArrays(100, 2);
        ByteBuffer first = pool.acquire();
        pool.release(first.position(7).limit(9));
        assertSame(first, pool.acquire());
        assertEquals(100, first.remaining());
        assertNotSame(first, pool.acquire());
    }

    @Test
    void keepsNoMoreThanItMay() {
        BufferPool pool = BufferPool.ofArrays(100, 1);
        ByteBuffer kept = pool.acquire();
        ByteBuffer dropped = pool.acquire();
        pool.release(kept);
        pool.release(dropped);
        assertSame(kept, pool.acquire());
        assertNotSame(dropped, pool.acquire());
    }

    @Test
    void makesSoManyDirectOnesAndNoMore() {
        BufferPool pool = BufferPool.ofDirect(100, 2);
        ByteBuffer first = pool.acquire();
        ByteBuffer second = pool.acquire();
        ByteBuffer third = pool.acquire();
        assertTrue(first.isDirect() && second.isDirect());
        assertFalse(third.isDirect());
        pool.release(third);
        pool.release(second);
        assertSame(second, pool.acquire());
        assertFalse(pool.acquire().isDirect());
    }
}
