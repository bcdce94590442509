// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.ConfirmWindow;
import amqp.cli.connection.Session;
import amqp.cli.message.MessageFilter;
import amqp.cli.terminal.Progress;
import amqp.cli.terminal.Waiter;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.PublishCallback;
import amqp.client.Stages;
import amqp.codec.AmqpException;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Publishes the messages of a queue elsewhere, with confirms and the flag mandatory, and acknowledges each only when the broker
 * has confirmed it. So a message is in the queue, or where it was sent, or in both, whatever ends this and when. For one
 * thread.
 */
final class Relay {
    private final Fetching fetching;
    private final Channel channel;
    private final MessageFilter filter;
    private final Function<Delivery, Optional<BasicMethod.Publish>> route;
    private final boolean moving;
    private final Progress progress;
    private final ConfirmWindow window;
    private final AtomicReference<ClosedException> unknown = new AtomicReference<>();
    private long kept;

    /**
     * @param channel to publish on, of another connection than that of what is fetched: messages on their way do not keep
     *     confirms waiting then, and a broker that takes no messages for now takes acknowledgements
     * @param route where a message goes; empty for one that stays
     * @param moving whether messages leave the queue
     */
    Relay(
            Fetching fetching,
            Channel channel,
            MessageFilter filter,
            Function<Delivery, Optional<BasicMethod.Publish>> route,
            boolean moving,
            Progress progress) {
        this.fetching = fetching;
        this.channel = channel;
        this.filter = filter;
        this.route = route;
        this.moving = moving;
        this.progress = progress;
        this.window = new ConfirmWindow(new Waiter(progress));
    }

    /**
     * Returns when all is done and what stays is back in the queue.
     *
     * @param most how many to publish at most
     * @param err for warnings
     * @throws AmqpException when the connection or the channel ends before
     */
    void run(long most, PrintWriter err) {
        Stages.await(channel.confirmSelect());
        Optional<Delivery> next = fetching.next(most);
        while (next.isPresent()) {
            relay(next.get());
            progress.at(window.published());
            next = fetching.next(most - window.published());
        }
        window.awaitAll();
        ClosedException end = unknown.get();
        if (end != null) {
            throw end;
        }
        fetching.putBack(err);
    }

    private void relay(Delivery delivery) {
        Optional<BasicMethod.Publish> publish = filter.matches(delivery) ? route.apply(delivery) : Optional.empty();
        if (publish.isEmpty()) {
            kept++;
            return;
        }
        window.awaitRoom();
        Message message = DeliveryLimit.published(delivery);
        while (!channel.tryPublishConfirmed(publish.get().mandatory(true), message, new Handover(delivery))) {
            Session.awaitRoom(channel);
        }
        window.sent();
    }

    /** How many were published, whatever the broker said of them. */
    long published() {
        return window.published();
    }

    /** How many the broker has confirmed where they went. */
    long confirmed() {
        return window.count(Verdict.ACKED);
    }

    /** How many came back because no queue took them. */
    long returned() {
        return window.count(Verdict.RETURNED);
    }

    /** How many a queue refused. */
    long nacked() {
        return window.count(Verdict.NACKED);
    }

    /** How many were not meant. */
    long kept() {
        return kept;
    }

    /** Acknowledges a message when its copy is safe. */
    private final class Handover implements PublishCallback {
        private final Delivery delivery;

        Handover(Delivery delivery) {
            this.delivery = delivery;
        }

        @Override
        public void settled(Verdict verdict) {
            if (moving && verdict == Verdict.ACKED) {
                acknowledge();
            }
            window.settled(verdict);
        }

        private void acknowledge() {
            try {
                fetching.ack(delivery);
            } catch (ClosedException end) {
                unknown.set(end); // it is in both places
            }
        }

        @Override
        public void unknown(ClosedException why) {
            unknown.set(why);
            settled(Verdict.UNKNOWN);
        }
    }
}
