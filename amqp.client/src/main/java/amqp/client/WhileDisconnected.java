// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.connection.ClosedException;

/** What happens to a publish while the connection is being recovered. */
public enum WhileDisconnected {
    /** It fails at once with {@link ClosedException}. */
    FAIL,
    /**
     * There is no room until the recovery is over: {@link Channel#publish} throws {@link PublishBlockedException}, and
     * a blocking channel waits, at most {@link ConnectionOptions#publishTimeout}.
     */
    WAIT,
    /**
     * It is kept, up to {@link ConnectionOptions#publishBuffer}, and sent after the recovery. When the buffer is full,
     * there is no room, as with {@link #WAIT}.
     */
    BUFFER
}
