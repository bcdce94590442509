// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;

/** What becomes of a publish that is given while the connection is being recovered. */
public enum WhileDisconnected {
    /** It fails at once with {@link ClosedException}. */
    FAIL,
    /** It waits for the recovery, at most {@link ConnectionOptions#publishTimeout}; on the I/O thread it never waits. */
    WAIT,
    /** It is kept, within {@link RecoveryOptions#bufferBound}, and published after the recovery; beyond, it waits. */
    BUFFER
}
