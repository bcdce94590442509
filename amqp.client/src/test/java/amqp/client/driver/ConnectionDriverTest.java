// SPDX-License-Identifier: MPL-2.0
package amqp.client.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import amqp.connection.EngineOptions;
import amqp.connection.Event;
import amqp.testkit.scripted.ScriptedBroker;
import amqp.testkit.wire.BrokerFrames;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The driver under an adapter that the test plays itself. */
class ConnectionDriverTest {
    private final ScriptedBroker broker = ScriptedBroker.automatic();
    private final List<Event> events = java.util.Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closes = new AtomicInteger();
    private final List<Throwable> closed = new ArrayList<>();
    private Consumer<Event> receiver = this::receive;
    private boolean reading = true;

    private final Transport transport = new Transport() {
        @Override
        public void flush() {}

        @Override
        public void pauseReading() {
            reading = false;
        }

        @Override
        public void resumeReading() {
            reading = true;
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean onIoThread() {
            return false;
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    };

    private final Adapter adapter = new Adapter() {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public Transport connect(Endpoint endpoint, TransportHandler handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    };

    private final ConnectionDriver driver =
            new ConnectionDriver(adapter, EngineOptions.DEFAULT, new ConnectionDriver.Owner() {
                @Override
                public void transportConnected() {}

                @Override
                public void receive(Event event) {
                    receiver.accept(event);
                }

                @Override
                public void transportClosed(Throwable cause) {
                    closed.add(cause);
                }
            });

    private void receive(Event event) {
        events.add(event);
        if (event instanceof Event.TransportFinished) {
            driver.closeTransport();
        }
    }

    private void exchange() {
        ByteBuffer octets = ByteBuffer.allocate(16384);
        do {
            octets.clear();
            driver.transmit(octets);
            broker.receive(octets.flip());
            driver.received(broker.take());
        } while (octets.limit() > 0);
    }

    private void open() {
        driver.connected(transport);
        exchange();
        assertInstanceOf(Event.ConnectionOpened.class, events.remove(0));
    }

    private void close() {
        driver.command(engine -> {
            engine.close(200, "", System.nanoTime());
            return null;
        });
    }

    @Test
    void aCloseBeforeConnectingEndsItWhenConnected() {
        close();
        assertEquals(List.of(), events);
        driver.connected(transport);
        assertEquals(1, closes.get());
        assertInstanceOf(Event.ConnectionClosed.class, events.get(0));
        driver.closed(new EOFException());
        assertEquals(1, closed.size());
    }

    @Test
    void readingStopsForTheInboxAndForAnswersThatDoNotLeave() {
        open();
        driver.command(engine -> engine.openChannel("", null, Duration.ofSeconds(1), System.nanoTime()));
        exchange();
        byte[] flow = BrokerFrames.method(1, "channel.flow", true);
        while (reading) {
            driver.received(ByteBuffer.wrap(flow));
        }
        driver.pauseReading();
        driver.resumeReading();
        assertFalse(reading, "the answers still wait");
        driver.pauseReading();
        ByteBuffer octets = ByteBuffer.allocate(1 << 20);
        driver.transmit(octets);
        assertFalse(reading, "the inbox is full");
        driver.resumeReading();
        assertTrue(reading);

        while (reading) {
            driver.received(ByteBuffer.wrap(flow));
        }
        driver.transmit(octets);
        assertTrue(reading);
    }

    @Test
    void whatNeverConnectedEndsToo() {
        driver.closed(new EOFException());
        assertInstanceOf(Event.ConnectionClosed.class, events.get(0));
        assertInstanceOf(Event.TransportFinished.class, events.get(1));
        assertEquals(1, closed.size());
        assertEquals(0, closes.get());
    }

    @Test
    void aReceiverThatFailsKeepsTheOtherEventsFromNothing() {
        open();
        receiver = event -> {
            events.add(event);
            throw new IllegalStateException("contained");
        };
        driver.closed(new EOFException());
        assertEquals(2, events.size());
        assertEquals(1, closed.size());
    }

    @Test
    void aFailingCommandLeavesTheLockFree() throws Exception {
        open();
        assertThrows(
                IllegalStateException.class,
                () -> driver.command(engine -> {
                    throw new IllegalStateException("thrown");
                }));
        Thread other = new Thread(driver::timeout);
        other.start();
        other.join(Duration.ofSeconds(20).toMillis());
        assertTrue(!other.isAlive());
    }
}
