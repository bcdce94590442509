// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.driver.ConnectionDriver;
import amqp.codec.ReplyCode;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ConnectionEngine;
import java.time.Duration;

/** The channel on which a recovery declares and binds. It is closed before those of the application come back. */
final class TopologyChannel implements ReplayableChannel {
    private final ConnectionDriver driver;
    private final Duration closeTimeout;
    private final Runnable closed;
    private ChannelEngine engine;
    private ChannelReplay replay;
    private boolean over;

    /**
     * @param closed called when it is closed and its connection is not
     */
    TopologyChannel(ConnectionDriver driver, Duration closeTimeout, Runnable closed) {
        this.driver = driver;
        this.closeTimeout = closeTimeout;
        this.closed = closed;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean isClosing() {
        return false;
    }

    /** No channel is open yet, so that any number will do, as long as it is given back in time. */
    @Override
    public ChannelEngine reopen(ConnectionEngine whole, ChannelReplay by, Duration timeout, long now) {
        replay = by;
        engine = whole.openChannel(this, by, timeout, now);
        return engine;
    }

    @Override
    public void restored() {
        replay = null;
        driver.command(whole -> {
            engine.close(ReplyCode.REPLY_SUCCESS, "recovered", closeTimeout, driver.now());
            return null;
        });
    }

    @Override
    public void endForGood(CloseReason reason) {
        over = true;
        closed.run();
    }

    @Override
    public void ended(CloseReason reason, boolean withConnection) {
        assert driver.strand().isHere();
        ChannelReplay underWay = replay;
        replay = null;
        if (withConnection) {
            over = true;
            if (underWay != null) {
                underWay.abandon(reason);
            }
        } else if (underWay != null) {
            underWay.channelClosed(reason);
        } else {
            endForGood(reason);
        }
    }

    @Override
    public String toString() {
        return "the recovery's channel";
    }
}
