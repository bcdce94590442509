// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.CloseReason;

/** The result of {@link Connection#shutdown}: what was not finished in time. Immutable. */
public final class ShutdownReport {
    private final long unacknowledged;
    private final long unconfirmed;
    private final boolean inTime;
    private final CloseReason reason;

    ShutdownReport(long unacknowledged, long unconfirmed, boolean inTime, CloseReason reason) {
        this.unacknowledged = unacknowledged;
        this.unconfirmed = unconfirmed;
        this.inTime = inTime;
        this.reason = reason;
    }

    /** Returns the number of unacknowledged messages; the broker delivers them again. */
    public long unacknowledged() {
        return unacknowledged;
    }

    /** Returns the number of publishes in confirm mode without a verdict; they may have arrived. */
    public long unconfirmed() {
        return unconfirmed;
    }

    /** Returns whether everything was finished within the limit: all handlers had returned, and nothing was left. */
    public boolean isComplete() {
        return inTime && unacknowledged == 0 && unconfirmed == 0;
    }

    /** Returns why the connection is closed; not the application's close if the connection ended before. */
    public CloseReason reason() {
        return reason;
    }

    @Override
    public String toString() {
        return "ShutdownReport[" + (isComplete() ? "complete" : "not complete") + ", " + unacknowledged
                + " unacknowledged, " + unconfirmed + " unconfirmed, " + reason.describe() + "]";
    }
}
