// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

import java.util.Objects;

/**
 * Whether the broker has blocked the connection (connection.blocked, an extension of RabbitMQ): it no longer reads from
 * connections that publish, because it is short of memory or disk. One owner at a time; nothing is synchronized.
 */
public final class BlockedState {
    private boolean blocked;
    private String reason = "";

    /** Starts unblocked. */
    public BlockedState() {}

    /** connection.blocked came. When blocked already, only the reason changes. */
    public Transition blocked(String newReason) {
        reason = Objects.requireNonNull(newReason, "reason");
        if (blocked) {
            return Transition.NONE;
        }
        blocked = true;
        return Transition.BEGAN;
    }

    /** connection.unblocked came. Harmless when not blocked. */
    public Transition unblocked() {
        if (!blocked) {
            return Transition.NONE;
        }
        blocked = false;
        reason = "";
        return Transition.ENDED;
    }

    /** Whether the server doesn't read publishes now. */
    public boolean isBlocked() {
        return blocked;
    }

    /** The server's last reason; empty when not blocked. */
    public String reason() {
        return reason;
    }
}
