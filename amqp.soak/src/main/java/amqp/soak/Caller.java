// SPDX-License-Identifier: MPL-2.0
package amqp.soak;

import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.Connection;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import java.util.concurrent.TimeUnit;

/** A thread that makes one call after the other; each ends, with its reply or with the reason why there is none. */
final class Caller {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Channel channel;
    private final QueueMethod.Declare call;
    private final Worker worker;
    private volatile int replies;

    Caller(Connection connection, String queue) {
        channel = Waits.await(connection.openChannel());
        call = QueueMethod.Declare.of(queue).passive(true);
        worker = new Worker("soak-caller", this::call);
    }

    private void call() {
        try {
            Waits.await(channel.queueDeclare(call));
            replies++; // by one thread alone
        } catch (ClosedException | CallTimeoutException e) {
            // The channel comes back with its connection.
        }
        Waits.pause(PAUSE_NANOS);
    }

    int replies() {
        return replies;
    }

    Worker worker() {
        return worker;
    }
}
