// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import amqp.cli.connection.ConfirmWindow;
import amqp.cli.connection.Outages;
import amqp.cli.connection.Session;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Waiter;
import amqp.client.CallTimeoutException;
import amqp.client.Channel;
import amqp.client.PublishBlockedException;
import amqp.client.Stages;
import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Publishes one message again and again, with a number as its message-id, and keeps account. */
final class PublishRun {
    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final Channel channel;
    private final BasicMethod.Publish method;
    private final BasicProperties properties;
    private final byte[] body;
    private final boolean confirm;
    private final Progress progress;
    private final Outages outages;
    private final ConfirmWindow window;
    private final AtomicLong returned = new AtomicLong();
    private final long begin = System.nanoTime();
    private long published;
    private long end;

    PublishRun(
            Channel channel,
            BasicMethod.Publish method,
            BasicProperties properties,
            byte[] body,
            boolean confirm,
            Progress progress,
            Outages outages) {
        this.channel = channel;
        this.method = method;
        this.properties = properties;
        this.body = body;
        this.confirm = confirm;
        this.progress = progress;
        this.outages = outages;
        this.window = new ConfirmWindow(new Waiter(progress, outages::signs));
    }

    /** Returns when the broker has read all of them, and with confirms when all have their verdict. */
    void publish(long count, double perSecond) {
        channel.onReturn(message -> returned.incrementAndGet());
        if (confirm) {
            Stages.await(channel.confirmSelect());
        }
        for (long i = 0; i < count; i++) {
            pace(i, perSecond);
            publishOne(numbered(i + 1));
            progress.at(published);
        }
        if (confirm) {
            window.awaitAll();
        }
        end = System.nanoTime();
        // The broker works in order: what it has to say against the messages comes before this answer.
        awaitTheBrokersTurn();
        end = confirm ? end : System.nanoTime();
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

    private void awaitTheBrokersTurn() {
        while (true) {
            try {
                Stages.await(channel.basicQos(0));
                return;
            } catch (ClosedException | CallTimeoutException e) {
                if (!outages.isOut()) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void publishOne(BasicProperties numbered) {
        Message message = Message.of(numbered, body);
        if (confirm) {
            window.awaitRoom();
            while (!channel.tryPublishConfirmed(method, message, window)) {
                awaitRoom();
            }
            window.sent();
        } else {
            while (!channel.tryPublish(method, message)) {
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

    private BasicProperties numbered(long number) {
        return properties.messageId() == null
                ? properties.toBuilder().messageId(Long.toString(number)).build()
                : properties;
    }

    private void pace(long already, double perSecond) {
        long due = begin + (long) (already / perSecond * 1e9);
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
