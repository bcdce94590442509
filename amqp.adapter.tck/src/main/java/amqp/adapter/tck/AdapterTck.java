// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/**
 * The test suite for adapters: extend it in the tests of an adapter, implement how to make one, and run it with JUnit.
 * All of its peers are servers of its own on the loopback interface, with certificates of its own. A failure begins
 * with the id and the sentence of the {@link Rule} that is broken.
 *
 * <p>{@link Recorder}, {@link Peer}, {@link AdapterUnderTest} and {@link TestCertificates} serve an adapter's own tests
 * as well.
 */
public abstract class AdapterTck {
    /** For subclasses. */
    protected AdapterTck() {}

    /**
     * Makes the adapter for one test, which closes it. Where it can't be used on this machine, leave the suite out with
     * {@link org.junit.jupiter.api.Assumptions#abort(String)} and the reason.
     */
    protected abstract Adapter newAdapter();

    /**
     * What the adapter can't do, each with the reason in a sentence; the tests that need it are then reported as not
     * applicable. Nothing, unless overridden.
     */
    protected Map<Feature, String> lacking() {
        return Map.of();
    }

    /**
     * Where the adapter has to connect to so that it reaches the TCP port on 127.0.0.1. An adapter without
     * {@link Feature#HOST_AND_PORT} puts something of its own between (a relay from a local socket, a child process
     * that connects to the port) and gives whatever endpoint it understands.
     *
     * @param port where the suite's peer listens
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
