// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Inbox;
import amqp.codec.AmqpException;
import amqp.connection.ClosedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A delivery handler that keeps messages until the application takes them. It needs no thread and works with any
 * {@link Dispatch}. Waiting messages count against {@link ConnectionOptions.Builder#inboxBound}. Any number of threads
 * may take messages.
 */
public final class DeliveryBuffer implements DeliveryHandler {
    private final Inbox inbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private volatile Consumer<Delivery> taken = delivery -> {};
    private volatile Consumer<Delivery> received = delivery -> {};
    private boolean ended;
    private Optional<Supplier<AmqpException>> failure = Optional.empty();

    /**
     * Creates an empty buffer for one {@code basicConsume} of a channel.
     *
     * @param channel the channel that will consume
     */
    public DeliveryBuffer(Channel channel) {
        this.inbox = channel.core().connection().inbox();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        lock.lock();
        try {
            inbox.arrived(delivery.held());
            waiting.add(delivery);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onCancel(String consumerTag) {
        end(Optional.of(() -> new ConsumerCancelledException(consumerTag)));
    }

    @Override
    public void onCancelOk(String consumerTag) {
        end(Optional.empty());
    }

    /** Drops the waiting messages that need an acknowledgement, since the broker delivers them again. */
    @Override
    public void onInterrupted(ClosedException why) {
        dropStale();
    }

    @Override
    public void onClosed(ClosedException why) {
        dropStale();
        end(Optional.of(() -> new ClosedException(why.what(), why.reason())));
    }

    /**
     * Takes the next message, and waits for it if there is none. Must not be called on the I/O thread.
     *
     * @param timeout how long to wait at most; zero or less not to wait
     * @return empty when none arrived in time, or when the application has cancelled the consumer and none is left
     * @throws ConsumerCancelledException when the buffer is empty and the broker has cancelled the consumer
     * @throws ClosedException when the buffer is empty and the channel is closed
     * @throws InterruptedException when interrupted while waiting; no message is lost
     */
    public Optional<Delivery> poll(Duration timeout) throws InterruptedException {
        Optional<Delivery> next = next(timeout);
        next.ifPresent(received);
        return next;
    }

    private Optional<Delivery> next(Duration timeout) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(timeout);
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (failure.isPresent()) {
                    throw failure.get().get(); // with the stack of this thread
                }
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            return Optional.of(taken(waiting.poll()));
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of messages in the buffer. */
    public int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes all messages in the buffer, without waiting; for instance after the consumer was cancelled.
     *
     * @return the oldest first
     */
    public List<Delivery> drain() {
        List<Delivery> all;
        lock.lock();
        try {
            all = List.copyOf(waiting);
            waiting.clear();
            all.forEach(this::taken);
        } finally {
            lock.unlock();
        }
        all.forEach(received);
        return all;
    }

    /**
     * Calls for each message that is taken from now on; must not block.
     *
     * @param underLock in the order in which they are taken
     * @param afterwards by the thread that has taken it, without the lock
     */
    void onTaken(Consumer<Delivery> underLock, Consumer<Delivery> afterwards) {
        taken = underLock;
        received = afterwards;
    }

    private Delivery taken(Delivery delivery) {
        taken.accept(delivery);
        if (!ended) {
            uncount(delivery);
        }
        return delivery;
    }

    private void uncount(Delivery delivery) {
        inbox.taken(delivery.held());
    }

    private void dropStale() {
        lock.lock();
        try {
            waiting.removeIf(delivery -> {
                boolean stale = delivery.isStale();
                if (stale && !ended) {
                    uncount(delivery);
                }
                return stale;
            });
        } finally {
            lock.unlock();
        }
    }

    /** What waits can still be taken, but counts no more: nothing is added to it, and it may well be forgotten. */
    private void end(Optional<Supplier<AmqpException>> why) {
        lock.lock();
        try {
            if (!ended) {
                waiting.forEach(this::uncount);
                ended = true;
            }
            failure = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
