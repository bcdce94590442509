// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops with threads. */
class NioAdapterTest {
    private static final int LOOPS = 2;

    private final NioAdapter nio = NioAdapter.create(NioAdapter.Options.DEFAULTS.withLoops(LOOPS));
    private final AdapterUnderTest subject = new AdapterUnderTest(nio);

    @AfterEach
    void close() {
        subject.close();
    }

    @Test
    void manyConnectionsNeedNoMoreThreads() {
        try (Peer peer = Peer.echoing()) {
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                recorders.add(subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder()));
            }
            recorders.forEach(Recorder::awaitConnected);
            assertEquals(LOOPS, subject.threads());
            recorders.forEach(recorder -> recorder.send(new byte[100_000]));
            for (Recorder recorder : recorders) {
                recorder.await(Rule.OCTETS_WHOLE, () -> recorder.received().length == 100_000, "no echo");
            }
            assertEquals(LOOPS, subject.threads());
        }
    }

    @Test
    void loopsWithThreadsAreNotTheApplicationsToRun() {
        assertThrows(IllegalStateException.class, nio::run);
        assertThrows(IllegalStateException.class, nio::stop);
        assertThrows(IllegalStateException.class, () -> nio.runOnce(Duration.ZERO));
    }

    @Test
    void providerIsTheFirstChoice() {
        NioAdapterProvider provider = new NioAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(100, provider.order());
        provider.create().close();
    }
}
