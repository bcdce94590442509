// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.ForeignText;
import amqp.codec.ReplyCode;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.reconnection.ReconnectionListener;
import amqp.reconnection.Step;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written of one connection, to the logger of {@link Connection}: one line each, without a stack where a sentence says
 * it. The lines are listed in docs/guide/logging.md. In the strand, except for failures of callbacks, which come from any thread.
 */
final class ConnectionLog implements ReconnectionListener<Address> {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What did not come back is named up to this number, then counted. */
    private static final int NAMED = 10;

    /** Kinds of failures that are told apart; the rest is one more kind. */
    private static final int KINDS = 64;

    private static final String ALL_OTHERS = "";

    private final Connection connection;
    private final LongSupplier clock;

    // In the strand.
    private final RareWarning waits = new RareWarning();
    private boolean openedOnce;
    private final RareWarning unknownConsumers = new RareWarning();
    private final RareWarning oversizedMessages = new RareWarning();
    private final RareWarning endedConsumers = new RareWarning();
    private long unconfirmed;
    private final RareWarning blocks = new RareWarning();
    private boolean blockTold;
    private boolean blocked;
    private long blockedSince;

    // Of failures of callbacks.
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RareWarning> failures = new HashMap<>();

    /**
     * @param clock in nanoseconds
     */
    ConnectionLog(Connection connection, LongSupplier clock) {
        this.connection = connection;
        this.clock = clock;
    }

    // ---- the connection ----

    @Override
    public void connectAttempt(Address address, int round) {
        LOG.debug("{}: connecting to {}, round {}", connection, address, round);
    }

    @Override
    public void attemptFailed(Address address, Throwable cause, Step<Address> next) {
        LOG.debug("{}: {}; {}", connection, cause.getMessage(), next);
        if (!openedOnce && next instanceof Step.Connect<Address> again && again.round() > 0) {
            stillNotOpen(cause);
        }
    }

    /** Otherwise an application that waits for its first connection would be silent. */
    private void stillNotOpen(Throwable cause) {
        long leftOut = waits.leftOut(clock.getAsLong());
        if (leftOut != RareWarning.NOT_NOW) {
            LOG.warn(
                    "{} is not open yet, and is tried again: {}{}",
                    connection,
                    cause.getMessage(),
                    RareWarning.more(leftOut, "warning"));
        }
    }

    void opened() {
        openedOnce = true;
        blocked = false;
        unconfirmed = 0;
        LOG.debug("{} is open", connection);
    }

    /** A publish has ended without a verdict, since its channel or connection did. */
    void unconfirmed() {
        unconfirmed++;
    }

    void lost(CloseReason reason) {
        LOG.warn("{} is lost: {}{}; it is being brought back", connection, reason.describe(), takeUnconfirmed());
    }

    void recovered(RecoveryReport report) {
        List<RecoveryReport.Item> missing = report.missing();
        LOG.info(
                "{} is back after {} ms and {}: {} commands restored, {} not, {} kept messages published",
                connection,
                report.outage().toMillis(),
                report.rounds() == 1 ? "1 round" : report.rounds() + " rounds",
                report.items().size() - missing.size(),
                missing.size(),
                report.republished());
        missing.stream()
                .limit(NAMED)
                .forEach(item -> LOG.warn("{}: not restored, since {}: {}", connection, item.problem(), item));
        if (missing.size() > NAMED) {
            LOG.warn("{}: {} more commands were not restored", connection, missing.size() - NAMED);
        }
    }

    /** For good. */
    void closed(CloseReason reason) {
        if (reason instanceof CloseReason.ByApplication byApplication
                && byApplication.code() == ReplyCode.REPLY_SUCCESS) {
            LOG.debug("{} is {}", connection, reason.describe());
        } else {
            LOG.warn("{} is closed for good: {}{}", connection, reason.describe(), takeUnconfirmed());
        }
    }

    /** How many publishes ended without a verdict since this was last asked, as the end of a line; empty for none. */
    private String takeUnconfirmed() {
        long count = unconfirmed;
        unconfirmed = 0;
        if (count == 0) {
            return "";
        }
        return count == 1 ? "; 1 publish has no verdict" : "; " + count + " publishes have no verdict";
    }

    /** A broker can say so without end, so that it is told once a minute, and its end where it was told. */
    void blocked(String why) {
        if (blocked) {
            return;
        }
        blocked = true;
        blockedSince = clock.getAsLong();
        long leftOut = blocks.leftOut(blockedSince);
        blockTold = leftOut != RareWarning.NOT_NOW;
        if (blockTold) {
            LOG.warn(
                    "{} may not publish for now, the broker has blocked it: {}{}",
                    connection,
                    ForeignText.line(why),
                    RareWarning.more(leftOut, "warning"));
        }
    }

    void unblocked() {
        boolean told = blocked && blockTold;
        blocked = false;
        if (told) {
            LOG.info(
                    "{} may publish again, after {} ms",
                    connection,
                    Duration.ofNanos(clock.getAsLong() - blockedSince).toMillis());
        }
    }

    // ---- channels ----

    /** Not with its connection. */
    void channelClosed(ChannelCore channel, CloseReason reason) {
        if (reason instanceof CloseReason.ByApplication) {
            LOG.debug("{} of {} is {}", channel, connection, reason.describe());
        } else {
            LOG.warn("{} of {} is {}{}", channel, connection, reason.describe(), takeUnconfirmed());
        }
    }

    /** By the broker: a handler need not care, and then nobody would notice. */
    void consumerEnded(Channel channel, String tag) {
        long leftOut = endedConsumers.leftOut(clock.getAsLong());
        if (leftOut != RareWarning.NOT_NOW) {
            LOG.warn(
                    "the broker has ended the consumer \"{}\" of {} of {}; was its queue deleted?{}",
                    ForeignText.line(tag),
                    channel,
                    connection,
                    RareWarning.more(leftOut, "warning"));
        }
    }

    void unknownConsumer(String tag) {
        long leftOut = unknownConsumers.leftOut(clock.getAsLong());
        if (leftOut != RareWarning.NOT_NOW) {
            LOG.warn(
                    "{}: a message for the unknown consumer \"{}\"{}",
                    connection,
                    ForeignText.line(tag),
                    RareWarning.more(leftOut, "warning"));
        }
    }

    /**
     * @param what the message and what became of it
     */
    void oversized(String what) {
        long leftOut = oversizedMessages.leftOut(clock.getAsLong());
        if (leftOut != RareWarning.NOT_NOW) {
            LOG.error("{}: {}{}", connection, what, RareWarning.more(leftOut, "error"));
        }
    }

    // ---- callbacks; by any thread ----

    /** Where a channel is closed while its callback works, that is no fault of the callback: a sentence says it. */
    void callbackFailed(CallbackFailure failure) {
        Throwable thrown = failure.thrown();
        long leftOut = leftOut(failure.callback() + thrown.getClass().getName());
        if (leftOut == RareWarning.NOT_NOW) {
            return;
        }
        if (thrown instanceof ClosedException closed) {
            LOG.warn(
                    "{} of {} came too late: {}{}",
                    failure.callback(),
                    failure.origin(),
                    closed.getMessage(),
                    RareWarning.more(leftOut, "warning"));
        } else {
            LOG.error(
                    "{} of {} failed{}",
                    failure.callback(),
                    failure.origin(),
                    RareWarning.more(leftOut, "error"),
                    thrown);
        }
    }

    void failureHandlerFailed(Throwable thrown) {
        LOG.error("{}: the handler of callback failures failed", connection, thrown);
    }

    private long leftOut(String kind) {
        lock.lock();
        try {
            String one = failures.size() < KINDS || failures.containsKey(kind) ? kind : ALL_OTHERS;
            return failures.computeIfAbsent(one, first -> new RareWarning()).leftOut(clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }
}
