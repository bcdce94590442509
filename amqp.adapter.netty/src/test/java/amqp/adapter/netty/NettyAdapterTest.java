// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyAdapterTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());

    @AfterEach
    void shutDown() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void manyConnectionsNeedNoMoreThreads() {
        try (AdapterUnderTest subject = new AdapterUnderTest(
                NettyAdapter.create(NettyOptions.builder().threads(2).build()))) {
            assertEquals(2, subject.threadsServing(200));
        }
    }

    @Test
    void groupOfTheApplicationOutlivesTheAdapter() {
        try (Peer peer = Peer.echoing()) {
            for (int round = 0; round < 2; round++) {
                try (AdapterUnderTest subject = new AdapterUnderTest(NettyAdapter.on(group))) {
                    Recorder recorder = subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder());
                    recorder.awaitConnected();
                    recorder.send(new byte[1000]);
                    recorder.await(Rule.BYTES_WHOLE, () -> recorder.received().length == 1000, "no echo");
                    assertEquals(0, subject.threads());
                }
                assertFalse(group.isShuttingDown());
            }
        }
    }

    @Test
    void groupThatIsShutDownClosesItsConnections() {
        try (Peer peer = Peer.echoing();
                AdapterUnderTest subject = new AdapterUnderTest(NettyAdapter.on(group))) {
            Endpoint endpoint = Endpoint.of("127.0.0.1", peer.port());
            Recorder recorder = subject.connect(endpoint, new Recorder());
            recorder.awaitConnected();
            shutDown();
            recorder.awaitClosed();
            recorder.transport().close();
            assertThrows(IllegalStateException.class, () -> subject.adapter().connect(endpoint, new Recorder()));
            assertThrows(IllegalStateException.class, () -> subject.adapter().schedule(Duration.ZERO, () -> {}));
        }
    }

    @Test
    void groupWithoutSocketsIsRefused() {
        EventLoopGroup local = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        assertThrows(IllegalArgumentException.class, () -> NettyAdapter.on(local));
        local.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void groupNeedsAThread() {
        assertThrows(
                IllegalArgumentException.class, () -> NettyOptions.builder().threads(0));
    }

    @Test
    void providerIsTheFourthChoice() throws InterruptedException {
        NettyAdapterProvider provider = new NettyAdapterProvider();
        assertEquals("", provider.unusableReason());
        assertEquals(400, provider.order());
        Adapter adapter = provider.create();
        adapter.close();
        assertTrue(adapter.awaitClosed(Duration.ofMinutes(1)));
    }
}
