// SPDX-License-Identifier: MPL-2.0
package amqp.cli.queue;

import amqp.cli.connection.Session;
import amqp.cli.terminal.CommandFailedException;
import amqp.client.Channel;
import amqp.client.Delivery;
import amqp.client.Dispatch;
import amqp.client.Stages;
import amqp.codec.ReplyCode;
import amqp.codec.method.QueueMethod;
import amqp.connection.ClosedException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Fetches the messages that a queue has ready now, from its head, each once: none of them goes back before the end, and those
 * that come later are left alone. What nobody acknowledges goes back by {@link #putBack}, or with the connection, in whatever
 * way that ends. For one thread, but {@link #ack} is for any.
 *
 * <p>They come in bursts, never more than are wanted, since the broker marks what goes back as redelivered. Single ones come
 * by basic.get: the first, which is refused where the queue is a stream; and all of them where a consumer is given none,
 * because another one is the single active consumer of the queue.
 *
 * <p>Messages go back by closing their channels, since a quorum queue without a delivery limit takes those of basic.nack to
 * its end. It takes those of a channel to its head, consumer by consumer: in the order of their tags for up to 32 consumers,
 * in any order for more, and a basic.get is a consumer with a tag of its own. So each channel has up to 32 bursts or basic.gets
 * alone, and the channels are closed in turn.
 *
 * <p>Acknowledgements are in transactions, since each would bring a consumer another message. And what a quorum queue does not
 * take at once, because there are more than some dozens, is gone with the channel; those of a transaction are one.
 */
final class Fetching {
    private static final int CONSUMERS_OF_CHANNEL = 32;

    /** A connection does not have any number of channels. */
    private static final int MOST_CHANNELS = 1000;

    private static final int MOST_AHEAD = 500;

    /** How many bytes of bodies may be on their way, as far as the bodies before tell. */
    private static final long AHEAD_BYTES = 8 << 20;

    private final Supplier<Channel> opening;
    private final String queue;
    private final DeliveryLimit limit;
    private final long ready;
    private final List<Channel> channels = new ArrayList<>();
    private Channel channel;
    private boolean single = true;
    private Optional<Burst> burst = Optional.empty();
    private int bursts;
    private boolean oneByOne;

    /** What the broker says of basic.get where it is not for this queue: a quorum queue with a single active consumer. */
    private Optional<ClosedException> refusal = Optional.empty();

    private long left;
    private long largest = AHEAD_BYTES;
    private boolean any;

    /**
     * Begins.
     *
     * @throws ClosedException when there is no such queue
     */
    Fetching(Session session, String queue) {
        this.opening = () -> session.openChannel(Dispatch.EXECUTOR);
        this.queue = queue;
        this.limit = new DeliveryLimit(session.connection(), queue);
        this.channel = open();
        this.ready = Stages.await(
                        channel.queueDeclare(QueueMethod.Declare.of(queue).passive(true)))
                .messageCount();
        this.left = ready;
    }

    /** How many messages the queue had at the beginning. */
    long ready() {
        return ready;
    }

    /**
     * The next message; empty when all have been fetched.
     *
     * @param wanted how many are wanted at most, with this one; less than before only by the messages that came since
     */
    Optional<Delivery> next(long wanted) {
        int size = (int) Math.min(Math.min(wanted, left), mostAhead());
        if (size == 0) {
            return Optional.empty();
        }
        if (burst.isEmpty() && (size > 1 || refusal.isPresent()) && !oneByOne) {
            burst = Optional.of(begin(size));
        }
        Optional<Delivery> next = burst.flatMap(this::ofBurst).or(this::single);
        next.ifPresent(this::count);
        return next;
    }

    private Burst begin(int size) {
        if (single || bursts % CONSUMERS_OF_CHANNEL == 0) {
            renewChannel(false);
        }
        bursts++;
        return new Burst(channel, queue, String.format(Locale.ROOT, "%08d", bursts), size);
    }

    private void renewChannel(boolean forSingle) {
        single = forSingle;
        if (channels.size() < MOST_CHANNELS) {
            channel = open();
        }
    }

    private Channel open() {
        Channel opened = opening.get();
        channels.add(opened);
        Stages.await(opened.txSelect());
        return opened;
    }

    private Optional<Delivery> ofBurst(Burst current) {
        Optional<Delivery> next = current.next();
        if (next.isEmpty() || current.isDone()) {
            oneByOne = current.isVain();
            burst = Optional.empty();
        }
        return next;
    }

    private Optional<Delivery> single() {
        if (refusal.isPresent()) {
            return withoutSingle(refusal.get());
        }
        if (!single) {
            renewChannel(true);
        }
        try {
            Optional<Delivery> next = Stages.await(channel.basicGet(queue));
            if (next.isEmpty()) {
                left = 0;
            }
            return next;
        } catch (ClosedException e) {
            if (e.replyCode() == ReplyCode.NOT_IMPLEMENTED) {
                throw new CommandFailedException(
                        "messages of \"" + queue + "\" cannot be fetched one by one, since it is a stream; read it by"
                                + " amqp consume, from what --offset says",
                        e);
            }
            if (e.replyCode() != ReplyCode.RESOURCE_LOCKED) {
                throw e;
            }
            refusal = Optional.of(e);
            channels.remove(channel);
            burst = Optional.of(begin(1));
            return burst.flatMap(this::ofBurst).or(this::single);
        }
    }

    /** A burst has ended early. Where it got none, another consumer is the active one. */
    private Optional<Delivery> withoutSingle(ClosedException why) {
        if (oneByOne) {
            throw why;
        }
        left = 0;
        return Optional.empty();
    }

    private void count(Delivery delivery) {
        left--;
        limit.fetched(delivery);
        int size = delivery.body().length;
        largest = any ? Math.max(largest, size) : size;
        any = true;
    }

    private long mostAhead() {
        return Math.max(1, Math.min(MOST_AHEAD, AHEAD_BYTES / Math.max(1, largest)));
    }

    /**
     * Acknowledges a message; this takes effect at the end of a burst, or of all. By any thread.
     *
     * @throws ClosedException when the channel is closed
     */
    void ack(Delivery delivery) {
        limit.acknowledged(delivery);
        delivery.ack();
    }

    /**
     * Gives back what has not been acknowledged, and returns when the broker has done that and what came before.
     *
     * @param err is warned about the delivery limit of the queue
     */
    void putBack(PrintWriter err) {
        burst.ifPresent(Burst::end);
        limit.save(opening, err);
        for (Channel each : channels) {
            Stages.await(each.txCommit());
            Stages.await(each.close());
        }
        limit.warn(err);
    }
}
