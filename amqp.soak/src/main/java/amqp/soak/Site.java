// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.ConnectionOptions;
import amqp.client.LostPublishes;
import amqp.client.RecoveryOptions;
import amqp.codec.method.QueueMethod;
import amqp.reconnection.ReconnectionStrategy;
import java.time.Duration;
import java.util.Random;

/** Where the work is done: a broker or a cluster, and what may strike there. One thread at a time. */
interface Site extends AutoCloseable {
    RecoveryOptions AT_LEAST_ONCE = RecoveryOptions.builder()
            .strategy(ReconnectionStrategy.fixed(Duration.ofMillis(200)))
            .lostPublishes(LostPublishes.REPUBLISH)
            .build();

    /** In a few words. */
    String title();

    /** What all work on. */
    QueueMethod.Declare queue();

    /** For one more client. */
    ConnectionOptions.Builder newClient();

    /**
     * Strikes, waits a moment or until it is noticed, and puts it right again.
     *
     * @return the kind of the fault
     */
    String strike(Random random, Workload work);

    @Override
    void close();

    /** Limits that notice a loss soon, and a connection that comes back. */
    static ConnectionOptions.Builder impatient(ConnectionOptions.Builder options) {
        return options.heartbeat(Duration.ofSeconds(1))
                .connectTimeout(Duration.ofSeconds(3))
                .handshakeTimeout(Duration.ofSeconds(3))
                .closeTimeout(Duration.ofSeconds(1))
                .recovery(AT_LEAST_ONCE);
    }

    /** Returns when one more connection was lost, or after a while. */
    static void awaitLoss(Workload work, int before, Duration most) {
        var end = System.nanoTime() + most.toNanos();
        while (work.losses() == before && System.nanoTime() - end < 0) Waits.pause(Waits.MOMENT_NANOS);
    }
}
