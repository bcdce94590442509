// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingAdapterTest {
    private final AdapterUnderTest subject = new AdapterUnderTest(BlockingAdapter.create());

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void slowHandlerDelaysNoTimersOfOthers() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        try (Peer peer = Peer.echoing()) {
            Recorder slow = connect(peer, new Recorder() {
                @Override
                protected void onReceived(byte[] octets) {
                    try {
                        mayEnd.await();
                    } catch (InterruptedException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                }
            });
            slow.send(new byte[1]);
            slow.await(Rule.BYTES_WHOLE, () -> slow.received().length == 1, "no slow call");
            slow.schedule(Duration.ZERO, mayEnd::countDown);
            Recorder other = connect(peer, new Recorder());
            other.schedule(Duration.ofMillis(20), passed::countDown);
            other.await(Rule.TASKS_IN_ORDER, () -> passed.getCount() == 0, "the other's task waits");
            assertEquals(1, mayEnd.getCount(), "a task waits for the call that runs");
            mayEnd.countDown();
        }
    }

    @Test
    void whatBlocksATaskBlocksNobodyElse() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (Peer peer = Peer.echoing()) {
            Recorder blocked = connect(peer, new Recorder());
            for (int i = 0; i < 3; i++) {
                subject.adapter().schedule(Duration.ZERO, () -> awaitQuietly(mayEnd));
            }
            blocked.schedule(Duration.ZERO, () -> awaitQuietly(mayEnd));
            CountDownLatch ran = new CountDownLatch(2);
            subject.adapter().schedule(Duration.ofMillis(20), ran::countDown);
            Recorder other = connect(peer, new Recorder());
            other.schedule(Duration.ofMillis(20), ran::countDown);
            other.await(Rule.TASKS_IN_ORDER, () -> ran.getCount() == 0, "tasks wait for one that blocks");
        } finally {
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

    private Recorder connect(Peer peer, Recorder recorder) {
        subject.connect(Endpoint.of("127.0.0.1", peer.port()), recorder).awaitConnected();
        return recorder;
    }

    @Test
    void providerIsTheSecondChoice() throws InterruptedException {
        BlockingAdapterProvider provider = new BlockingAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(200, provider.order());
        Adapter adapter = provider.create();
        adapter.close();
        assertTrue(adapter.awaitClosed(Duration.ofMinutes(1)));
    }
}
