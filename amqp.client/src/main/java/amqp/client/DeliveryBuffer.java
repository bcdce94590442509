// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A consumer to take messages from instead of being called: it keeps them until somebody asks. Needs no thread of its
 * own and may be used with either {@link Dispatch}. What waits in it counts against
 * {@link ConnectionOptions.Builder#inboxBound}. Any number of threads may take from it.
 */
public final class DeliveryBuffer implements Consumer {
    private final Inbox inbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private AmqpException end;
    private boolean counting = true;

    /**
     * @param channel the one that it will consume on
     */
    public DeliveryBuffer(Channel channel) {
        this.inbox = channel.connection().inbox();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        inbox.arrived(delivery.body().length);
        lock.lock();
        try {
            waiting.add(delivery);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        end(new AmqpException("the broker cancelled the consumer \"" + consumerTag + "\"; was its queue deleted?"));
    }

    /** What waits can still be taken, but counts no more: it cannot be acknowledged, and may well be forgotten. */
    @Override
    public void onClosed(ClosedException why) {
        lock.lock();
        try {
            waiting.forEach(this::uncount);
            counting = false;
            end(why);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the next message, waiting for it at most so long; an empty one when none came.
     *
     * @throws AmqpException when the buffer is empty and no more will come, since the broker cancelled the consumer or
     *     the channel was closed ({@link ClosedException})
     * @throws InterruptedException when interrupted while waiting; no message is lost
     */
    public Optional<Delivery> poll(Duration limit) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(limit);
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (end != null) {
                    throw end;
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return Optional.of(taken(waiting.poll()));
        } finally {
            lock.unlock();
        }
    }

    /** Takes all that is there, without waiting: to be done with what is left over when the consumer was cancelled. */
    public List<Delivery> drain() {
        lock.lock();
        try {
            List<Delivery> all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(this::taken);
            return all;
        } finally {
            lock.unlock();
        }
    }

    private Delivery taken(Delivery delivery) {
        if (counting) {
            uncount(delivery);
        }
        return delivery;
    }

    private void uncount(Delivery delivery) {
        inbox.taken(delivery.body().length);
    }

    private void end(AmqpException why) {
        lock.lock();
        try {
            end = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
