// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.tck.AdapterUnderTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops with threads. */
class NioAdapterTest {
    private static final int LOOPS = 2;

    private final NioAdapter nio =
            NioAdapter.create(NioOptions.builder().loops(LOOPS).build());
    private final AdapterUnderTest subject = new AdapterUnderTest(nio);

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void manyConnectionsNeedNoMoreThreads() {
        assertEquals(LOOPS, subject.threadsServing(200));
    }

    @Test
    void loopsWithThreadsAreNotTheApplicationsToRun() {
        assertThrows(IllegalStateException.class, nio::run);
        assertThrows(IllegalStateException.class, nio::stop);
        assertThrows(IllegalStateException.class, () -> nio.runOnce(Duration.ZERO));
    }

    @Test
    void providerIsTheFirstChoice() throws InterruptedException {
        NioAdapterProvider provider = new NioAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(100, provider.order());
        Adapter adapter = provider.create();
        adapter.close();
        assertTrue(adapter.awaitClosed(Duration.ofMinutes(1)));
    }
}
