// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.connection.ConfirmWindow;
import amqp.cli.connection.Outages;
import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.cli.terminal.Failures;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Waiter;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.PublishBlockedException;
import amqp.client.Stages;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Publishes the messages of a source and keeps account. */
final class PublishRun {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Channel channel;
    private final boolean confirm;
    private final Progress progress;
    private final Outages outages;
    private final ConfirmWindow window;
    private final AtomicLong returned = new AtomicLong();
    private final long begin = System.nanoTime();
    private long published;
    private long end;

    PublishRun(Channel channel, boolean confirm, Progress progress, Outages outages) {
        this.channel = channel;
        this.confirm = confirm;
        this.progress = progress;
        this.outages = outages;
        this.window = new ConfirmWindow(new Waiter(progress, outages::signs));
    }

    /**
     * Returns when the broker has read all of them, and with confirms when all have their verdict; so it is before it
     * throws for what the source has wrong.
     *
     * @throws CommandFailedException when the source has something wrong; it says what was published before
     */
    void publish(MessageSource source, Pace pace) {
        channel.onReturn(message -> returned.incrementAndGet());
        if (confirm) {
            Stages.await(channel.confirmSelect());
        }
        Optional<CommandFailedException> wrong = publishAll(source, pace);
        if (confirm) {
            window.awaitAll();
        }
        end = System.nanoTime();
        // The broker works in order: what it has to say against the messages comes before this answer.
        awaitTheBrokersTurn();
        end = confirm ? end : System.nanoTime();
        wrong.ifPresent(failure -> {
            throw new CommandFailedException(Failures.withHint(failure.getMessage(), publishedBefore()), failure);
        });
    }

    /** As far as is known now. */
    PublishSummary summary() {
        double seconds = ((end == 0 ? System.nanoTime() : end) - begin) / 1e9;
        return confirm
                ? new PublishSummary(
                        published,
                        window.count(Verdict.ACKED),
                        window.count(Verdict.NACKED),
                        window.count(Verdict.RETURNED),
                        window.count(Verdict.UNKNOWN),
                        seconds)
                : new PublishSummary(published, 0, 0, returned.get(), 0, seconds);
    }

    /** Gives what is wrong with the source, or with one of its messages. */
    private Optional<CommandFailedException> publishAll(MessageSource source, Pace pace) {
        while (pace.awaitNext(published)) {
            Optional<Outgoing> next;
            try {
                next = source.next();
            } catch (CommandFailedException wrong) {
                return Optional.of(wrong);
            }
            if (next.isEmpty()) {
                break;
            }
            try {
                publishOne(next.get());
            } catch (IllegalArgumentException wrong) {
                return Optional.of(new CommandFailedException(source.place() + wrong.getMessage(), wrong));
            }
            progress.at(published);
        }
        return Optional.empty();
    }

    private void awaitTheBrokersTurn() {
        while (true) {
            long signs = outages.signs();
            try {
                Stages.await(channel.basicQos(0));
                return;
            } catch (ClosedException | CallTimeoutException e) {
                LockSupport.parkNanos(LOOK_NANOS); // listeners hear of an outage a little later than we do
                if (!outages.isOut() && outages.signs() == signs) {
                    throw e;
                }
            }
        }
    }

    private void publishOne(Outgoing outgoing) {
        Message message = Message.of(outgoing.properties(), outgoing.body());
        if (confirm) {
            window.awaitRoom();
            while (!channel.tryPublishConfirmed(outgoing.method(), message, window)) {
                awaitRoom();
            }
            window.sent();
        } else {
            while (!channel.tryPublish(outgoing.method(), message)) {
                awaitRoom();
            }
        }
        published++;
    }

    /** For as long as it takes while the connection is lost. */
    private void awaitRoom() {
        try {
            Session.awaitRoom(channel);
        } catch (PublishBlockedException e) {
            if (!outages.isOut()) {
                throw e;
            }
        }
    }

    private String publishedBefore() {
        if (published == 0) {
            return "nothing was published";
        }
        return "published before it: " + published
                + (confirm ? ", of which " + window.count(Verdict.ACKED) + " are confirmed" : "");
    }
}
