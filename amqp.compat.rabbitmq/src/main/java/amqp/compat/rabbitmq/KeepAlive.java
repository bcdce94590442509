// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.client.Connection;
import java.util.concurrent.ThreadFactory;

/**
 * Keeps the JVM up as long as a connection is open, as amqp-client's threads do unless their factory makes daemons: the SDK's
 * own threads are daemons, and programs with consumers alone would end with their main method.
 */
final class KeepAlive {
    private KeepAlive() {}

    static void until(Connection connection, ThreadFactory threads) {
        var closed = connection.closed().toCompletableFuture();
        Thread thread = threads.newThread(closed::join);
        if (!thread.isDaemon()) {
            thread.start();
        }
    }
}
