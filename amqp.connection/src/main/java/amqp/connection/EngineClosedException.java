// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

/** A command was given to a channel or connection that is closed or closing; says why and by whom. */
public final class EngineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient CloseReason reason;

    EngineClosedException(String what, CloseReason reason) {
        super(what + " is closed: " + reason.describe());
        this.reason = reason;
    }

    /** Why it is closed; null only after serialization. */
    public CloseReason reason() {
        return reason;
    }
}
