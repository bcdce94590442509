// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.scenario.AdapterFixture;
import amqp.adapter.scenario.Peer;
import amqp.adapter.scenario.Recorder;
import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Loops with threads. */
class NioAdapterTest extends AdapterFixture {
    private static final int LOOPS = 2;

    @Override
    protected Adapter newAdapter() {
        return NioAdapter.create(NioAdapter.Options.DEFAULTS.withLoops(LOOPS));
    }

    @Test
    void manyConnectionsNeedNoMoreThreads() {
        try (Peer peer = Peer.echoing()) {
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                recorders.add(connected(peer, new Recorder()));
            }
            assertEquals(LOOPS, threads());
            for (Recorder recorder : recorders) {
                recorder.give(new byte[100_000]);
                recorder.awaitConnected().flush();
            }
            for (Recorder recorder : recorders) {
                recorder.await(() -> recorder.received().length == 100_000, "the echo");
            }
            assertEquals(LOOPS, threads());
        }
    }

    @Test
    void loopsWithThreadsAreNotTheApplicationsToRun() {
        NioAdapter nio = (NioAdapter) adapter;
        assertThrows(IllegalStateException.class, nio::run);
        assertThrows(IllegalStateException.class, nio::stop);
        assertThrows(IllegalStateException.class, () -> nio.runOnce(Duration.ZERO));
    }

    @Test
    void serviceLoaderFindsTheProvider() {
        AdapterProvider provider = provider("nio");
        assertEquals("", provider.unusableReason());
        assertEquals(100, provider.order());
        provider.create().close();
    }
}
