// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A trace of what passes now: sockets are copied by threads of their own, decoded by one, printed by another, so that
 * clients wait for neither terminal nor disk.
 */
final class LiveTrace {
    /** What may have been copied and not decoded yet. */
    private static final long BOUND = 32 << 20;

    private static final long LONGEST_END_SECONDS = 10;

    private final RecordQueue queue = new RecordQueue(BOUND);
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long connections;

    /** @param connections so many that ended are the end of the trace */
    LiveTrace(long connections) {
        this.connections = connections;
    }

    /** Returns when it has ended and all that passed is decoded. */
    void run(ServerSocket listener, ClientTls clientTls, BrokerAddress broker, Tracer tracer)
            throws IOException, InterruptedException {
        Worker decoder = Worker.start("amqp-trace-decode", () -> decode(tracer));
        Proxy proxy = new Proxy(listener, clientTls, broker, queue, count -> {
            if (count >= connections) {
                stop();
            }
        });
        try (proxy) {
            end.await();
        } finally {
            queue.close();
            decoder.awaitEnd();
        }
    }

    private void decode(Tracer tracer) {
        try {
            for (TraceRecord passed = queue.take(); passed != null; passed = queue.take()) {
                tracer.accept(passed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it; for any thread. */
    void stop() {
        end.countDown();
    }

    /** The summary is out. */
    void finished() {
        ended.countDown();
    }

    /** Ctrl-C: ends it and waits for the summary. */
    void interrupt() {
        stop();
        try {
            ended.await(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
