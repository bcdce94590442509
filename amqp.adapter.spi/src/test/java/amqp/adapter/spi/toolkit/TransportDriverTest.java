// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportDriverTest {
    private final Handler handler = new Handler();
    private final FakeTransport transport = new FakeTransport(
            Endpoint.builder("broker", 5672)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build(),
            handler);

    /** Gives octets that it was told to, and follows the script of a test. */
    private static final class Handler implements TransportHandler {
        int toSend;
        int transmits;
        int connects;
        int received;
        int timeouts;
        long delay = Long.MAX_VALUE;
        Runnable inReceived = () -> {};
        Throwable cause;
        int leave;

        @Override
        public void connected(Transport transport) {
            connects++;
        }

        @Override
        public void received(ByteBuffer source) {
            received += source.remaining() - leave;
            source.position(source.limit() - leave);
            inReceived.run();
        }

        @Override
        public void transmit(ByteBuffer target) {
            transmits++;
            int count = Math.min(toSend, target.remaining());
            target.put(new byte[count]);
            toSend -= count;
        }

        @Override
        public long nanosUntilTimeout() {
            return delay;
        }

        @Override
        public void timeout() {
            timeouts++;
        }

        @Override
        public void closed(Throwable why) {
            assertEquals(null, cause, "closed once");
            cause = why;
        }
    }

    @Test
    void nothingIsTransmittedBeforeTheConnectionIsMade() {
        transport.begin();
        transport.flush();
        transport.wake();
        assertEquals(0, handler.transmits);
        transport.connectionMade();
        assertEquals(1, handler.connects);
        assertEquals(1, handler.transmits);
    }

    @Test
    void afterEachEntryTheHandlerIsAskedUntilItHasNoMore() {
        transport.open();
        handler.inReceived = () -> handler.toSend = 100_000;
        transport.read(new byte[3]);
        assertEquals(3, handler.received);
        assertEquals(100_000, transport.written.size());
        assertEquals(0, transport.buffersOut);
    }

    @Test
    void fullSocketKeepsTheRestAndAsksNoMore() {
        transport.open();
        transport.window = 1000;
        handler.toSend = 200_000;
        transport.flush();
        transport.wake();
        int asked = handler.transmits;
        transport.flush();
        transport.wake();
        transport.read(new byte[1]);
        assertEquals(asked, handler.transmits);
        assertEquals(1, transport.buffersOut);
        transport.writable(500);
        assertEquals(asked, handler.transmits);
        assertEquals(1500, transport.written.size());
        transport.writable(Integer.MAX_VALUE);
        assertEquals(200_000, transport.written.size());
        assertEquals(0, transport.buffersOut);
    }

    @Test
    void bufferThatWasTakenWhileTheSocketWasFullIsGivenBack() {
        transport.open();
        transport.window = 0;
        handler.toSend = 100;
        transport.flush();
        transport.wake();
        assertEquals(1, transport.buffersOut);
        transport.takeLate();
        assertEquals(100, transport.written.size());
        assertEquals(0, transport.buffersOut);
    }

    @Test
    void whileTheSocketIsFullShorterTimeOutsAreNoticed() {
        transport.open();
        transport.window = 0;
        handler.toSend = 1;
        transport.flush();
        transport.wake();
        assertEquals(TimeUnit.MILLISECONDS.toNanos(50), transport.armed.get(transport.armed.size() - 1));
    }

    @Test
    void oneTurnIsBoundedAndTheRestFollows() {
        transport.open();
        handler.toSend = 20 * 64 * 1024;
        transport.flush();
        transport.wake();
        assertEquals(16 * 64 * 1024, transport.written.size());
        assertEquals(2, transport.wakeUps);
        transport.wake();
        assertEquals(20 * 64 * 1024, transport.written.size());
    }

    @Test
    void flushesAndPausesShareOneWakeUp() {
        transport.open();
        transport.ioThread = false;
        transport.flush();
        transport.flush();
        transport.pauseReading();
        transport.close();
        assertEquals(1, transport.wakeUps);
    }

    @Test
    void flushInsideACallNeedsNoWakeUp() {
        transport.open();
        handler.inReceived = () -> {
            handler.toSend = 7;
            transport.flush();
        };
        transport.read(new byte[1]);
        assertEquals(0, transport.wakeUps);
        assertEquals(7, transport.written.size());
    }

    @Test
    void flushOnTheIoThreadOutsideACallWakes() {
        transport.open();
        handler.toSend = 7;
        transport.flush();
        assertEquals(1, transport.wakeUps);
        transport.wake();
        assertEquals(7, transport.written.size());
        transport.flush();
        assertEquals(2, transport.wakeUps);
    }

    @Test
    void timerIsArmedOnlyToRingEarlier() {
        handler.delay = TimeUnit.SECONDS.toNanos(2);
        transport.open();
        assertEquals(List.of(TimeUnit.SECONDS.toNanos(3), TimeUnit.SECONDS.toNanos(2)), transport.armed);
        transport.now += TimeUnit.SECONDS.toNanos(1);
        transport.read(new byte[1]);
        assertEquals(2, transport.armed.size(), "a later timeout sets no timer, also where nanoTime wraps");
        transport.now += TimeUnit.SECONDS.toNanos(1);
        transport.ring();
        assertEquals(1, handler.timeouts);
        assertEquals(3, transport.armed.size());
        handler.delay = 0;
        transport.read(new byte[1]);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(1), transport.armed.get(3), "never less, so as not to spin");
    }

    @Test
    void connectTimeOutIsTheDriversBusiness() {
        transport.begin();
        transport.now += TimeUnit.SECONDS.toNanos(2);
        transport.ring();
        assertEquals(null, handler.cause);
        transport.now += TimeUnit.SECONDS.toNanos(1);
        transport.ring();
        assertEquals(
                "Cannot connect to broker:5672: no connection within 3000 ms; is the host up, and does a firewall let it "
                        + "through?",
                handler.cause.getMessage());
        assertEquals(0, handler.connects);
        assertEquals(1, transport.shuts);
    }

    @Test
    void closeOffersWhatThereIsAndWaitsForNothing() {
        transport.open();
        transport.window = 100;
        handler.toSend = 500;
        transport.close();
        transport.wake();
        assertEquals(100, transport.written.size());
        assertTrue(assertInstanceOf(TransportException.class, handler.cause).closedHere());
        assertEquals(1, transport.shuts);
        assertEquals(0, transport.buffersOut);
        transport.close();
        transport.read(new byte[1]);
        transport.ring();
        transport.becameWritable();
        transport.wake();
        assertEquals(1, transport.shuts);
        assertEquals(0, handler.received);
    }

    @Test
    void endOfStreamIsEof() {
        transport.open();
        transport.end();
        assertInstanceOf(EOFException.class, handler.cause);
    }

    @Test
    void failedWriteClosesWithASentence() {
        transport.open();
        transport.failure = new IOException("Broken pipe");
        handler.toSend = 1;
        transport.flush();
        transport.wake();
        assertEquals("The connection to broker:5672 was lost: Broken pipe", handler.cause.getMessage());
        assertEquals(0, transport.buffersOut);
    }

    @Test
    void errorOfTheHandlerIsTheCause() {
        Error error = new StackOverflowError();
        transport.open();
        handler.inReceived = () -> {
            throw error;
        };
        transport.read(new byte[1]);
        assertSame(error, handler.cause);
        assertEquals(1, transport.shuts);
    }

    @Test
    void octetsLeftUnreadAreAFault() {
        transport.open();
        handler.leave = 2;
        transport.read(new byte[5]);
        assertInstanceOf(IllegalStateException.class, handler.cause);
    }

    @Test
    void readingIsSwitchedOnlyWhenItChanges() {
        transport.open();
        transport.pauseReading();
        transport.wake();
        transport.resumeReading();
        transport.pauseReading();
        transport.wake();
        transport.resumeReading();
        transport.wake();
        assertEquals(List.of(false, true), transport.reading);
    }
}
