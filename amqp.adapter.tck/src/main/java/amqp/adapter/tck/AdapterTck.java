// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/**
 * The test suite for adapters: extend it in the tests of an adapter, implement {@link #newAdapter}, and run it with
 * JUnit. All of its peers are its own servers on the loopback interface, with its own certificates. A failure starts
 * with the id and the sentence of the broken {@link Rule}.
 *
 * <p>{@link Recorder}, {@link Peer}, {@link AdapterUnderTest} and {@link TestCertificates} can also be used in an
 * adapter's own tests.
 */
public abstract class AdapterTck {
    /** Creates the suite; for subclasses. */
    protected AdapterTck() {}

    /**
     * Creates the adapter for one test, which closes it. If it cannot be used on this machine, skip the suite with
     * {@link org.junit.jupiter.api.Assumptions#abort(String)} and the reason.
     */
    protected abstract Adapter newAdapter();

    /**
     * Returns what the adapter does not support, each with the reason in a sentence; the tests that need it are then
     * reported as not applicable. Empty by default.
     */
    protected Map<Feature, String> lacking() {
        return Map.of();
    }

    /**
     * Returns the endpoint with which the adapter reaches the TCP port on 127.0.0.1. An adapter without
     * {@link Feature#HOST_AND_PORT} puts something of its own between (a relay from a local socket, a child process
     * that connects to the port) and returns an endpoint that it understands.
     *
     * @param port the port of the suite's peer
     */
    protected Endpoint endpoint(int port) {
        return Endpoint.of("127.0.0.1", port);
    }

    @Nested
    final class Connecting extends ConnectingTests {
        Connecting() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Calls extends CallTests {
        Calls() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Streams extends StreamTests {
        Streams() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Timers extends TimerTests {
        Timers() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Closing extends ClosingTests {
        Closing() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Resources extends ResourceTests {
        Resources() {
            super(AdapterTck.this);
        }
    }

    @Nested
    final class Tls extends TlsTests {
        Tls() {
            super(AdapterTck.this);
        }
    }
}
