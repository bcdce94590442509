// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

import java.util.Objects;

/**
 * The state of a connection that the broker may block (connection.blocked, an extension of RabbitMQ): the broker stops
 * reading from connections that publish, because it is short of memory or disk. One owner at a time; nothing is
 * synchronized.
 */
public final class BlockedState {
    private boolean blocked;
    private String reason = "";

    /** Creates an unblocked state. */
    public BlockedState() {}

    /** Updates the state for a received connection.blocked. If it is blocked already, only the reason changes. */
    public Transition blocked(String newReason) {
        reason = Objects.requireNonNull(newReason, "reason");
        if (blocked) {
            return Transition.NONE;
        }
        blocked = true;
        return Transition.BEGAN;
    }

    /** Updates the state for a received connection.unblocked. It has no effect if it is not blocked. */
    public Transition unblocked() {
        if (!blocked) {
            return Transition.NONE;
        }
        blocked = false;
        reason = "";
        return Transition.ENDED;
    }

    /** Returns whether the broker has blocked the connection. */
    public boolean isBlocked() {
        return blocked;
    }

    /** Returns the broker's last reason; empty if it is not blocked. */
    public String reason() {
        return reason;
    }
}
