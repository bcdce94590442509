// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * An adapter under test, with the handlers that were given to it. {@link #close} closes the adapter and throws an error
 * that names the rule when a thread is left, when a handler did not hear {@code closed} once, or when a handler noticed
 * anything before.
 */
public final class AdapterUnderTest implements AutoCloseable {
    private static final int ECHOED = 100_000;

    private final Adapter adapter;
    private final List<Recorder> recorders = new ArrayList<>();

    /** Takes an adapter over, which nobody else closes. */
    public AdapterUnderTest(Adapter adapter) {
        this.adapter = adapter;
    }

    /** The adapter. */
    public Adapter adapter() {
        return adapter;
    }

    /** Begins to connect; gives the handler back. */
    public <R extends Recorder> R connect(Endpoint endpoint, R recorder) {
        adapter.connect(endpoint, recorder);
        recorders.add(recorder);
        return recorder;
    }

    /** Threads of this kind of adapter that are alive, told by their names. */
    public long threads() {
        String prefix = "amqp-" + adapter.name() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /**
     * Opens connections to an echo at 127.0.0.1, lets octets go both ways on all of them, and counts the {@link #threads} while they
     * are open; they are closed with the adapter.
     *
     * @param connections as many as one peer is to serve, 1000 at most
     */
    public long threadsServing(int connections) {
        try (Peer peer = Peer.echoing()) {
            List<Recorder> serving = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                serving.add(connect(Endpoint.of("127.0.0.1", peer.port()), new Recorder()));
            }
            serving.forEach(Recorder::awaitConnected);
            serving.forEach(recorder -> recorder.send(new byte[ECHOED]));
            for (Recorder recorder : serving) {
                recorder.await(Rule.BYTES_WHOLE, () -> recorder.receivedCount() == ECHOED, "no echo");
            }
            return threads();
        }
    }

    private boolean awaitClosed() {
        try {
            return adapter.awaitClosed(Rule.patience());
        } catch (InterruptedException given) {
            Thread.currentThread().interrupt();
            throw Rule.NOTHING_LEFT.broken("the thread of the test was interrupted");
        }
    }

    @Override
    public void close() {
        adapter.close();
        boolean ended;
        try {
            recorders.forEach(Recorder::awaitClosed);
        } finally { // also after a failure, lest the next test counts these threads
            ended = awaitClosed();
        }
        Rule.NOTHING_LEFT.check(ended, () -> "awaitClosed returned false");
        Rule.NOTHING_LEFT.check(threads() == 0, () -> threads() + " threads left when awaitClosed has returned");
        recorders.forEach(Recorder::judge);
    }
}
