// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.tck;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * An adapter under test, with its handlers. {@link #close} closes the adapter and throws an error that names the rule
 * when a thread is left, when {@code closed} of a handler was not called once, or when a handler noticed a broken rule
 * before.
 */
public final class AdapterUnderTest implements AutoCloseable {
    private static final int ECHOED = 100_000;

    private final Adapter adapter;
    private final List<Recorder> recorders = new ArrayList<>();

    /** Takes over an adapter and closes it. */
    public AdapterUnderTest(Adapter adapter) {
        this.adapter = adapter;
    }

    /** Returns the adapter. */
    public Adapter adapter() {
        return adapter;
    }

    /** Starts to connect and returns the handler. */
    public <R extends Recorder> R connect(Endpoint endpoint, R recorder) {
        adapter.connect(endpoint, recorder);
        recorders.add(recorder);
        return recorder;
    }

    /** Returns the number of live threads of this kind of adapter, which it recognises by their names. */
    public long threads() {
        String prefix = "amqp-" + adapter.name() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    /**
     * Opens connections to an echo at 127.0.0.1, sends bytes both ways on all of them, and returns the number of
     * {@link #threads} while they are open; they are closed with the adapter.
     *
     * @param connections as many as one peer can serve, 1000 at most
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
