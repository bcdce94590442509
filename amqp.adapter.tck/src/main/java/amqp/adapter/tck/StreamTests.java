// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.SocketOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Octets: whole, in order, in any slices, with bounded memory, and never left lying. */
abstract class StreamTests extends RuleTests {
    private static final Duration A_WHILE = Duration.ofMillis(200);

    StreamTests(AdapterTck tck) {
        super(tck);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096, 16384, Integer.MAX_VALUE})
    @Proves(Rule.BYTES_WHOLE)
    void echoComesBackWhole(int mostATransmit) {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.mostATransmit = mostATransmit;
            byte[] octets = random(mostATransmit, mostATransmit < 1000 ? 3000 : 3_000_000);
            recorder.send(octets);
            expect(octets, recorder);
        }
    }

    @Test
    @Proves(Rule.BYTES_WHOLE)
    void singleOctetsOfThePeerArrive() {
        byte[] octets = random(2, 2000);
        try (Peer peer = Peer.serving(socket -> {
            socket.setTcpNoDelay(true);
            for (byte octet : octets) {
                socket.getOutputStream().write(octet);
            }
            socket.getInputStream().read();
        })) {
            expect(octets, connected(peer, new Recorder()));
        }
    }

    private static void expect(byte[] octets, Recorder recorder) {
        recorder.await(Rule.BYTES_WHOLE, () -> recorder.receivedCount() >= octets.length, "not the whole echo");
        Rule.BYTES_WHOLE.check(Arrays.equals(octets, recorder.received()), () -> "other octets than the peer sent");
    }

    @Test
    @Proves(Rule.FULL_SOCKET_WAITS)
    void fullSocketTakesNoMoreButTimersAndReadingGoOn() {
        byte[] octets = random(3, 32 * 1024 * 1024);
        CountDownLatch mayRead = new CountDownLatch(1);
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = Peer.serving(socket -> {
            socket.getOutputStream().write(new byte[] {1, 2, 3});
            awaitQuietly(mayRead);
            seen.set(socket.getInputStream().readNBytes(octets.length));
        })) {
            SocketOptions small = SocketOptions.builder().sendBuffer(64 * 1024).build();
            Recorder recorder = connect(endpoint(peer).toBuilder().socket(small).build(), new Recorder());
            recorder.awaitConnected();
            recorder.send(octets);
            long taken = awaitStandstill(recorder);
            Rule.FULL_SOCKET_WAITS.check(
                    taken < octets.length / 4, () -> taken + " octets taken while the peer doesn't read");
            recorder.await(Rule.FULL_SOCKET_WAITS, () -> recorder.receivedCount() == 3, "no reading meanwhile");
            timeoutsGoOn(recorder);
            mayRead.countDown();
            recorder.await(Rule.FULL_SOCKET_WAITS, () -> seen.get() != null, "the peer reads, but not all comes");
            Rule.BYTES_WHOLE.check(Arrays.equals(octets, seen.get()), () -> "the peer read other octets");
        }
    }

    private static void timeoutsGoOn(Recorder recorder) {
        int before = recorder.timeouts.get();
        recorder.timeoutDelayNanos = 2_000_000;
        recorder.transport().flush();
        recorder.await(
                Rule.FULL_SOCKET_WAITS,
                () -> recorder.timeouts.get() > before + 3,
                "a timeout that became shorter meanwhile didn't come");
        recorder.timeoutDelayNanos = Long.MAX_VALUE;
    }

    /** How much was taken when two tasks in a row found the same. */
    private static long awaitStandstill(Recorder recorder) {
        long before = -1;
        for (long now = takenAfterAWhile(recorder); now != before || now == 0; now = takenAfterAWhile(recorder)) {
            before = now;
        }
        return before;
    }

    private static long takenAfterAWhile(Recorder recorder) {
        AtomicLong found = new AtomicLong(-1);
        recorder.schedule(A_WHILE, () -> found.set(recorder.taken.get()));
        recorder.await(Rule.FULL_SOCKET_WAITS, () -> found.get() >= 0, "tasks don't run");
        return found.get();
    }

    @Test
    @Proves(Rule.NO_FLUSH_LOST)
    void flushesOfManyThreadsAreHeard() throws InterruptedException {
        int threads = 8;
        int rounds = 2000;
        try (Peer peer = Peer.counting()) {
            Recorder recorder = connected(peer, new Recorder());
            CyclicBarrier barrier = new CyclicBarrier(threads);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread[] all = IntStream.range(0, threads)
                    .mapToObj(i -> new Thread(() -> flushRounds(recorder, peer, barrier, rounds, failure)))
                    .toArray(Thread[]::new);
            Stream.of(all).forEach(Thread::start);
            for (Thread thread : all) {
                thread.join();
            }
            Rule.NO_FLUSH_LOST.check(failure.get() == null, () -> String.valueOf(failure.get()));
        }
    }

    private static void flushRounds(
            Recorder recorder, Peer peer, CyclicBarrier barrier, int rounds, AtomicReference<Throwable> failure) {
        try {
            for (int round = 1; round <= rounds; round++) {
                long wanted = (long) barrier.getParties() * round;
                recorder.send(new byte[1]);
                // Everybody waits for all, so that a lost wake-up has nobody to make up for it.
                recorder.await(Rule.NO_FLUSH_LOST, () -> peer.count.get() >= wanted, "the peer waits for an octet");
                barrier.await();
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            barrier.reset();
        }
    }

    @Test
    @Proves(Rule.PAUSE_STOPS_READING)
    void pausedReadingStopsAndResumes() {
        byte[] octets = random(4, 8 * 1024 * 1024);
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.getOutputStream().write(octets);
            socket.getInputStream().read();
        })) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onReceived(byte[] more) {
                    transport().pauseReading();
                }
            });
            recorder.timeoutDelayNanos = 5_000_000;
            recorder.send(new byte[1]);
            recorder.await(Rule.BYTES_WHOLE, () -> recorder.receivedCount() > 0, "nothing");
            timeouts(recorder, 2);
            int paused = recorder.receivedCount();
            Rule.PAUSE_STOPS_READING.check(
                    paused < octets.length, () -> "everything arrived though reading was paused at once");
            timeouts(recorder, 10);
            Rule.PAUSE_STOPS_READING.check(
                    paused == recorder.receivedCount(), () -> "octets arrive while reading is paused");
            recorder.await(
                    Rule.PAUSE_STOPS_READING,
                    () -> {
                        recorder.transport().resumeReading();
                        return recorder.receivedCount() == octets.length;
                    },
                    "not everything came after resuming");
            Rule.BYTES_WHOLE.check(Arrays.equals(octets, recorder.received()), () -> "other octets than sent");
        }
    }

    private static void timeouts(Recorder recorder, int number) {
        int before = recorder.timeouts.get();
        recorder.await(
                Rule.PAUSE_STOPS_READING, () -> recorder.timeouts.get() >= before + number, "no timeouts meanwhile");
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
