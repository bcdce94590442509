// SPDX-License-Identifier: MPL-2.0
package amqp.benchmark.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class UnconfirmedTest {
    @Test
    void countsEachPublishOnce() {
        Unconfirmed unconfirmed = new Unconfirmed(10);
        assertEquals(1, unconfirmed.settle(2, false));
        assertEquals(1, unconfirmed.settle(4, false));
        assertEquals(3, unconfirmed.settle(5, true));
        assertEquals(0, unconfirmed.settle(5, true));
        assertEquals(10, unconfirmed.settle(15, true));
        assertEquals(1, unconfirmed.settle(16, false));
    }
}
