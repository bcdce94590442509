// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.driver.Completion;
import amqp.client.driver.ConnectionDriver;
import amqp.codec.AmqpException;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.Method;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConnectionEngine;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a channel anew and gives commands on it, back to back. One that the broker refuses closes the channel; then it
 * is opened once more for the rest. In the strand.
 *
 * <p>When the connection is lost meanwhile this just ends; the next recovery begins from the start.
 */
public final class ChannelReplay implements Completion {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelReplay.class);

    /** All are given at once, and the last has to wait for the others: so many may take the timeout of a call more. */
    private static final int PER_TIMEOUT = 100;

    private final ReplayableChannel channel;
    private final ConnectionDriver driver;
    private final ReplayOptions options;
    private final FatalCommands fatal;
    private final Iterator<Supplier<List<ReplayedCommand>>> stages;
    private final boolean ofChannel;
    private final Runnable done;
    private final int transport;
    private List<ReplayedCommand> commands;
    private ChannelEngine engine;
    private boolean open;
    private boolean over;

    /**
     * @param stages one or more, each asked for when those of the one before are over
     * @param ofChannel whether what the commands bring about ends with the channel, so that after a refusal those that had
     *     gone well are to be given once more
     * @param done called once when all is over, or the channel does not come back
     */
    ChannelReplay(
            ReplayableChannel channel,
            ConnectionDriver driver,
            ReplayOptions options,
            FatalCommands fatal,
            List<Supplier<List<ReplayedCommand>>> stages,
            boolean ofChannel,
            Runnable done) {
        this.channel = channel;
        this.driver = driver;
        this.options = options;
        this.fatal = fatal;
        this.stages = stages.iterator();
        this.commands = this.stages.next().get();
        this.ofChannel = ofChannel;
        this.done = done;
        this.transport = driver.transports();
    }

    void start() {
        assert driver.strand().isHere();
        if (channel.isOver()) {
            finish();
            return;
        }
        if (transport != driver.transports()) {
            over = true; // the connection was lost during a delay
            return;
        }
        open = false;
        if (ofChannel) {
            commands.forEach(ReplayedCommand::again);
        }
        try {
            driver.command(this::reopen);
        } catch (ClosedException lost) {
            over = true;
        } catch (IllegalStateException noNumber) {
            String why = noNumber.getMessage();
            pending().forEach(command -> command.giveUp(why));
            channel.endForGood(new CloseReason.HandshakeRefused(why));
            finish();
        }
    }

    private List<ReplayedCommand> pending() {
        return commands.stream().filter(command -> !command.isOver()).toList();
    }

    private Void reopen(ConnectionEngine whole) {
        engine = channel.reopen(whole, this, options.callTimeout(), driver.now());
        engine.pipelined(true);
        return givePending();
    }

    private Void givePending() {
        long now = driver.now();
        List<ReplayedCommand> pending = pending();
        Duration timeout = times(options.callTimeout(), 1 + pending.size() / PER_TIMEOUT);
        for (ReplayedCommand command : pending) {
            give(command, timeout, now);
        }
        return null;
    }

    /** Also of what is as long as may be. */
    private static Duration times(Duration timeout, int factor) {
        return timeout.getSeconds() < Long.MAX_VALUE / 1_000_000 ? timeout.multipliedBy(factor) : timeout;
    }

    private void give(ReplayedCommand command, Duration timeout, long now) {
        command.begin(this);
        String problem = fatal.problem(command);
        if (!problem.isEmpty()) {
            command.giveUp(problem);
            fatal.givenUp(command);
            return;
        }
        try {
            if (command.consumer().isPresent()) {
                engine.consume(
                        (BasicMethod.Consume) command.method(),
                        command,
                        command.consumer().get(),
                        timeout,
                        now);
            } else {
                engine.call(command.method(), command, timeout, now);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            command.giveUp(e.getMessage());
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
            LOG.warn("{}: the connection is given up during its recovery: {}", channel, timeout.getMessage());
            driver.closeTransport();
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
        commands = stages.next().get();
        try {
            driver.command(whole -> givePending());
        } catch (ClosedException lost) {
            return; // the channel's end is on its way
        }
        progressed(); // there may be none
    }

    /** The channel was closed, and not with its connection. */
    public void channelClosed(CloseReason reason) {
        assert driver.strand().isHere();
        List<ReplayedCommand> pending = pending();
        if (channel.isClosing() || !open || pending.isEmpty()) {
            pending.forEach(command -> command.giveUp("the channel was closed: " + reason.describe()));
            channel.endForGood(reason);
            finish();
            return;
        }
        // The broker works through them in order.
        ReplayedCommand refused = pending.get(0);
        if (refused.isToGoWithoutPlace(reason)) {
            start();
        } else if (refused.attempts() < options.attempts()) {
            driver.scheduleInStrand(options.retryDelay(), this::start);
        } else if (isExclusion(reason)
                && refused.excluded(driver.now()) < TimeUnit.NANOSECONDS.convert(options.exclusiveTimeout())) {
            driver.scheduleInStrand(refused.exclusionDelay(), this::start);
        } else {
            refused.giveUp(reason.describe());
            start();
        }
    }

    /**
     * Whether somebody else has the queue to themselves, as the lost connection has while the broker has not noticed its
     * loss. RabbitMQ says 405 of exclusive queues, and 403 of exclusive consumers.
     */
    private static boolean isExclusion(CloseReason reason) {
        return reason instanceof CloseReason.ByPeer refusal
                && (refusal.code() == ReplyCode.RESOURCE_LOCKED
                        || refusal.code() == ReplyCode.ACCESS_REFUSED
                                && refusal.text().contains("in exclusive use"));
    }

    /** The connection is lost. */
    public void abandon(CloseReason reason) {
        if (!over && open) {
            pending().stream().findFirst().ifPresent(first -> fatal.lost(first, reason));
        }
        over = true;
    }

    private void finish() {
        if (!over) {
            over = true;
            done.run();
        }
    }
}
