// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishWindowTest {
    private static PublishWindow filled(int limit) {
        var window = new PublishWindow(limit);
        for (var taken = 0; taken < limit; taken++) {
            assertTrue(window.tryAcquire());
        }
        return window;
    }

    @Test
    void givesAsManyPlacesAsItHas() {
        var window = filled(3);
        assertFalse(window.tryAcquire());
        assertEquals(3, window.unconfirmed());
        assertEquals(0, window.available());
        assertEquals(3, window.limit());
    }

    @Test
    void placesComeBackOneByOneOrManyAtOnce() {
        var window = filled(5);
        window.release(1);
        assertEquals(1, window.available());
        window.release(3);
        window.release(0);
        assertEquals(4, window.available());
        assertEquals(1, window.unconfirmed());
        assertTrue(window.tryAcquire());
    }

    @Test
    void releaseAllEmptiesIt() {
        var window = filled(4);
        window.releaseAll();
        assertEquals(0, window.unconfirmed());
        assertEquals(4, window.available());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void wrongCountIsRefusedAndChangesNothing(int count) {
        var window = filled(2);
        assertThrows(IllegalArgumentException.class, () -> window.release(count));
        assertEquals(2, window.unconfirmed());
    }

    @Test
    void unlimitedHasRoom() {
        var window = new PublishWindow(PublishWindow.UNLIMITED);
        assertTrue(window.tryAcquire());
        assertEquals(Integer.MAX_VALUE - 1, window.available());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void refusesLimit(int limit) {
        assertThrows(IllegalArgumentException.class, () -> new PublishWindow(limit));
    }
}
