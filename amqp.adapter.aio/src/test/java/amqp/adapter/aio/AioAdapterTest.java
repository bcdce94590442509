// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AioAdapterTest {
    @Test
    void manyConnectionsNeedNoMoreThreads() {
        // Two of the group, one of the timers.
        int threads = 3;
        try (AdapterUnderTest subject = new AdapterUnderTest(AioAdapter.create(2));
                Peer peer = Peer.echoing()) {
            List<Recorder> recorders = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                recorders.add(subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder()));
            }
            recorders.forEach(Recorder::awaitConnected);
            assertEquals(threads, subject.threads());
            recorders.forEach(recorder -> recorder.send(new byte[100_000]));
            for (Recorder recorder : recorders) {
                recorder.await(Rule.OCTETS_WHOLE, () -> recorder.received().length == 100_000, "no echo");
            }
            assertEquals(threads, subject.threads());
        }
    }

    @Test
    void groupNeedsAThread() {
        assertThrows(IllegalArgumentException.class, () -> AioAdapter.create(0));
    }

    @Test
    void providerIsTheThirdChoice() {
        AioAdapterProvider provider = new AioAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(300, provider.order());
        provider.create().close();
    }
}
