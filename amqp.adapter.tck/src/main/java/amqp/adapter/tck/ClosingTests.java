// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Every way in which a connection ends. */
abstract class ClosingTests extends RuleTests {
    private static final int MOST_CONNECTING = 100;
    private static final int TASKS = 1000;

    ClosingTests(AdapterTck tck) {
        super(tck);
    }

    @Test
    @Proves(Rule.CLOSED_ONCE_AND_LAST)
    void closeIsHeardOnceAndByThePeer() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean late = new AtomicBoolean();
        try (Peer peer = Peer.serving(socket -> ended.set(ends(socket)))) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.transport().close();
            recorder.transport().close();
            closedHere(recorder);
            recorder.await(Rule.CLOSE_SENDS_THE_REST, ended::get, "the peer's stream goes on");
            recorder.transport().close();
            recorder.transport().flush();
            recorder.transport().schedule(Duration.ZERO, () -> late.set(true));
            Recorder other = connected(peer, new Recorder());
            AtomicBoolean later = new AtomicBoolean();
            other.schedule(Duration.ofMillis(30), () -> later.set(true));
            other.await(Rule.TASKS_IN_ORDER, later::get, "a task never ran");
            Rule.CLOSED_ONCE_AND_LAST.check(!late.get(), () -> "a task ran after closed");
        }
    }

    @Test
    @Proves(Rule.CLOSED_ONCE_AND_LAST)
    void closeInsideACallWorks() {
        try (Peer peer = Peer.echoing()) {
            closedHere(connected(peer, new Recorder() {
                @Override
                protected void onConnected() {
                    transport().close();
                }
            }));
        }
    }

    @Test
    @Proves(Rule.CLOSE_SENDS_THE_REST)
    void closeSendsWhatTheHandlerHas() {
        byte[] octets = random(6, 60_000);
        AtomicReference<byte[]> seen = new AtomicReference<>();
        try (Peer peer = Peer.serving(socket -> seen.set(socket.getInputStream().readAllBytes()))) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.give(octets);
            recorder.transport().close();
            closedHere(recorder);
            recorder.await(Rule.CLOSE_SENDS_THE_REST, () -> seen.get() != null, "the peer's stream goes on");
            Rule.CLOSE_SENDS_THE_REST.check(
                    Arrays.equals(octets, seen.get()),
                    () -> "the peer read " + seen.get().length + " of " + octets.length + " octets");
        }
    }

    @Test
    @Proves(Rule.CLOSE_SENDS_THE_REST)
    void closeWhileTheSocketIsFullDoesNotWait() {
        CountDownLatch end = new CountDownLatch(1);
        try (Peer peer = Peer.serving(socket -> StreamTests.awaitQuietly(end))) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.send(new byte[64 * 1024 * 1024]);
            recorder.await(Rule.NO_FLUSH_LOST, () -> recorder.taken.get() > 0, "nothing was taken");
            recorder.transport().close();
            closedHere(recorder);
        } finally {
            end.countDown();
        }
    }

    @Test
    @Proves(Rule.END_OF_STREAM)
    void endOfThePeersStreamIsEof() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getOutputStream().write(new byte[1000]);
            socket.close();
        })) {
            endsAfter(1000, connected(peer, new Recorder()));
        }
    }

    @Test
    @Proves(Rule.END_OF_STREAM)
    void halfCloseOfThePeerEndsBothHalves() {
        AtomicBoolean ended = new AtomicBoolean();
        try (Peer peer = Peer.serving(socket -> {
            socket.getOutputStream().write(new byte[10]);
            socket.shutdownOutput();
            ended.set(ends(socket));
        })) {
            Recorder recorder = connected(peer, new Recorder());
            endsAfter(10, recorder);
            recorder.await(Rule.END_OF_STREAM, ended::get, "the other half stays open");
        }
    }

    private static void endsAfter(int octets, Recorder recorder) {
        Throwable cause = recorder.awaitClosed();
        Rule.END_OF_STREAM.check(cause instanceof EOFException, () -> "closed with " + cause);
        Rule.END_OF_STREAM.check(
                recorder.receivedCount() == octets, () -> recorder.receivedCount() + " of " + octets + " octets");
    }

    @Test
    @Proves(Rule.LOST_SAYS_SO)
    void resetIsAnError() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
            socket.close();
        })) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.send(new byte[1]);
            TransportException cause = recorder.awaitFailure(Rule.LOST_SAYS_SO);
            Rule.LOST_SAYS_SO.check(!cause.closedHere(), () -> "closed with " + cause);
        }
    }

    @Test
    @Proves(Rule.ADAPTER_CLOSES_ALL)
    void adapterClosesItsTransports() {
        AtomicInteger ended = new AtomicInteger();
        try (Peer peer = Peer.serving(socket -> {
            if (ends(socket)) {
                ended.incrementAndGet();
            }
        })) {
            Recorder one = connected(peer, new Recorder());
            Recorder other = connected(peer, new Recorder());
            adapter().close();
            adapter().close();
            closedHere(one);
            closedHere(other);
            one.await(Rule.ADAPTER_CLOSES_ALL, () -> ended.get() == 2, "a peer's stream goes on");
            Endpoint endpoint = endpoint(peer);
            refusedWhenClosed("connect", () -> adapter().connect(endpoint, new Recorder()));
            refusedWhenClosed("schedule", () -> adapter().schedule(Duration.ZERO, () -> {}));
        }
    }

    /** Whoever is not refused is among the handlers that have to hear their end. */
    @RepeatedTest(20)
    @Proves(Rule.ADAPTER_CLOSES_ALL)
    void connectWhileTheAdapterClosesIsRefusedOrEnds() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread closing = new Thread(() -> {
            StreamTests.awaitQuietly(begun);
            adapter().close();
        });
        closing.start();
        try (Peer peer = Peer.echoing()) {
            for (int i = 0; i < MOST_CONNECTING; i++) {
                connect(endpoint(peer), new Recorder());
                begun.countDown();
            }
        } catch (IllegalStateException closed) {
            // As it should.
        } finally {
            begun.countDown();
            closing.join();
        }
    }

    @RepeatedTest(5)
    @Proves(Rule.ADAPTER_CLOSES_ALL)
    void tasksCanBeCancelledWhileTheAdapterCloses() throws InterruptedException {
        List<Cancellable> tasks = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            for (int i = 0; i < TASKS; i++) {
                tasks.add(adapter().schedule(Duration.ofHours(1), () -> {}));
                tasks.add(recorder.schedule(Duration.ofHours(1), () -> {}));
            }
            Thread canceller = new Thread(() -> tasks.forEach(Cancellable::cancel));
            canceller.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
            canceller.start();
            adapter().close();
            canceller.join();
            recorder.awaitClosed();
        }
        tasks.forEach(Cancellable::cancel);
        Rule.ADAPTER_CLOSES_ALL.check(failure.get() == null, () -> "cancel threw " + failure.get());
    }

    private static void refusedWhenClosed(String what, Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException expected) {
            return;
        }
        throw Rule.ADAPTER_CLOSES_ALL.broken(what + " on a closed adapter threw nothing");
    }

    private static void closedHere(Recorder recorder) {
        TransportException cause = recorder.awaitFailure(Rule.CLOSE_SENDS_THE_REST);
        Rule.CLOSE_SENDS_THE_REST.check(cause.closedHere(), () -> "closed with " + cause);
    }

    /** Whether the stream ends, in order or by a reset. */
    private static boolean ends(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
