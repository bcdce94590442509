// SPDX-License-Identifier: MPL-2.0
package amqp.cli.connection;

import amqp.cli.terminal.Failures;
import amqp.client.Address;
import amqp.client.ConnectionListener;
import amqp.client.ConnectionState;
import amqp.client.RecoveryReport;
import amqp.connection.CloseReason;
import amqp.reconnection.ReconnectionListener;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Says on stderr when the connection is lost and when it is back; and counts what shows that there is hope. */
public final class Outages implements ConnectionListener, ReconnectionListener<Address> {
    private final PrintWriter err;
    private final AtomicLong signs = new AtomicLong();
    private volatile boolean out;

    public Outages(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onState(ConnectionState state) {
        out = state == ConnectionState.RECONNECTING || state == ConnectionState.RECOVERING;
    }

    @Override
    public void onLost(CloseReason reason) {
        Failures.show(err, "connection lost, connecting again: " + reason.describe());
    }

    @Override
    public void connectAttempt(Address address, int round) {
        signs.incrementAndGet();
    }

    @Override
    public void onRecovered(RecoveryReport report) {
        signs.incrementAndGet();
        String missing = report.missing().stream()
                .map(item -> item.method().protocolName() + ": " + item.problem())
                .collect(Collectors.joining("; "));
        String published = report.republished() == 0 ? "" : ", " + report.republished() + " kept messages published";
        Failures.show(
                err,
                "connected again to " + report.address() + " after "
                        + report.outage().toMillis() + " ms" + published
                        + (missing.isEmpty() ? "" : "; not restored: " + missing));
    }

    /** Whether the connection is lost and may come back. */
    public boolean isOut() {
        return out;
    }

    /** Counts up while the connection is tried to be made again. */
    public long signs() {
        return signs.get();
    }
}
