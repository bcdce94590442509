// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AioAdapterTest {
    @Test
    void manyConnectionsNeedNoMoreThreads() {
        // Two of the group, two of the timers, and on a machine that is held up one or two that take over from these.
        try (AdapterUnderTest subject = new AdapterUnderTest(
                AioAdapter.create(AioOptions.builder().threads(2).build()))) {
            long threads = subject.threadsServing(200);
            assertTrue(threads >= 4 && threads <= 6, () -> threads + " threads");
        }
    }

    @Test
    void whatBlocksATaskBlocksNobodyElse() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (AdapterUnderTest subject = new AdapterUnderTest(AioAdapter.create());
                Peer peer = Peer.echoing()) {
            Endpoint endpoint = Endpoint.of("127.0.0.1", peer.port());
            Recorder blocked = subject.connect(endpoint, new Recorder());
            blocked.awaitConnected();
            for (int i = 0; i < 3; i++) {
                subject.adapter().schedule(Duration.ZERO, () -> awaitQuietly(mayEnd));
            }
            blocked.schedule(Duration.ZERO, () -> awaitQuietly(mayEnd));
            CountDownLatch ran = new CountDownLatch(2);
            subject.adapter().schedule(Duration.ofMillis(20), ran::countDown);
            Recorder other = subject.connect(endpoint, new Recorder());
            other.awaitConnected();
            other.schedule(Duration.ofMillis(20), ran::countDown);
            other.send(new byte[100]);
            other.await(Rule.TASKS_IN_ORDER, () -> ran.getCount() == 0, "tasks wait for one that blocks");
            other.await(Rule.NO_FLUSH_LOST, () -> other.received().length == 100, "no echo");
            mayEnd.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    void groupNeedsAThread() {
        assertThrows(IllegalArgumentException.class, () -> AioOptions.builder().threads(0));
    }

    @Test
    void providerIsTheThirdChoice() throws InterruptedException {
        AioAdapterProvider provider = new AioAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(300, provider.order());
        Adapter adapter = provider.create();
        adapter.close();
        assertTrue(adapter.awaitClosed(Duration.ofMinutes(1)));
    }
}
