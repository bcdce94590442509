// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Transport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a handler is called; the {@link Recorder} itself watches the calls. */
abstract class CallTests extends RuleTests {
    CallTests(AdapterTck tck) {
        super(tck);
    }

    /** Everything that leads to calls, at once: octets both ways, timeouts, tasks, flushes of other threads. */
    @Test
    @Proves(Rule.CALLS_NEVER_OVERLAP)
    void callsOfAllOriginsTakeTurns() throws InterruptedException {
        int threads = 4;
        int rounds = 500;
        AtomicInteger tasks = new AtomicInteger();
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder();
            recorder.timeoutDelayNanos = 500_000;
            connected(peer, recorder);
            Thread[] all = IntStream.range(0, threads)
                    .mapToObj(i -> new Thread(() -> {
                        for (int round = 0; round < rounds; round++) {
                            recorder.send(new byte[100]);
                            recorder.schedule(Duration.ZERO, tasks::incrementAndGet);
                        }
                    }))
                    .toArray(Thread[]::new);
            for (Thread thread : all) {
                thread.start();
            }
            for (Thread thread : all) {
                thread.join();
            }
            recorder.await(
                    Rule.TASKS_IN_ORDER, () -> tasks.get() == threads * rounds, "not all tasks ran, but some did");
            recorder.await(
                    Rule.BYTES_WHOLE, () -> recorder.receivedCount() == threads * rounds * 100, "not the whole echo");
            recorder.judge();
        }
    }

    @Test
    @Proves(Rule.ON_IO_THREAD)
    void otherThreadsAreNoIoThread() {
        AtomicBoolean ofTheOther = new AtomicBoolean(true);
        AtomicBoolean ran = new AtomicBoolean();
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            Transport transport = recorder.transport();
            Rule.ON_IO_THREAD.check(!transport.onIoThread(), () -> "true on the thread of a test");
            recorder.schedule(Duration.ZERO, () -> {
                ofTheOther.set(transport.onIoThread());
                ran.set(true);
            });
            recorder.await(Rule.TASKS_IN_ORDER, ran::get, "a task never ran");
            Rule.ON_IO_THREAD.check(ofTheOther.get(), () -> "false within a task");
        }
    }

    @Test
    @Proves(Rule.FAULTS_STAY_APART)
    void exceptionOfAHandlerClosesOnlyItsTransport() {
        RuntimeException fault = new RuntimeException("a fault of the handler");
        try (Peer peer = Peer.echoing()) {
            Recorder bystander = connected(peer, new Recorder());
            Recorder inTransmit = connected(peer, new Recorder() {
                @Override
                protected void onTransmit() {
                    if (receivedCount() > 0) {
                        throw fault;
                    }
                }
            });
            Recorder inReceived = connected(peer, new Recorder() {
                @Override
                protected void onReceived(byte[] octets) {
                    throw fault;
                }
            });
            Recorder inTask = connected(peer, new Recorder());
            inReceived.send(new byte[1]);
            inTransmit.send(new byte[1]);
            inTask.schedule(Duration.ZERO, () -> {
                throw fault;
            });
            closedWith(fault, inReceived);
            closedWith(fault, inTransmit);
            closedWith(fault, inTask);
            bystander.send(new byte[10]);
            bystander.await(
                    Rule.FAULTS_STAY_APART, () -> bystander.receivedCount() == 10, "another transport has no echo");
        }
    }

    private static void closedWith(Throwable fault, Recorder recorder) {
        recorder.await(Rule.FAULTS_STAY_APART, () -> recorder.closedCalls() > 0, "not closed");
        Throwable cause = recorder.awaitClosed();
        Rule.FAULTS_STAY_APART.check(cause == fault, () -> "closed with " + cause);
    }

    @Test
    @Proves(Rule.TRANSMIT_FOLLOWS_CALLS)
    void whatTheHandlerHasAtEachCallIsSentWithoutFlush() {
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
            recorder.await(Rule.TRANSMIT_FOLLOWS_CALLS, () -> recorder.receivedCount() == 100, "no 100 round trips");
        }
    }

    @Test
    @Proves(Rule.INTERRUPT_HARMLESS)
    void interruptOfTheIoThreadDoesNoHarm() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onConnected() {
                    Thread.currentThread().interrupt();
                }
            });
            recorder.send(random(5, 100_000));
            recorder.await(Rule.INTERRUPT_HARMLESS, () -> recorder.receivedCount() == 100_000, "not the whole echo");
        }
    }
}
