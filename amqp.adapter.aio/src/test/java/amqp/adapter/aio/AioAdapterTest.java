// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.tck.AdapterUnderTest;
import org.junit.jupiter.api.Test;

class AioAdapterTest {
    @Test
    void manyConnectionsNeedNoMoreThreads() {
        // Two of the group, one of the timers.
        try (AdapterUnderTest subject = new AdapterUnderTest(
                AioAdapter.create(AioOptions.builder().threads(2).build()))) {
            assertEquals(3, subject.threadsServing(200));
        }
    }

    @Test
    void groupNeedsAThread() {
        assertThrows(IllegalArgumentException.class, () -> AioOptions.builder().threads(0));
    }

    @Test
    void providerIsTheThirdChoice() {
        AioAdapterProvider provider = new AioAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(300, provider.order());
        provider.create().close();
    }
}
