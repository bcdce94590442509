// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConnectionEngine;
import java.time.Duration;

/**
 * A channel over all engines that carry it: an application's, or the one that a recovery makes for the topology. The owner
 * of each {@link ChannelEngine} is one of these. Called in the strand, unless said otherwise.
 */
public interface ReplayableChannel {
    /** Whether it is closed for good. */
    boolean isOver();

    /** Whether the application has asked for its end. */
    boolean isClosing();

    /**
     * Opens it on an engine that has no channel of it. Under the driver's lock.
     *
     * @param by told of its end, until {@link #restored}
     * @param now the time, by the adapter's clock
     */
    ChannelEngine reopen(ConnectionEngine engine, ChannelReplay by, Duration timeout, long now);

    /** Everything was given again that is to be. */
    void restored();

    /** It does not come back. */
    void endForGood(CloseReason reason);

    /** The engine has closed it, alone or with its connection. */
    void ended(CloseReason reason, boolean withConnection);
}
