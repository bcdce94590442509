// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.scenario;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.SocketOptions;
import amqp.adapter.spi.Transport;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets: whole, in order, in any slices, with bounded memory, and never left lying. */
public abstract class StreamScenarios extends AdapterFixture {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 16384, Integer.MAX_VALUE})
    public void echoComesBackWhole(int mostATransmit) {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.mostATransmit = mostATransmit;
            byte[] octets =
                    random(mostATransmit, Math.min(mostATransmit * 500L, 4_000_000) > 100_000 ? 3_000_000 : 3000);
            recorder.send(octets);
            recorder.await(() -> recorder.receivedCount() == octets.length, "the whole echo");
            assertArrayEquals(octets, recorder.received());
        }
    }

    @Test
    public void singleOctetsOfThePeerArrive() {
        byte[] octets = random(2, 2000);
        try (Peer peer = Peer.serving(socket -> {
            socket.setTcpNoDelay(true);
            for (byte octet : octets) {
                socket.getOutputStream().write(octet);
            }
            socket.getInputStream().read();
        })) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.await(() -> recorder.receivedCount() == octets.length, "all octets");
            assertArrayEquals(octets, recorder.received());
        }
    }

    @Test
    public void whatTheHandlerHasAtEachCallIsSentWithoutFlush() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onConnected() {
                    give(new byte[] {1});
                }

                @Override
                protected void onReceived(byte[] octets) {
                    if (octets[0] < 100) {
                        give(new byte[] {(byte) (octets[0] + 1)});
                    }
                }
            });
            recorder.await(() -> recorder.receivedCount() == 100, "100 round trips");
        }
    }

    @Test
    public void fullSocketTakesNoMoreButTimersAndReadingGoOn() throws InterruptedException {
        byte[] octets = random(3, 32 * 1024 * 1024);
        CountDownLatch mayRead = new CountDownLatch(1);
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = Peer.serving(socket -> {
            socket.getOutputStream().write(new byte[] {1, 2, 3});
            awaitQuietly(mayRead);
            seen.set(socket.getInputStream().readNBytes(octets.length));
        })) {
            Recorder recorder = connect(
                    Endpoint.of(HOST, peer.port()).withSocket(SocketOptions.DEFAULTS.withSendBuffer(64 * 1024)),
                    new Recorder());
            Transport transport = recorder.awaitConnected();
            recorder.send(octets);
            long taken = awaitStandstill(recorder);
            assertTrue(taken < octets.length / 4, "taken while the peer doesn't read: " + taken);
            recorder.await(() -> recorder.receivedCount() == 3, "reading while the socket is full");
            int before = recorder.timeouts.get();
            recorder.timeoutDelayNanos = 2_000_000;
            transport.flush();
            recorder.await(() -> recorder.timeouts.get() > before + 3, "a time-out that became shorter meanwhile");
            recorder.timeoutDelayNanos = Long.MAX_VALUE;
            mayRead.countDown();
            recorder.await(() -> seen.get() != null, "all octets at the peer");
            assertArrayEquals(octets, seen.get());
        }
    }

    /** How much was taken when two timers in a row found the same. */
    private static long awaitStandstill(Recorder recorder) throws InterruptedException {
        Exchanger<Long> probe = new Exchanger<>();
        long before = -1;
        while (true) {
            recorder.transport.schedule(Duration.ofMillis(200), () -> exchange(probe, recorder.taken.get()));
            long now = probe.exchange(0L);
            if (now == before && now > 0) {
                return now;
            }
            before = now;
        }
    }

    private static void exchange(Exchanger<Long> probe, long value) {
        try {
            probe.exchange(value);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    @Test
    public void noFlushIsLost() throws Exception {
        int threads = 8;
        int rounds = 2000;
        try (Peer peer = Peer.counting()) {
            Recorder recorder = connected(peer, new Recorder());
            CyclicBarrier barrier = new CyclicBarrier(threads);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread[] all = IntStream.range(0, threads)
                    .mapToObj(i -> new Thread(() -> flushRounds(recorder, peer, barrier, threads, rounds, failure)))
                    .toArray(Thread[]::new);
            Stream.of(all).forEach(Thread::start);
            for (Thread thread : all) {
                thread.join();
            }
            assertEquals(null, failure.get());
            assertEquals((long) threads * rounds, peer.count.get());
        }
    }

    private static void flushRounds(
            Recorder recorder,
            Peer peer,
            CyclicBarrier barrier,
            int threads,
            int rounds,
            AtomicReference<Throwable> failure) {
        try {
            for (int round = 1; round <= rounds; round++) {
                long wanted = (long) threads * round;
                recorder.send(new byte[1]);
                // Everybody waits for all, so that a lost wake-up has nobody to make up for it.
                recorder.await(() -> peer.count.get() >= wanted, "round " + wanted / threads);
                barrier.await();
            }
        } catch (Throwable thrown) {
            failure.set(thrown);
            barrier.reset();
        }
    }

    @Test
    public void pausedReadingStopsAndResumes() {
        byte[] octets = random(4, 8 * 1024 * 1024);
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(octets);
            socket.getInputStream().read();
        })) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onReceived(byte[] more) {
                    transport.pauseReading();
                }
            });
            recorder.timeoutDelayNanos = 5_000_000;
            recorder.send(new byte[1]);
            recorder.await(() -> recorder.receivedCount() > 0, "the first octets");
            int before = recorder.timeouts.get();
            recorder.await(() -> recorder.timeouts.get() > before + 1, "what was read already to arrive");
            int paused = recorder.receivedCount();
            int timeouts = recorder.timeouts.get();
            recorder.await(() -> recorder.timeouts.get() > timeouts + 10, "timers while paused");
            assertEquals(paused, recorder.receivedCount(), "nothing is read while paused");
            recorder.await(
                    () -> {
                        recorder.transport.resumeReading();
                        return recorder.receivedCount() == octets.length;
                    },
                    "everything after resuming");
            assertArrayEquals(octets, recorder.received());
        }
    }

    @Test
    public void interruptOfTheIoThreadDoesNoHarm() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onConnected() {
                    Thread.currentThread().interrupt();
                }
            });
            recorder.send(random(5, 100_000));
            recorder.await(() -> recorder.receivedCount() == 100_000, "the echo");
        }
    }

    @Test
    public void closeSendsWhatTheHandlerHas() {
        byte[] octets = random(6, 60_000);
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = Peer.serving(socket -> seen.set(readAll(socket)))) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.give(octets);
            recorder.transport.close();
            recorder.awaitClosed();
            recorder.await(() -> seen.get() != null, "the end of the stream");
            assertTrue(Arrays.equals(octets, seen.get()), "all octets before the end");
        }
    }

    private static byte[] readAll(Socket socket) throws IOException {
        return socket.getInputStream().readAllBytes();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
