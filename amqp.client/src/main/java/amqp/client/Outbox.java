// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.connection.ChannelEngine;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one channel publishes, losses of the connection included: what is to be published again after one, or was given
 * during one, is kept here, in the order of the program. Guarded by the driver's lock, unless said otherwise.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final ChannelState channel;
    private final RecoveryOptions recovery;
    private final KeptOctets octets;

    /** To be published when the channel is back. */
    private List<Publication.Kept> waiting = new ArrayList<>(0);

    /** Who waits for the verdicts of what is to be published. */
    private List<ConfirmWait> waits = new ArrayList<>(0);

    /** Verdicts from before the last loss that no wait has counted. */
    private ConfirmCounts carried = ConfirmCounts.NONE;

    private long lastNumber;
    private Publication.Plain lastPlain;

    Outbox(ChannelState channel) {
        this.channel = channel;
        this.recovery = channel.connection().options().recovery();
        this.octets = channel.connection().kept();
    }

    /** Whether a publish has to wait now. On a channel that does not come back it fails instead, and says why. */
    boolean isHeldUp(boolean connectionFull) {
        ChannelEngine engine = channel.engine();
        if (!channel.isAway()) {
            return (connectionFull || awaitsVerdicts()) && engine.isOpen();
        }
        return switch (recovery.whileDisconnected()) {
            case FAIL -> false;
            case WAIT -> true;
            case BUFFER -> octets.isFull();
        };
    }

    /** Whether what a publish waits for are verdicts. */
    boolean awaitsVerdicts() {
        return !channel.isAway() && (channel.engine().isWindowFull() || recovery.republishes() && octets.isFull());
    }

    /** What a publish waits for, of the channel's own; empty when it is nothing of the kind. */
    String whyHeldUp() {
        if (channel.isAway()) {
            return "the connection was lost and is being recovered";
        }
        if (!channel.engine().isWindowFull()) {
            return awaitsVerdicts() ? "as much is kept until its verdict as may be" : "";
        }
        return channel.engine().unsettled() + " publishes on " + channel
                + " await the broker's verdict, as many as its window takes";
    }

    void publish(String exchange, String routingKey, boolean mandatory, Message message, PublishCallback callback) {
        if (callback != null && !channel.isConfirming()) {
            throw new IllegalStateException(
                    channel + " is not in confirm mode: call confirmSelect first, and wait for it");
        }
        if (channel.isAway()) {
            channel.expectComingBack();
        } else if (!recovery.republishes() || !channel.isConfirming()) {
            Publication.Plain attachment = callback == null ? null : plain(callback);
            channel.engine().publish(exchange, routingKey, mandatory, message, attachment);
            return;
        }
        Publication.Kept kept =
                new Publication.Kept(this, ++lastNumber, exchange, routingKey, mandatory, message.copy(), callback);
        if (channel.isAway()) {
            waiting.add(kept);
        } else {
            send(kept, kept);
        }
        octets.kept(message.bodySize());
    }

    private void send(Publication.Kept kept, Publication attachment) {
        channel.engine().publish(kept.exchange(), kept.routingKey(), kept.mandatory(), kept.message(), attachment);
    }

    /** Where one callback serves many messages, one object does. */
    private Publication.Plain plain(PublishCallback callback) {
        if (lastPlain == null || lastPlain.callback() != callback) {
            lastPlain = new Publication.Plain(channel, callback);
        }
        return lastPlain;
    }

    /** Asks for the verdicts of all that was published so far. */
    void await(ConfirmWait wait) {
        if (channel.isAway() && channel.isConfirming()) {
            channel.expectComingBack();
            wait.after(lastNumber);
            waits.add(wait);
        } else {
            channel.engine().awaitVerdicts(wait);
            wait.after(lastNumber);
        }
    }

    // ---- on the I/O thread, without the lock unless it says so ----

    /** A kept message has its verdict, or the connection is lost. */
    void settled(Publication.Kept kept, Verdict verdict) {
        if (verdict == Verdict.UNKNOWN && comesBack()) {
            locked(() -> waiting.add(kept));
        } else {
            tell(kept, verdict);
        }
    }

    /** All that somebody waits for has a verdict, or the connection is lost. */
    void settled(ConfirmWait wait, ConfirmCounts counts) {
        if (counts.unknown() > 0 && recovery.republishes() && comesBack()) {
            wait.count(counts.known());
            locked(() -> waits.add(wait));
        } else {
            wait.completed(counts.plus(takeCarried()));
        }
    }

    private ConfirmCounts takeCarried() {
        ConfirmCounts before = carried;
        carried = ConfirmCounts.NONE;
        return before;
    }

    private boolean comesBack() {
        return channel.connection().reconnection().isKeptUp();
    }

    /** The connection is lost; what it had to tell of publishes was told before. */
    void lost(ChannelEngine engine) {
        ConfirmCounts since = engine.verdicts();
        carried = carried.plus(recovery.republishes() ? since.known() : since);
    }

    /**
     * The channel is back: publishes what is kept, in the order of the program. Under the lock.
     *
     * @param failed takes what can't be published or gets no verdict any more, to be told without the lock
     * @param done takes what was published and need not be kept, to be released without the lock
     * @return how many were published
     */
    int resend(List<Publication.Kept> failed, List<Publication.Kept> done) {
        if (!channel.engine().isOpen()) {
            return 0; // it is being closed: its end tells them
        }
        List<Publication.Kept> all = waiting;
        List<ConfirmWait> last = waits;
        waiting = new ArrayList<>(0);
        waits = new ArrayList<>(0);
        all.sort(Comparator.comparingLong(Publication.Kept::number));
        last.sort(Comparator.comparingLong(ConfirmWait::lastNumber));
        int next = 0;
        for (Publication.Kept kept : all) {
            while (next < last.size() && last.get(next).lastNumber() < kept.number()) {
                await(last.get(next++));
            }
            resend(kept, failed, done);
        }
        last.subList(next, last.size()).forEach(this::await);
        return all.size() - failed.size();
    }

    private void resend(Publication.Kept kept, List<Publication.Kept> failed, List<Publication.Kept> done) {
        boolean confirming = channel.engine().isConfirming();
        try {
            if (confirming && recovery.republishes()) {
                send(kept, kept);
                return;
            }
            send(kept, confirming && kept.callback() != null ? plain(kept.callback()) : null);
            (confirming || kept.callback() == null ? done : failed).add(kept);
        } catch (IllegalArgumentException tooLarge) { // for the frame-max of this broker
            LOG.warn("{}: a message that was kept can't be published: {}", channel, tooLarge.getMessage());
            failed.add(kept);
        }
    }

    /** What was published and need not be kept any more. */
    void release(Publication.Kept kept) {
        octets.released(kept.message().bodySize());
    }

    /** The verdict is final. */
    void tell(Publication.Kept kept, Verdict verdict) {
        release(kept);
        if (kept.callback() != null) {
            channel.settled(kept.callback(), verdict);
        }
    }

    /** What has no verdict will get none. */
    void giveUp() {
        List<Publication.Kept> all = new ArrayList<>();
        locked(() -> {
            all.addAll(waiting);
            waiting.clear();
        });
        all.sort(Comparator.comparingLong(Publication.Kept::number));
        all.forEach(kept -> tell(kept, Verdict.UNKNOWN));
        carried = carried.plus(new ConfirmCounts(0, 0, 0, all.size()));
    }

    /** The channel does not come back. */
    void close(AmqpException why) {
        long unheard = waiting.stream().filter(kept -> kept.callback() == null).count();
        if (unheard > 0) {
            LOG.warn("{}: {} messages that were kept are dropped: {}", channel, unheard, why.getMessage());
        }
        giveUp();
        List<ConfirmWait> last = waits;
        waits = new ArrayList<>(0);
        last.forEach(wait -> wait.completed(takeCarried()));
    }

    private void locked(Runnable change) {
        channel.connection().driver().command(engine -> {
            change.run();
            return null;
        });
    }
}
