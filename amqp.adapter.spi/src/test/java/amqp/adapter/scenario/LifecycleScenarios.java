// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Connecting, closing, timers, and faults of the handler. */
public abstract class LifecycleScenarios extends AdapterFixture {
    private static final Duration SOON = Duration.ofMillis(30);

    @Test
    public void refusedSaysSo() throws IOException {
        int port;
        try (ServerSocket gone = Peer.listening(1)) {
            port = gone.getLocalPort();
        }
        Throwable cause = connect(Endpoint.of(HOST, port), new Recorder()).awaitClosed();
        assertInstanceOf(TransportException.class, cause);
        assertEquals(
                "Cannot connect to 127.0.0.1:" + port + ": connection refused; is the broker listening there?",
                cause.getMessage());
    }

    @Test
    public void unresolvableSaysSo() {
        Throwable cause =
                connect(Endpoint.of("host.invalid", 5672), new Recorder()).awaitClosed();
        assertInstanceOf(TransportException.class, cause);
        assertTrue(cause.getMessage().contains("\"host.invalid\" can't be resolved"), cause.getMessage());
    }

    @Test
    public void connectTimeOutSaysSo() throws IOException {
        try (Peer peer = Peer.overcrowded()) {
            Endpoint endpoint = Endpoint.of(HOST, peer.port()).withConnectTimeout(Duration.ofMillis(300));
            Throwable cause = connect(endpoint, new Recorder()).awaitClosed();
            assertInstanceOf(TransportException.class, cause);
            assertTrue(cause.getMessage().startsWith("Cannot connect to 127.0.0.1:" + peer.port()), cause.getMessage());
        }
    }

    @Test
    public void nameOfSeveralAddressesConnects() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connect(Endpoint.of("localhost", peer.port()), new Recorder());
            recorder.awaitConnected();
            recorder.send(new byte[5]);
            recorder.await(() -> recorder.receivedCount() == 5, "the echo");
        }
    }

    @Test
    public void closeWhileConnectingIsHeard() throws IOException {
        try (Peer peer = Peer.overcrowded()) {
            Recorder recorder = new Recorder();
            Transport transport = adapter.connect(Endpoint.of(HOST, peer.port()), recorder);
            transport.flush();
            transport.pauseReading();
            CountDownLatch later = new CountDownLatch(1);
            adapter.schedule(SOON.multipliedBy(5), later::countDown);
            recorder.await(() -> later.getCount() == 0, "a while in which nothing may be called");
            transport.close();
            transport.close();
            TransportException cause = assertInstanceOf(TransportException.class, recorder.awaitClosed());
            assertTrue(cause.closedHere(), cause.getMessage());
            assertEquals(1, recorder.closedCalls.get());
            assertEquals(0, recorder.violations.get());
        }
    }

    @Test
    public void closeIsHeardOnceAndByThePeer() {
        AtomicBoolean ended = new AtomicBoolean();
        try (Peer peer =
                Peer.serving(socket -> ended.set(socket.getInputStream().read() < 0))) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.transport.close();
            recorder.transport.close();
            TransportException cause = assertInstanceOf(TransportException.class, recorder.awaitClosed());
            assertTrue(cause.closedHere());
            recorder.await(ended::get, "the end of the stream at the peer");
            recorder.transport.close();
            recorder.transport.flush();
            recorder.transport.schedule(Duration.ZERO, recorder.violations::incrementAndGet);
        }
    }

    @Test
    public void closeInsideACallWorks() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder() {
                @Override
                protected void onConnected() {
                    transport.close();
                }
            });
            assertTrue(assertInstanceOf(TransportException.class, recorder.awaitClosed())
                    .closedHere());
        }
    }

    @Test
    public void endOfThePeersStreamIsEof() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getOutputStream().write(new byte[1000]);
            socket.close();
        })) {
            Recorder recorder = connected(peer, new Recorder());
            assertInstanceOf(EOFException.class, recorder.awaitClosed());
            assertEquals(1000, recorder.receivedCount());
        }
    }

    @Test
    public void resetIsAnError() {
        try (Peer peer = Peer.serving(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
            socket.close();
        })) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.send(new byte[1]);
            TransportException cause = assertInstanceOf(TransportException.class, recorder.awaitClosed());
            assertTrue(cause.getMessage().contains("was lost"), cause.getMessage());
        }
    }

    @Test
    public void closeWhileTheSocketIsFullDoesNotWait() {
        CountDownLatch end = new CountDownLatch(1);
        try (Peer peer = Peer.serving(socket -> {
            try {
                end.await();
            } catch (InterruptedException unexpected) {
                throw new AssertionError(unexpected);
            }
        })) {
            Recorder recorder = connected(peer, new Recorder());
            recorder.send(new byte[64 * 1024 * 1024]);
            recorder.await(() -> recorder.taken.get() > 0, "the first octets");
            recorder.transport.close();
            assertTrue(assertInstanceOf(TransportException.class, recorder.awaitClosed())
                    .closedHere());
            end.countDown();
        }
    }

    @Test
    public void adapterClosesItsTransports() {
        try (Peer peer = Peer.echoing()) {
            Recorder one = connected(peer, new Recorder());
            Recorder other = connected(peer, new Recorder());
            adapter.close();
            adapter.close();
            assertTrue(assertInstanceOf(TransportException.class, one.awaitClosed())
                    .closedHere());
            assertTrue(assertInstanceOf(TransportException.class, other.awaitClosed())
                    .closedHere());
            Endpoint endpoint = Endpoint.of(HOST, peer.port());
            assertThrows(IllegalStateException.class, () -> adapter.connect(endpoint, new Recorder()));
            assertThrows(IllegalStateException.class, () -> adapter.schedule(SOON, () -> {}));
        }
    }

    @Test
    public void timersRunInOrderOnTheIoThread() throws InterruptedException {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = connected(peer, new Recorder());
            ConcurrentLinkedQueue<Integer> ran = new ConcurrentLinkedQueue<>();
            CountDownLatch done = new CountDownLatch(1);
            AtomicBoolean onIoThread = new AtomicBoolean(true);
            Transport transport = recorder.transport;
            for (int i : new int[] {5, 1, 4, 2, 3}) {
                transport.schedule(SOON.multipliedBy(i), () -> {
                    onIoThread.compareAndSet(true, transport.onIoThread());
                    ran.add(i);
                });
            }
            Cancellable cancelled = transport.schedule(SOON.multipliedBy(3), () -> ran.add(99));
            cancelled.cancel();
            cancelled.cancel();
            transport.schedule(SOON.multipliedBy(6), done::countDown);
            assertTrue(done.await(30, TimeUnit.SECONDS));
            assertEquals(List.of(1, 2, 3, 4, 5), List.copyOf(ran));
            assertTrue(onIoThread.get());
            assertTrue(!transport.onIoThread());
        }
    }

    @Test
    public void adapterTimerRunsOnceUnlessCancelled() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean cancelledRan = new AtomicBoolean();
        adapter.schedule(Duration.ZERO, () -> cancelledRan.set(false));
        adapter.schedule(SOON, () -> cancelledRan.set(true)).cancel();
        adapter.schedule(SOON.multipliedBy(2), done::countDown);
        assertTrue(done.await(30, TimeUnit.SECONDS));
        assertTrue(!cancelledRan.get());
    }

    @Test
    public void timeoutsOfTheHandlerRepeat() {
        try (Peer peer = Peer.echoing()) {
            Recorder recorder = new Recorder();
            recorder.timeoutDelayNanos = 3_000_000;
            connected(peer, recorder);
            recorder.await(() -> recorder.timeouts.get() >= 20, "20 time-outs");
        }
    }

    @Test
    public void exceptionOfAHandlerClosesOnlyItsTransport() {
        RuntimeException fault = new RuntimeException("a fault of the handler");
        try (Peer peer = Peer.echoing()) {
            Recorder bystander = connected(peer, new Recorder());
            Recorder inTransmit = connect(Endpoint.of(HOST, peer.port()), new Recorder() {
                @Override
                protected void onTransmit() {
                    if (receivedCount() > 0) {
                        throw fault;
                    }
                }
            });
            Recorder inReceived = connect(Endpoint.of(HOST, peer.port()), new Recorder() {
                @Override
                protected void onReceived(byte[] octets) {
                    throw fault;
                }
            });
            inReceived.awaitConnected();
            inTransmit.awaitConnected();
            inReceived.send(new byte[1]);
            inTransmit.send(new byte[1]);
            assertSame(fault, inReceived.awaitClosed());
            assertSame(fault, inTransmit.awaitClosed());
            inTransmit.violations.set(0);
            Recorder inTask = connected(peer, new Recorder());
            inTask.transport.schedule(Duration.ZERO, () -> {
                throw fault;
            });
            assertSame(fault, inTask.awaitClosed());
            bystander.send(new byte[10]);
            bystander.await(() -> bystander.receivedCount() == 10, "the bystander's echo");
        }
    }
}
