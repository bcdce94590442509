// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a channel anew and gives commands on it, back to back. One that the broker refuses closes the channel; then it
 * is opened once more for the rest. On the I/O thread.
 *
 * <p>When the connection is lost meanwhile this just ends; the next recovery begins from the start.
 */
final class Replay implements Completion {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    /** All are given at once, and the last has to wait for the others: so many may take the limit of one call more. */
    private static final int PER_LIMIT = 100;

    private final ChannelState channel;
    private final Connection connection;
    private final Iterator<Supplier<List<ReplayItem>>> stages;
    private final boolean ofChannel;
    private final Runnable done;
    private final int transport;
    private List<ReplayItem> items;
    private ChannelEngine engine;
    private boolean open;
    private boolean over;

    /**
     * @param stages one or more, each asked for when those of the one before are over
     * @param ofChannel whether what the commands bring about ends with the channel, so that after a refusal those that had
     *     gone well are to be given once more
     * @param done called once when all is over, or the channel does not come back
     */
    Replay(ChannelState channel, List<Supplier<List<ReplayItem>>> stages, boolean ofChannel, Runnable done) {
        this.channel = channel;
        this.connection = channel.connection();
        this.stages = stages.iterator();
        this.items = this.stages.next().get();
        this.ofChannel = ofChannel;
        this.done = done;
        this.transport = connection.driver().transports();
    }

    void start() {
        if (channel.isOver()) {
            finish();
            return;
        }
        if (transport != connection.driver().transports()) {
            over = true; // the connection was lost during a delay
            return;
        }
        open = false;
        if (ofChannel) {
            items.forEach(ReplayItem::again);
        }
        try {
            connection.driver().command(this::reopen);
        } catch (ClosedException lost) {
            over = true;
        } catch (IllegalStateException noNumber) {
            String why = noNumber.getMessage();
            pending().forEach(item -> item.giveUp(why));
            channel.endForGood(new CloseReason.HandshakeRefused(why));
            finish();
        }
    }

    private List<ReplayItem> pending() {
        return items.stream().filter(item -> !item.isOver()).toList();
    }

    private Void reopen(ConnectionEngine whole) {
        engine = channel.reopen(
                whole,
                this,
                connection.options().callTimeout(),
                connection.driver().now());
        engine.pipelined(true);
        connection.router().asked();
        return givePending();
    }

    private Void givePending() {
        long now = connection.driver().now();
        List<ReplayItem> pending = pending();
        Duration timeout = connection.options().callTimeout().multipliedBy(1 + pending.size() / PER_LIMIT);
        for (ReplayItem item : pending) {
            give(item, timeout, now);
        }
        return null;
    }

    private void give(ReplayItem item, Duration timeout, long now) {
        try {
            ChannelState.give(engine, item.method(), item.begin(this), timeout, now);
            connection.router().asked();
        } catch (ClosedException lost) {
            throw lost;
        } catch (IllegalArgumentException | IllegalStateException e) {
            item.giveUp(e.getMessage());
        }
    }

    /** The channel is open. */
    @Override
    public void replied(Method openOk) {
        open = true;
        progressed();
    }

    /**
     * No answer in time: the broker does not work, or waits for another that does not. The next one may: this connection is
     * given up.
     */
    @Override
    public void failed(AmqpException timeout) {
        if (!over) {
            LOG.warn("{}: given up during its recovery: {}", connection, timeout.getMessage());
            connection.driver().closeTransport();
        }
    }

    @Override
    public void closed(CloseReason reason) {}

    /** One more has ended. */
    void progressed() {
        if (over || !open || !pending().isEmpty()) {
            return;
        }
        if (!stages.hasNext()) {
            channel.restored();
            finish();
            return;
        }
        items = stages.next().get();
        try {
            connection.driver().command(whole -> givePending());
        } catch (ClosedException lost) {
            return; // the channel's end is on its way
        }
        progressed(); // there may be none
    }

    /** The channel was closed, and not with its connection. */
    void channelClosed(CloseReason reason) {
        List<ReplayItem> pending = pending();
        if (channel.isClosing() || !open || pending.isEmpty()) {
            pending.forEach(item -> item.giveUp("the channel was closed: " + reason.describe()));
            channel.endForGood(reason);
            finish();
            return;
        }
        // The broker works through them in order.
        ReplayItem refused = pending.get(0);
        RecoveryOptions recovery = connection.options().recovery();
        if (refused.attempts() < recovery.entityAttempts()) {
            connection.driver().schedule(recovery.entityRetryDelay(), () -> connection.onIoThread(this::start));
        } else {
            refused.giveUp(reason.describe());
            start();
        }
    }

    /** The connection is lost. */
    void abandon() {
        over = true;
    }

    private void finish() {
        if (!over) {
            over = true;
            done.run();
        }
    }
}
