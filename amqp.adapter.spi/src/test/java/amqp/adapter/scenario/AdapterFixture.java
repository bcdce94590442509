// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.AdapterProvider;
import amqp.adapter.spi.Endpoint;
import amqp.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One adapter a test; afterwards it is closed, no thread of it may be left, and no handler's contract broken. */
public abstract class AdapterFixture {
    static final String HOST = "127.0.0.1";

    protected Adapter adapter;
    private final List<Recorder> recorders = new ArrayList<>();

    protected abstract Adapter newAdapter();

    @BeforeEach
    final void createAdapter() {
        adapter = newAdapter();
    }

    @AfterEach
    final void closeAdapter() {
        adapter.close();
        Await.until(Recorder.PATIENCE, () -> threads() == 0, () -> threads() + " threads left after close");
        for (Recorder recorder : recorders) {
            assertEquals(1, recorder.closedCalls.get(), "closed exactly once");
            assertEquals(0, recorder.violations.get(), "calls that overlapped, came late, or had too little room");
        }
    }

    /** Threads of this kind of adapter that are alive. */
    protected final long threads() {
        String prefix = "amqp-" + adapter.name() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    protected final <R extends Recorder> R connect(Endpoint endpoint, R recorder) {
        recorders.add(recorder);
        adapter.connect(endpoint, recorder);
        return recorder;
    }

    protected final <R extends Recorder> R connected(Peer peer, R recorder) {
        connect(Endpoint.of(HOST, peer.port()), recorder).awaitConnected();
        return recorder;
    }

    /** The provider of that name, as an application's module finds it. */
    protected static AdapterProvider provider(String name) {
        return ServiceLoader.load(AdapterProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    protected static byte[] random(long seed, int count) {
        byte[] octets = new byte[count];
        new Random(seed).nextBytes(octets);
        return octets;
    }
}
