// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Connection;
import amqp.client.ConnectionState;
import amqp.client.ConnectionStatistics;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/** Connections, and the sums of what they say of themselves. Any thread may use it. */
final class Population {
    /** What only grows, and must not shrink when a connection leaves. */
    enum Traffic {
        RECEIVED_BYTES(ConnectionStatistics::bytesReceived),
        SENT_BYTES(ConnectionStatistics::bytesSent),
        RECEIVED_FRAMES(ConnectionStatistics::framesReceived),
        SENT_FRAMES(ConnectionStatistics::framesSent);

        private final ToLongFunction<ConnectionStatistics> of;

        Traffic(ToLongFunction<ConnectionStatistics> of) {
            this.of = of;
        }
    }

    private final Lock lock = new ReentrantLock();
    /** Guarded by the lock. */
    private final Set<Connection> connections = new HashSet<>();
    /** Of connections that have left; guarded by the lock. */
    private final long[] left = new long[Traffic.values().length];

    void add(Connection connection) {
        lock.lock();
        try {
            connections.add(connection);
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether it was the last one. */
    boolean remove(Connection connection) {
        ConnectionStatistics last = connection.statistics();
        lock.lock();
        try {
            if (connections.remove(connection)) {
                for (Traffic each : Traffic.values()) {
                    left[each.ordinal()] += each.of.applyAsLong(last);
                }
            }
            return connections.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    double open() {
        return sum(connection -> isOpen(connection) ? 1 : 0);
    }

    double channels() {
        return sum(connection -> isOpen(connection) ? connection.statistics().openChannels() : 0);
    }

    double now(ToLongFunction<ConnectionStatistics> value) {
        return sum(connection -> value.applyAsLong(connection.statistics()));
    }

    double total(Traffic traffic) {
        lock.lock();
        try {
            return left[traffic.ordinal()] + now(traffic.of);
        } finally {
            lock.unlock();
        }
    }

    private double sum(ToLongFunction<Connection> value) {
        lock.lock();
        try {
            return connections.stream().mapToLong(value).sum();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isOpen(Connection connection) {
        return connection.state() == ConnectionState.OPEN;
    }
}
