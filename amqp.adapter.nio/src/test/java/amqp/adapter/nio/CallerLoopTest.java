// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.tck.Peer;
import amqp.adapter.tck.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop that the application runs: everything happens in its calls, on its thread. */
class CallerLoopTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final NioAdapter adapter = NioAdapter.withCallerLoop();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void close() {
        adapter.close();
    }

    @Test
    void echoByRunOnceAlone() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder() {
                @Override
                protected void onConnected() {
                    threads.add(Thread.currentThread());
                    give(new byte[1000]);
                }

                @Override
                protected void onReceived(byte[] octets) {
                    threads.add(Thread.currentThread());
                }
            };
            Transport transport = adapter.connect(Endpoint.of("localhost", peer.port()), recorder);
            while (recorder.received().length < 1000) {
                adapter.runOnce(LONG);
            }
            threads.forEach(thread -> assertSame(Thread.currentThread(), thread));
            transport.close();
            adapter.runOnce(LONG);
            recorder.awaitClosed();
            assertEquals(0, ownThreads());
        }
    }

    @Test
    void flushOfAnotherThreadEndsTheWait() throws InterruptedException {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder();
            Transport transport = adapter.connect(Endpoint.of("127.0.0.1", peer.port()), recorder);
            for (int round = 1; round <= 500; round++) {
                Thread other = new Thread(() -> {
                    recorder.give(new byte[1]);
                    transport.flush();
                });
                other.start();
                while (recorder.received().length < round) {
                    adapter.runOnce(LONG);
                }
                other.join();
            }
        }
    }

    @Test
    void runGoesOnUntilStopAndMayBeCalledAgain() {
        for (int round = 0; round < 3; round++) {
            List<String> ran = new ArrayList<>();
            adapter.schedule(Duration.ofMillis(2), () -> ran.add("first"));
            Cancellable never = adapter.schedule(Duration.ofMillis(4), () -> ran.add("never"));
            adapter.schedule(Duration.ofMillis(3), never::cancel);
            adapter.schedule(Duration.ofMillis(6), adapter::stop);
            adapter.run();
            assertEquals(List.of("first"), ran);
        }
    }

    @Test
    void stopBeforeRunCounts() {
        adapter.stop();
        adapter.run();
        assertEquals(0, ownThreads());
    }

    @Test
    void interruptEndsRunAndStays() {
        Thread.currentThread().interrupt();
        adapter.run();
        assertTrue(Thread.interrupted());
    }

    @Test
    void closeInsideTheLoopEndsIt() {
        adapter.schedule(Duration.ZERO, adapter::close);
        adapter.run();
        assertThrows(IllegalStateException.class, adapter::run);
        assertThrows(IllegalStateException.class, () -> adapter.runOnce(Duration.ZERO));
    }

    @Test
    void closeWithNobodyRunningTellsTheHandlers() {
        try (Peer peer = Peer.echoing()) {
            Recorder connected = new Recorder();
            adapter.connect(Endpoint.of("127.0.0.1", peer.port()), connected);
            Recorder unheard = new Recorder();
            adapter.runOnce(Duration.ZERO);
            adapter.connect(Endpoint.of("127.0.0.1", peer.port()), unheard);
            adapter.close();
            connected.awaitClosed();
            unheard.awaitClosed();
        }
    }

    @Test
    void loopDoesNotRunInsideItself() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        adapter.schedule(
                Duration.ZERO,
                () -> thrown.set(assertThrows(IllegalStateException.class, () -> adapter.runOnce(Duration.ZERO))));
        adapter.schedule(Duration.ofMillis(1), adapter::stop);
        adapter.run();
        assertTrue(thrown.get().getMessage().contains("runs already"));
    }

    private static long ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("amqp-nio-"))
                .count();
    }
}
