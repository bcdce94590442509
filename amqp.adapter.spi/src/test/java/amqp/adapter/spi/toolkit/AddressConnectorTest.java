// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressConnectorTest {
    private static final Endpoint ENDPOINT = Endpoint.builder("127.0.0.1", 5672)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private final List<String> happened = new ArrayList<>();
    private Throwable cause;
    private final FakeTransport transport = new FakeTransport(ENDPOINT, new TransportHandler() {
        @Override
        public void connected(Transport connected) {}

        @Override
        public void received(ByteBuffer source) {}

        @Override
        public void transmit(ByteBuffer target) {}

        @Override
        public long nanosUntilTimeout() {
            return Long.MAX_VALUE;
        }

        @Override
        public void timeout() {}

        @Override
        public void closed(Throwable why) {
            cause = why;
        }
    });

    /** Notes what it is asked for; fails at once where told to. */
    private final class Attempts extends AddressConnector {
        final List<IOException> failures = new ArrayList<>();

        Attempts() {
            super(transport);
        }

        @Override
        protected void attempt(InetSocketAddress address, long nanos) throws IOException {
            happened.add(address.getAddress().getHostAddress() + " "
                    + (nanos == Long.MAX_VALUE ? "for ever" : nanos / 1_000_000));
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
        }

        @Override
        protected void abandon() {
            happened.add("abandoned");
        }

        @Override
        protected void soon(Runnable entry) {
            entry.run();
        }
    }

    private final Attempts connector = new Attempts();

    @Test
    void addressesShareTheTimeThatIsLeft() throws UnknownHostException {
        connector.begin(addresses("10.0.0.1", "10.0.0.2", "10.0.0.3"));
        transport.now += Duration.ofSeconds(1).toNanos();
        connector.refused(new IOException("no answer"));
        transport.now += Duration.ofSeconds(1).toNanos();
        connector.refused(new IOException("no answer"));
        assertEquals(
                List.of("10.0.0.1 1000", "abandoned", "10.0.0.2 1000", "abandoned", "10.0.0.3 for ever"), happened);
        assertNull(cause);
    }

    @Test
    void lastFailureIsTheReasonAndHasTheOthersWithIt() throws UnknownHostException {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        connector.failures.add(first);
        connector.begin(addresses("10.0.0.1", "10.0.0.2"));
        connector.refused(second);
        assertEquals(List.of("10.0.0.1 1500", "abandoned", "10.0.0.2 for ever", "abandoned"), happened);
        assertInstanceOf(TransportException.class, cause);
        assertSame(second, cause.getCause());
        assertEquals(List.of(first), List.of(second.getSuppressed()));
    }

    @Test
    void nothingIsTriedForATransportThatHasClosed() throws UnknownHostException {
        transport.close();
        transport.wake();
        connector.begin(addresses("10.0.0.1"));
        assertEquals(List.of(), happened);
    }

    @Test
    void addressInTextNeedsNoNameService() {
        connector.resolve(lookUp -> happened.add("asked"));
        assertEquals(List.of("127.0.0.1 for ever"), happened);
    }

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            all.add(InetAddress.getByName(literal));
        }
        return all;
    }
}
