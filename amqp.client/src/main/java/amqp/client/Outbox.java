// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.adapter.spi.Cancellable;
import amqp.client.dispatch.KeptBytes;
import amqp.client.driver.ConnectionDriver;
import amqp.client.driver.PublishWindow;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.connection.ChannelEngine;
import amqp.connection.CloseReason;
import amqp.connection.ClosedException;
import amqp.connection.ConfirmCounts;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one channel publishes. A publish never waits: what cannot go out now, since the channel's window is full or the
 * connection is away, is kept here in the order of the program and goes out later; what would exceed the bound is refused.
 * What is to be published again after a loss is kept here too.
 *
 * <p>Guarded by the driver's lock, but for the counts of verdicts, which belong to the strand.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final ChannelCore channel;
    private final ConnectionDriver driver;
    private final RecoveryOptions recovery;
    private final boolean republishes;
    private final KeptBytes keptBytes;
    private final long publishBuffer;

    private final PublishWindow window;

    // Guarded by the driver's lock.

    /** To be published when the window has room or the channel is back, oldest first once that is so. */
    private List<Publication.Kept> waiting = new ArrayList<>(0);

    /** Those who wait for the verdicts of what is to be published. */
    private List<ConfirmWait> waits = new ArrayList<>(0);

    private boolean awaitingRoom;

    /** Those who wait until there is room to publish. */
    private Set<Runnable> writers = new LinkedHashSet<>(0);

    private boolean awaitingWritable;
    private long lastNumber;
    private Publication.@Nullable Plain lastPlain;

    /** Verdicts from before the last loss that no wait has counted. Owned by the strand. */
    private ConfirmCounts carried = ConfirmCounts.NONE;

    /** What is to be done without the lock about messages that were kept. */
    private final class Leaving {
        private final List<Publication.Kept> failed = new ArrayList<>(0);
        private final List<Publication.Kept> sent = new ArrayList<>(0);
        private final List<Duration> heldUp = new ArrayList<>(0);
        private int count;

        void finish() {
            if (!failed.isEmpty()) {
                ClosedException why = channel.whyAway();
                failed.forEach(kept -> tellUnknown(kept, why));
            }
            sent.forEach(kept -> keptBytes.released(kept.bytes()));
            heldUp.forEach(time -> channel.connection()
                    .tellObserver(channel.channel(), observer -> observer.heldUp(channel.channel(), time)));
        }
    }

    /**
     * @param window publishes that may be without a verdict or whose callback waits for its turn; 0 for no bound
     */
    Outbox(ChannelCore channel, int window) {
        this.channel = channel;
        this.driver = channel.connection().driver();
        this.window = new PublishWindow(window, driver);
        this.recovery = channel.connection().options().recovery();
        this.republishes = recovery.republishes();
        this.keptBytes = channel.connection().kept();
        this.publishBuffer = channel.connection().options().publishBuffer();
    }

    /** Where callbacks of publishes tell that they are called. */
    PublishWindow window() {
        return window;
    }

    // ---- by any thread, under the lock ----

    /**
     * Whether there is no room for a publish, so that a program that can wait should. On a channel that does not come back
     * it fails instead, and says why.
     */
    boolean isHeldUp() {
        if (channel.isAway()) {
            return switch (recovery.whileDisconnected()) {
                case FAIL -> false;
                case WAIT -> true;
                case BUFFER -> keptBytes.isFull();
            };
        }
        boolean full = driver.isHeldUp() || isBehind() || republishes && keptBytes.isFull();
        return full && channel.engine().isOpen();
    }

    /** Publishes without a verdict, those included that are kept to be sent. */
    int unconfirmed() {
        return channel.engine().unsettled() + (channel.isConfirming() ? waiting.size() : 0);
    }

    /** Whether nothing is kept and no verdict is to come. Under the lock. */
    boolean isSettled() {
        return waiting.isEmpty() && channel.engine().unsettled() == 0;
    }

    /** Whether what is given now goes behind what is kept already. */
    private boolean isBehind() {
        return !waiting.isEmpty() || isHeldBack();
    }

    /** Whether the channel takes no publish now: the broker has stopped it, or the window is full. */
    private boolean isHeldBack() {
        ChannelEngine engine = channel.engine();
        return engine.isWindowFull() || window.isFull() || !engine.isFlowing();
    }

    /** Whether a publish can go straight to the engine: the usual case, which a few reads tell. */
    private boolean isClear() {
        return channel.isCarried() && waiting.isEmpty() && !republishes && !driver.isHeldUp() && !isHeldBack();
    }

    /**
     * Publishes a message if there is room now.
     *
     * @return false when there is none; nothing was done then
     */
    boolean tryPublish(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        expectConfirming(callback);
        return publishIfRoom(exchange, routingKey, mandatory, message, callback, observed);
    }

    /**
     * Publishes messages from the first on as long as there is room.
     *
     * @param toFit nothing is published unless all of these can be sent
     * @param observed one for each message; null where none is observed
     * @return how many were published
     */
    int tryPublishAll(
            String exchange,
            String routingKey,
            boolean mandatory,
            List<Message> toFit,
            List<Message> messages,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish @Nullable [] observed) {
        expectConfirming(callback);
        expectToFit(exchange, routingKey, mandatory, toFit);
        int published = 0;
        while (published < messages.size()
                && publishIfRoom(
                        exchange,
                        routingKey,
                        mandatory,
                        messages.get(published),
                        callback,
                        observed == null ? null : observed[published])) {
            published++;
        }
        return published;
    }

    private boolean publishIfRoom(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        if (isClear()) {
            sendUnkept(exchange, routingKey, mandatory, message, callback, observed);
            return true;
        }
        boolean room = !isHeldUp();
        if (room) {
            expectRoom();
            publishOrKeep(exchange, routingKey, mandatory, message, callback, observed);
        }
        return room;
    }

    /**
     * Publishes or keeps a message.
     *
     * @throws PublishBlockedException when it can be neither
     */
    void publish(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        expectConfirming(callback);
        if (isClear()) {
            sendUnkept(exchange, routingKey, mandatory, message, callback, observed);
        } else {
            expectRoom();
            publishOrKeep(exchange, routingKey, mandatory, message, callback, observed);
        }
    }

    /**
     * Publishes or keeps messages, all of them where the first one can be. So what is kept may exceed its bound by the rest.
     *
     * @param observed one for each message; null where none is observed
     * @throws PublishBlockedException when the first one can be neither; nothing was done then
     */
    void publishAll(
            String exchange,
            String routingKey,
            boolean mandatory,
            List<Message> messages,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish @Nullable [] observed) {
        expectConfirming(callback);
        expectToFit(exchange, routingKey, mandatory, messages);
        if (!messages.isEmpty() && !isClear()) {
            expectRoom();
        }
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            ObservedPublish one = observed == null ? null : observed[i];
            if (isClear()) {
                sendUnkept(exchange, routingKey, mandatory, message, callback, one);
            } else {
                publishOrKeep(exchange, routingKey, mandatory, message, callback, one);
            }
        }
    }

    /** Refuses what the engine would refuse halfway. */
    private void expectToFit(String exchange, String routingKey, boolean mandatory, List<Message> messages) {
        if (channel.isAway()) {
            return; // the frame-max that counts is that of the connection to come
        }
        BasicProperties checked = null;
        for (Message message : messages) {
            if (message.properties() != checked) {
                checked = message.properties();
                channel.engine().expectToFit(exchange, routingKey, mandatory, message);
            }
        }
    }

    private void expectConfirming(@Nullable PublishCallback callback) {
        if (callback != null && !channel.isConfirming()) {
            throw new IllegalStateException(
                    channel + " is not in confirm mode: call confirmSelect first, and wait for it");
        }
    }

    private void publishOrKeep(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        if (channel.isAway()) {
            waiting.add(keep(exchange, routingKey, mandatory, message, callback, observed, now()));
        } else if (channel.engine().isOpen() && isBehind()) {
            waiting.add(keep(exchange, routingKey, mandatory, message, callback, observed, now()));
            awaitRoom();
        } else if (republishes && channel.isConfirming()) {
            Publication.Kept kept = keep(exchange, routingKey, mandatory, message, callback, observed, null);
            send(kept, kept);
            countCallback(kept);
        } else {
            sendUnkept(exchange, routingKey, mandatory, message, callback, observed);
        }
    }

    /** Null where nobody wants to know how long a publish waits. */
    private @Nullable Long now() {
        return channel.connection().isObserved() ? driver.now() : null;
    }

    /** Refuses what can be neither published nor kept now. */
    private void expectRoom() {
        boolean behind = channel.engine().isOpen() && isBehind();
        if (channel.isAway()) {
            expectToBeKept();
        } else if (!behind) {
            expectRoomToSend();
        }
        boolean kept = channel.isAway() || behind || republishes && channel.isConfirming();
        if (kept && keptBytes.isFull()) {
            throw blocked();
        }
    }

    private void sendUnkept(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed) {
        if (observed != null) {
            channel.engine().publish(exchange, routingKey, mandatory, message, awaitingVerdict(observed));
        } else if (callback == null) {
            channel.engine().publish(exchange, routingKey, mandatory, message, null);
        } else {
            channel.engine().publish(exchange, routingKey, mandatory, message, plain(callback));
        }
        if (callback != null) {
            window.add();
        }
    }

    /** Returns null where there will be no verdict: being sent is the end then. */
    private @Nullable ObservedPublish awaitingVerdict(@Nullable ObservedPublish observed) {
        if (observed == null || !channel.isConfirming()) {
            return null;
        }
        observed.awaitsVerdict();
        return observed;
    }

    private void expectToBeKept() {
        switch (recovery.whileDisconnected()) {
            case FAIL -> throw channel.whyAway();
            case WAIT -> throw blocked();
            case BUFFER -> {}
        }
    }

    /** Beyond the high water mark, as much may wait to be sent as may be kept. */
    private void expectRoomToSend() {
        if (driver.isHeldUp()
                && driver.waitingBytes() >= publishBuffer
                && channel.engine().isOpen()) {
            throw blocked();
        }
    }

    private Publication.Kept keep(
            String exchange,
            String routingKey,
            boolean mandatory,
            Message message,
            @Nullable PublishCallback callback,
            @Nullable ObservedPublish observed,
            @Nullable Long keptSince) {
        Publication.Kept kept = new Publication.Kept(
                this,
                lastNumber + 1,
                exchange,
                routingKey,
                mandatory,
                message.copy(),
                callback,
                awaitingVerdict(observed),
                keptSince);
        lastNumber = kept.number();
        keptBytes.kept(kept.bytes());
        return kept;
    }

    private PublishBlockedException blocked() {
        return new PublishBlockedException("no room to publish on " + channel + ": " + why());
    }

    /** Why there is no room now; empty when there is. */
    String whyHeldUp() {
        return isHeldUp() ? why() : "";
    }

    /** Why verdicts may be late. By any thread. */
    String whyNotAnswered() {
        return channel.connection().whyNotAnswered();
    }

    private String why() {
        String notReading = channel.connection().whyNotReading();
        return notReading.isEmpty() ? whyHere() : whyHere() + "; " + notReading;
    }

    private String whyHere() {
        ChannelEngine engine = channel.engine();
        if (channel.isAway()) {
            return "the connection was lost and is being recovered";
        }
        if (engine.isWindowFull()) {
            return engine.unsettled() + " publishes on " + channel
                    + " await the broker's verdict, as many as its window takes";
        }
        if (window.isFull()) {
            return window.waiting() + " publishes on " + channel
                    + " await the broker's verdict or the turn of their callback, as many as its window takes";
        }
        if (!engine.isFlowing()) {
            return "the broker has stopped publishing on " + channel + " by channel.flow";
        }
        if (driver.isHeldUp()) {
            String blocked = driver.whyBlocked();
            return blocked.isEmpty()
                    ? driver.waitingBytes() + " bytes wait to be sent, since the network is slower"
                    : blocked;
        }
        return "as many bytes are kept until their verdict as may be";
    }

    private void send(Publication.Kept kept, @Nullable Publication attachment) {
        channel.engine().publish(kept.exchange(), kept.routingKey(), kept.mandatory(), kept.message(), attachment);
    }

    /** Where one callback serves many messages, one object does. */
    private Publication.Plain plain(@Nullable PublishCallback callback) {
        if (lastPlain == null || lastPlain.callback() != callback) {
            lastPlain = new Publication.Plain(channel, callback);
        }
        return lastPlain;
    }

    /** Asks for the verdicts of all that was published so far. */
    void await(ConfirmWait wait) {
        if (channel.isAway() && channel.isConfirming()) {
            if (recovery.whileDisconnected() == WhileDisconnected.FAIL) {
                throw channel.whyAway();
            }
            wait.after(lastNumber);
            waits.add(wait);
        } else if (!waiting.isEmpty()) {
            wait.after(lastNumber);
            waits.add(wait);
        } else {
            channel.engine().awaitVerdicts(wait);
            wait.after(lastNumber);
        }
    }

    /** Has what is kept sent once the window has room; before that it would have to be sent in another order. */
    private void awaitRoom() {
        if (!awaitingRoom) {
            awaitingRoom = true;
            driver.whenever(this::isMoving, () -> channel.connection().strand().execute(this::roomAgain));
        }
    }

    private boolean isMoving() {
        ChannelEngine engine = channel.engine();
        return channel.isAway() || !engine.isOpen() || !isHeldBack();
    }

    /**
     * Runs a task once there is room to publish: at once, or in the strand.
     *
     * @return forgets the task unless it has begun
     */
    Cancellable whenWritable(Runnable task) {
        boolean first = driver.ask(unused -> {
            writers.add(task);
            boolean none = !awaitingWritable;
            awaitingWritable = true;
            return none;
        });
        if (first) { // so that one condition serves all who wait
            driver.whenever(() -> !isHeldUp(), this::tellWriters);
        }
        return () -> locked(() -> writers.remove(task));
    }

    private void tellWriters() {
        List<Runnable> all = new ArrayList<>();
        locked(() -> {
            awaitingWritable = false;
            all.addAll(writers);
            writers.clear();
        });
        all.forEach(Runnable::run);
    }

    /** A callback is to be called for this one, which is not kept any more or is in the engine's hands. Under the lock. */
    private void countCallback(Publication.Kept kept) {
        if (kept.callback() != null) {
            window.add();
        }
    }

    // ---- in the strand, without the lock unless it says so ----

    private void roomAgain() {
        Leaving leaving = new Leaving();
        driver.command(unused -> {
            awaitingRoom = false;
            sendWaiting(leaving);
            return null;
        });
        leaving.finish();
    }

    /**
     * The channel is back: publishes what is kept, in the order of the program.
     *
     * @return how many were published
     */
    int resend() {
        Leaving leaving = new Leaving();
        driver.command(unused -> {
            waiting.sort(Comparator.comparingLong(Publication.Kept::number));
            waits.sort(Comparator.comparingLong(ConfirmWait::lastNumber));
            sendWaiting(leaving);
            return null;
        });
        leaving.finish();
        return leaving.count;
    }

    /** As far as the window allows. Where the channel is away or being closed, its coming back or its end goes on. Under the lock. */
    private void sendWaiting(Leaving leaving) {
        if (channel.isAway() || !channel.engine().isOpen()) {
            return;
        }
        int sent = 0;
        int asked = 0;
        while (sent < waiting.size() && !isHeldBack()) {
            Publication.Kept next = waiting.get(sent++);
            while (asked < waits.size() && waits.get(asked).lastNumber() < next.number()) {
                channel.engine().awaitVerdicts(waits.get(asked++));
            }
            resend(next, leaving);
        }
        waiting.subList(0, sent).clear();
        if (waiting.isEmpty()) {
            waits.subList(asked, waits.size()).forEach(channel.engine()::awaitVerdicts);
            waits.clear();
        } else {
            waits.subList(0, asked).clear();
            awaitRoom();
        }
    }

    private void resend(Publication.Kept kept, Leaving leaving) {
        boolean confirming = channel.engine().isConfirming();
        boolean lostVerdict = !confirming && kept.isHeard();
        try {
            countCallback(kept);
            if (confirming && republishes) {
                send(kept, kept);
            } else {
                send(kept, confirming ? attachment(kept) : null);
                (lostVerdict ? leaving.failed : leaving.sent).add(kept);
            }
            leaving.count += lostVerdict ? 0 : 1;
            if (kept.keptSince() != null) {
                leaving.heldUp.add(Duration.ofNanos(driver.now() - kept.keptSince()));
            }
        } catch (IllegalArgumentException tooLarge) { // for the frame-max of this broker
            LOG.warn("{}: a message that was kept can't be published: {}", channel, tooLarge.getMessage());
            leaving.failed.add(kept);
        }
    }

    /** For a message that is kept no more. */
    private @Nullable Publication attachment(Publication.Kept kept) {
        if (kept.observed() != null) {
            return kept.observed();
        }
        return kept.callback() == null ? null : plain(kept.callback());
    }

    /** A kept message has its verdict. */
    void settled(Publication.Kept kept, Verdict verdict) {
        keptBytes.released(kept.bytes());
        if (kept.observed() != null) {
            kept.observed().tell(verdict);
        }
        if (kept.callback() != null) {
            channel.dispatch().settled(kept.callback(), verdict);
        }
    }

    /** A kept message has no verdict, and gets none unless it is published again. */
    void unknown(Publication.Kept kept, CloseReason reason) {
        if (comesBack()) {
            locked(() -> {
                waiting.add(kept.again());
                if (kept.callback() != null) {
                    window.takeBack();
                }
            });
        } else {
            tellUnknown(kept, channel.whyEnded(reason));
        }
    }

    /** All that somebody waits for has a verdict, or the connection is lost. */
    void settled(ConfirmWait wait, ConfirmCounts counts) {
        if (counts.unknown() > 0 && republishes && comesBack()) {
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
        return !channel.isOver() && channel.connection().supervisor().isKeptUp();
    }

    /** The connection is lost; what it had to tell of publishes was told before. */
    void lost(ChannelEngine engine) {
        ConfirmCounts since = engine.verdicts();
        carried = carried.plus(republishes ? since.known() : since);
    }

    /** It gets no verdict. */
    private void tellUnknown(Publication.Kept kept, ClosedException why) {
        keptBytes.released(kept.bytes());
        if (kept.observed() != null) {
            kept.observed().tell(why);
        }
        if (kept.callback() != null) {
            channel.dispatch().unknown(kept.callback(), why);
        }
    }

    /** What has no verdict will get none. */
    void giveUp(ClosedException why) {
        List<Publication.Kept> all = takeWaiting();
        all.forEach(kept -> tellUnknown(kept, why));
        carried = carried.plus(new ConfirmCounts(0, 0, 0, all.size()));
    }

    private List<Publication.Kept> takeWaiting() {
        List<Publication.Kept> all = new ArrayList<>();
        locked(() -> {
            all.addAll(waiting);
            waiting.forEach(this::countCallback);
            waiting.clear();
        });
        all.sort(Comparator.comparingLong(Publication.Kept::number));
        return all;
    }

    /** The channel does not come back. */
    void close(ClosedException why) {
        long unheard = driver.ask(unused ->
                waiting.stream().filter(kept -> kept.callback() == null).count());
        if (unheard > 0) {
            LOG.warn("{}: {} messages that were kept are dropped: {}", channel, unheard, why.getMessage());
        }
        giveUp(why);
        List<ConfirmWait> last = new ArrayList<>();
        locked(() -> {
            last.addAll(waits);
            waits.clear();
        });
        last.forEach(wait -> wait.completed(takeCarried()));
    }

    private void locked(Runnable change) {
        driver.ask(unused -> {
            change.run();
            return null;
        });
    }
}
