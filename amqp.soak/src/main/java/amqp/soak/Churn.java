// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.Channel;
import amqp.client.Connection;
import amqp.client.ConnectionOptions;
import amqp.codec.AmqpException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread that opens and closes connections, and channels on them, all the while. */
final class Churn {
    private static final int CHANNELS = 5;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ConnectionOptions options;
    private final Worker worker;
    private final AtomicInteger highest = new AtomicInteger();
    private volatile int connections;
    private volatile int failures;

    Churn(ConnectionOptions options) {
        this.options = options;
        this.worker = new Worker("soak-churn", this::openAndClose);
    }

    private void openAndClose() {
        try {
            var connection = Waits.await(Connection.open(options));
            try {
                use(connection);
            } finally {
                Waits.await(connection.close());
            }
            connections++; // by one thread alone
        } catch (AmqpException e) {
            failures++; // a fault has struck
        }
        Waits.pause(PAUSE_NANOS);
    }

    /** Numbers of closed channels are used again. */
    private void use(Connection connection) {
        List<Channel> channels = new ArrayList<>();
        for (var round = 0; round < 3; round++) {
            while (channels.size() < CHANNELS) channels.add(Waits.await(connection.openChannel()));
            channels.forEach(channel -> highest.accumulateAndGet(channel.number(), Math::max));
            Waits.await(channels.get(0).queueDeclare());
            channels.forEach(channel -> Waits.await(channel.close()));
            channels.clear();
        }
    }

    Worker worker() {
        return worker;
    }

    /** Connections that were opened and closed. */
    int connections() {
        return connections;
    }

    /** Connections that could not be opened, or broke. */
    int failures() {
        return failures;
    }

    /** Highest channel number since it was last asked. */
    int takeHighestChannel() {
        return highest.getAndSet(0);
    }
}
