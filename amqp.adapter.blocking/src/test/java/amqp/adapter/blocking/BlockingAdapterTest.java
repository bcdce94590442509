// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.adapter.scenario.AdapterFixture;
import amqp.adapter.scenario.Peer;
import amqp.adapter.scenario.Recorder;
import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BlockingAdapterTest extends AdapterFixture {
    @Override
    protected Adapter newAdapter() {
        return new BlockingAdapter();
    }

    @Test
    void slowHandlerDelaysNoTimersOfOthers() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        try (Peer peer = Peer.echoing()) {
            Recorder slow = connected(peer, new Recorder() {
                @Override
                protected void onReceived(byte[] octets) {
                    try {
                        mayEnd.await();
                    } catch (InterruptedException unexpected) {
                        throw new AssertionError(unexpected);
                    }
                }
            });
            slow.give(new byte[1]);
            slow.awaitConnected().flush();
            slow.await(() -> slow.received().length == 1, "the slow call");
            slow.awaitConnected().schedule(Duration.ZERO, mayEnd::countDown);
            Recorder other = connected(peer, new Recorder());
            other.awaitConnected().schedule(Duration.ofMillis(20), passed::countDown);
            other.await(() -> passed.getCount() == 0, "the other's timer");
            assertEquals(1, mayEnd.getCount(), "a task waits for the call that runs");
            mayEnd.countDown();
        }
    }

    @Test
    void serviceLoaderFindsTheProvider() {
        AdapterProvider provider = provider("blocking");
        assertEquals("", provider.unusableReason());
        assertEquals(200, provider.order());
        provider.create().close();
    }
}
