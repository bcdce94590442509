// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.toolkit.CallbackExecutor;
import amqp.adapter.tck.AdapterUnderTest;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import amqp.adapter.tck.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Callbacks of the application take their turns on the loop's thread: another one goes on with the I/O meanwhile. */
    @Test
    void callbacksThatBlockHoldUpNoConnection() throws InterruptedException {
        int connections = 2 * LOOPS;
        ExecutorService others = Executors.newCachedThreadPool();
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (Peer peer = Peer.echoing()) {
            List<Recorder> recorders = new ArrayList<>();
            AtomicInteger received = new AtomicInteger();
            List<CompletableFuture<Boolean>> blocked = new ArrayList<>();
            Set<Thread> keptByCallbacks = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < connections; i++) {
                CompletableFuture<Boolean> onIoThread = new CompletableFuture<>();
                CallbackExecutor executor = new CallbackExecutor(others);
                blocked.add(onIoThread);
                recorders.add(subject.connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder() {
                    @Override
                    protected void onReceived(byte[] octets) {
                        received.addAndGet(octets.length);
                        executor.execute(() -> {
                            keptByCallbacks.add(Thread.currentThread());
                            onIoThread.complete(transport().onIoThread());
                            awaitQuietly(mayEnd);
                        });
                    }
                }));
            }
            recorders.forEach(Recorder::awaitConnected);
            recorders.forEach(recorder -> recorder.send(new byte[1]));
            blocked.forEach(onIoThread -> assertFalse(onIoThread.join()));
            recorders.forEach(recorder -> recorder.send(new byte[1000]));
            recorders.get(0).await(Rule.BYTES_WHOLE, () -> received.get() == connections * 1001, "no echo");
            mayEnd.countDown();
            others.shutdown();
            for (Thread kept : keptByCallbacks) {
                kept.join(Duration.ofMinutes(1).toMillis());
            }
        } finally {
            mayEnd.countDown();
            others.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
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
