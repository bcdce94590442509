// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The health of a connection at one moment: its state, last loss and consumers. Immutable; see
 * {@link Connection#health}.
 */
public final class ConnectionHealth {
    private final ConnectionState state;
    private final Instant since;
    private final int attempts;
    private final @Nullable Occurrence<CloseReason> lastLoss;
    private final @Nullable Occurrence<String> block;
    private final ConnectionStatistics statistics;
    private final List<ConsumerHealth> consumers;

    /**
     * What happened, and when.
     *
     * @param <T> the type of its details
     */
    record Occurrence<T>(T what, Instant when) {}

    ConnectionHealth(
            ConnectionState state,
            Instant since,
            int attempts,
            @Nullable Occurrence<CloseReason> lastLoss,
            @Nullable Occurrence<String> block,
            ConnectionStatistics statistics,
            List<ConsumerHealth> consumers) {
        this.state = state;
        this.since = since;
        this.attempts = attempts;
        this.lastLoss = lastLoss;
        this.block = block;
        this.statistics = statistics;
        this.consumers = List.copyOf(consumers);
    }

    /** Returns whether the connection is in use, being recovered or closed. */
    public ConnectionState state() {
        return state;
    }

    /** Returns since when the connection has been in this state. */
    public Instant since() {
        return since;
    }

    /** Returns the number of connection rounds since the connection was lost; 0 while it is open. */
    public int attempts() {
        return attempts;
    }

    /** Returns why the connection was last lost; empty if it never was. */
    public Optional<CloseReason> lastLoss() {
        return Optional.ofNullable(lastLoss).map(Occurrence::what);
    }

    /** Returns when the connection was last lost; empty if it never was. */
    public Optional<Instant> lostAt() {
        return Optional.ofNullable(lastLoss).map(Occurrence::when);
    }

    /** Returns the broker's reason for blocking the connection; empty if it is not blocked. */
    public Optional<String> blockedReason() {
        return Optional.ofNullable(block).map(Occurrence::what);
    }

    /** Returns since when the broker has blocked the connection; empty if it is not blocked. */
    public Optional<Instant> blockedSince() {
        return Optional.ofNullable(block).map(Occurrence::when);
    }

    /** Returns what the connection has transferred and what waits on it. */
    public ConnectionStatistics statistics() {
        return statistics;
    }

    /** Returns each active consumer, in the order of their channels. */
    public List<ConsumerHealth> consumers() {
        return consumers;
    }

    @Override
    public String toString() {
        return state + " since " + since
                + (attempts == 0 ? "" : ", " + attempts + " rounds of connecting")
                + (lastLoss == null ? "" : ", lost last at " + lastLoss.when() + ": " + lastLoss.what())
                + (block == null ? "" : ", blocked since " + block.when() + ": " + block.what())
                + ", " + statistics.unconfirmedPublishes() + " unconfirmed, " + statistics.unacknowledgedDeliveries()
                + " unacknowledged, consumers: " + consumers;
    }
}
