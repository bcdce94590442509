// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import static amqp.testkit.proxy.Direction.TO_CLIENT;
import static amqp.testkit.proxy.Direction.TO_SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.testkit.Await;
import amqp.testkit.RefusingPort;
import amqp.testkit.wire.BrokerFrames;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void forwardsBothWays() throws IOException {
        var octets = new byte[3_000_000];
        new Random(42).nextBytes(octets);
        try (var socket = connect()) {
            var echo = CompletableFuture.supplyAsync(() -> read(socket, octets.length));
            socket.getOutputStream().write(octets);
            assertArrayEquals(octets, echo.join());
            assertEquals(1, proxy.openConnections());
            socket.shutdownOutput();
            assertEquals(-1, socket.getInputStream().read());
        }
        assertEquals(octets.length, proxy.octets(TO_SERVER));
        assertEquals(octets.length, proxy.octets(TO_CLIENT));
        assertEquals(1, proxy.acceptedConnections());
        awaitEnding("end");
        Await.until(DEADLINE, () -> proxy.openConnections() == 0, () -> proxy.openConnections() + " open");
    }

    @Test
    void resetIsFeltOnBothSides() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.reset();
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
        }
        awaitEnding("SocketException");
        assertEquals(0, proxy.openConnections());
    }

    @Test
    void cutIsAnOrderlyEndOnBothSides() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.cut();
            assertEquals(-1, socket.getInputStream().read());
            awaitEnding("end");
            socket.getOutputStream().write(HELLO);
        }
        Await.until(DEADLINE, () -> proxy.openConnections() == 0, () -> proxy.openConnections() + " open");
        assertEquals(HELLO.length, server.received.get());
    }

    @Test
    void resetOfOneSideReachesTheOther() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            socket.setSoLinger(true, 0);
        }
        awaitEnding("SocketException");
    }

    @Test
    void halfCloseLeavesTheOtherWayOpen() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.halfClose(TO_CLIENT);
            assertEquals(-1, socket.getInputStream().read());
            socket.getOutputStream().write(HELLO);
            Await.until(DEADLINE, () -> server.received.get() == 10, () -> server.received + " octets came");
        }
    }

    @Test
    void blackHoleHoldsEverythingUntilItEnds() throws IOException {
        for (var direction : Direction.values()) {
            try (var socket = connect()) {
                echo(socket, HELLO);
                proxy.blackHole(direction, true);
                socket.getOutputStream().write(HELLO);
                socket.setSoTimeout(100);
                assertThrows(
                        SocketTimeoutException.class,
                        () -> socket.getInputStream().read());
                proxy.blackHole(direction, false);
                socket.setSoTimeout((int) DEADLINE.toMillis());
                assertArrayEquals(HELLO, read(socket, HELLO.length));
            }
        }
    }

    @Test
    void whatIsUnderWayWaitsInOrderWithoutThreadsOfItsOwn() throws IOException {
        var octets = new byte[200];
        new Random(7).nextBytes(octets);
        try (var socket = connect()) {
            echo(socket, HELLO);
            var threads = proxyThreads();
            proxy.latency(TO_CLIENT, Duration.ofMillis(150));
            for (var octet : octets) socket.getOutputStream().write(octet);
            Await.until(DEADLINE, () -> server.received.get() == HELLO.length + 200, () -> server.received + " came");
            assertTrue(proxyThreads() <= threads, "more threads than before"); // one of an earlier test may have ended
            assertArrayEquals(octets, read(socket, octets.length));
        }
    }

    @Test
    void injectedOctetsFollowWhatCameBefore() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.inject(TO_CLIENT, new byte[] {'!'}).inject(TO_SERVER, new byte[] {'?'});
            assertArrayEquals(new byte[] {'!', '?'}, read(socket, 2));
            echo(socket, HELLO);
        }
        // What has arrived may not have been counted yet.
        Await.until(
                DEADLINE,
                () -> proxy.octets(TO_SERVER) == 2 * HELLO.length + 1,
                () -> proxy.octets(TO_SERVER) + " octets were counted");
    }

    @Test
    void senderIntoABlackHoleIsStoppedInTheEnd() throws IOException {
        proxy.blackHole(TO_SERVER, true);
        try (var channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", proxy.port()))) {
            channel.configureBlocking(false);
            var refusals = new AtomicInteger();
            Await.until(
                    DEADLINE,
                    () -> fill(channel) == 0 ? refusals.incrementAndGet() == 10 : refusals.getAndSet(0) < 0,
                    () -> "the socket always takes more");
            assertEquals(0, proxy.octets(TO_SERVER));
        }
    }

    @Test
    void cutAfterCountsOctetsOfEachConnection() throws IOException {
        proxy.cutAfter(TO_CLIENT, 3);
        for (var i = 0; i < 2; i++) {
            try (var socket = connect()) {
                socket.getOutputStream().write(HELLO);
                assertArrayEquals(
                        new byte[] {'h', 'e', 'l'}, socket.getInputStream().readAllBytes());
            }
        }
        proxy.heal();
        try (var socket = connect()) {
            echo(socket, HELLO);
        }
    }

    @Test
    void oneOctetIsCorrupted() throws IOException {
        proxy.corrupt(TO_SERVER, 6, 0x20);
        try (var socket = connect()) {
            echo(socket, HELLO);
            socket.getOutputStream().write(HELLO);
            assertArrayEquals(new byte[] {'h', 'E', 'l', 'l', 'o'}, read(socket, 5));
        }
    }

    @Test
    void endOfTheNextFrameIsCorruptedOnce() throws IOException {
        var method = BrokerFrames.method(1, "basic.ack", 1, false);
        try (var socket = connect()) {
            echo(socket, BrokerFrames.protocolHeader(0, 0, 9, 1));
            echo(socket, method);
            // The rest of a frame that has begun, and the next one.
            socket.getOutputStream().write(method, 0, 9);
            read(socket, 9);
            proxy.corruptFrame(TO_SERVER);
            socket.getOutputStream().write(method, 9, method.length - 9);
            var rest = read(socket, method.length - 9);
            assertEquals((byte) (0xce ^ 1), rest[rest.length - 1]);
            echo(socket, method);
        }
    }

    @Test
    void slicesRateAndLatencyLoseNothing() throws IOException {
        proxy.slices(TO_SERVER, 1).slices(TO_CLIENT, 7).latency(TO_SERVER, Duration.ofMillis(40));
        proxy.rate(TO_CLIENT, 20_000);
        var octets = new byte[1000];
        new Random(7).nextBytes(octets);
        var start = System.nanoTime();
        try (var socket = connect()) {
            echo(socket, octets);
        }
        // Lower bounds only: 40 ms of latency, and all but the last slice paced at 20 octets a millisecond.
        var took = Duration.ofNanos(System.nanoTime() - start).toMillis();
        assertTrue(took >= 40 + 49, took + " ms");
    }

    @Test
    void refusesAndAcceptsAgainOnTheSamePort() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.refuse(true);
            assertThrows(ConnectException.class, this::connect);
            echo(socket, HELLO);
            proxy.refuse(false);
            try (var other = connect()) {
                echo(other, HELLO);
            }
        }
        assertEquals(2, proxy.acceptedConnections());
    }

    @Test
    void targetThatRefusesIsSeenAsAReset() throws IOException {
        try (var refusing = new RefusingPort()) {
            proxy.forwardTo(refusing.port());
            try (var socket = connect()) {
                assertThrows(
                        SocketException.class, () -> socket.getInputStream().read());
            }
        }
        Await.until(DEADLINE, () -> proxy.openConnections() == 0, () -> proxy.openConnections() + " open");
        try (var other = new EchoServer()) {
            proxy.forwardTo(other.port());
            try (var socket = connect()) {
                echo(socket, HELLO);
            }
        }
    }

    @Test
    void everyConnectionHasItsTap() throws IOException {
        try (var socket = connect()) {
            echo(socket, BrokerFrames.heartbeat());
        }
        proxy.keepFrames(false).corrupt(TO_SERVER, 7, 0xff);
        try (var socket = connect()) {
            socket.getOutputStream().write(BrokerFrames.heartbeat());
            read(socket, 8);
        }
        var taps = proxy.taps();
        assertEquals(2, taps.size());
        assertEquals("[Heartbeat[channel=0]]", taps.get(0).frames(TO_SERVER).toString());
        assertEquals(List.of(), taps.get(0).violations());
        assertEquals(1, taps.get(1).frameCount(TO_SERVER), "it looks before the fault is applied");
        assertEquals(
                List.of("TO_CLIENT, frame 0: Frame end is 31 instead of ce, frame type 8, 8 octets."),
                taps.get(1).violations());
    }

    @Test
    void tapsAreForgottenWithTheirConnectionsWhereNobodyWantsThem() throws IOException {
        proxy.keepTaps(false);
        try (var socket = connect()) {
            echo(socket, HELLO);
            assertEquals(1, proxy.taps().size());
        }
        Await.until(DEADLINE, () -> proxy.taps().isEmpty(), () -> proxy.taps().size() + " taps");
    }

    @Test
    void closeLeavesNoThreadBehind() throws IOException {
        try (var socket = connect()) {
            echo(socket, HELLO);
            proxy.close();
            assertThrows(SocketException.class, () -> socket.getInputStream().read());
            assertThrows(ConnectException.class, this::connect);
        }
        Await.until(DEADLINE, () -> proxyThreads() == 0, () -> proxyThreads() + " threads live");
    }

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", proxy.port());
        socket.setSoTimeout((int) DEADLINE.toMillis());
        return socket;
    }

    private static void echo(Socket socket, byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        assertArrayEquals(octets, read(socket, octets.length));
    }

    private static byte[] read(Socket socket, int count) {
        try {
            return socket.getInputStream().readNBytes(count);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Writes until the socket takes no more, and tells how much it took. */
    private static long fill(SocketChannel channel) {
        try {
            var total = 0L;
            for (var count = -1; count != 0; total += count) count = channel.write(ByteBuffer.allocate(65536));
            return total;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitEnding(String expected) {
        Await.until(DEADLINE, () -> server.endings.contains(expected), () -> "ended by " + server.endings);
    }

    private static long proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("amqp-testkit-proxy"))
                .count();
    }
}
