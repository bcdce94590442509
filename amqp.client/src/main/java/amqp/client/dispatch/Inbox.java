// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts what one connection has received for its application and the application has not taken yet. Over the bound,
 * reading stops; at half of it, reading goes on. One count for all channels, since they share the reading.
 */
public final class Inbox {
    private final AtomicLong bytes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock(); // pausing and resuming must not overtake each other
    private final long bound;
    private final long most;
    private final Runnable full;
    private final Runnable roomAgain;

    /** The bound, or more where {@link #letIn} was called since reading last went on by itself. */
    private volatile long limit;

    private volatile boolean paused;

    /**
     * Creates an empty one.
     *
     * @param most bytes that are never exceeded by more than what is read at once, whatever is let in
     * @param full called when reading is to stop; must not wait for anything
     * @param roomAgain called when reading may go on, by any thread; must not wait for anything
     */
    public Inbox(long bound, long most, Runnable full, Runnable roomAgain) {
        this.bound = bound;
        this.most = most;
        this.limit = bound;
        this.full = full;
        this.roomAgain = roomAgain;
    }

    /**
     * A message was received.
     *
     * @param size see {@link Held}
     */
    public void arrived(long size) {
        if (bytes.addAndGet(size) > limit && !paused) {
            pause();
        }
    }

    /**
     * The application has taken a message, or it was dropped.
     *
     * @param size as it was counted when it arrived
     */
    public void taken(long size) {
        if (bytes.addAndGet(-size) <= bound / 2 && paused) {
            resume();
        }
    }

    /** Has a callback run that takes what was just received. */
    public void hand(Executor executor, long size, Runnable callback) {
        arrived(size);
        executor.execute(() -> {
            try {
                callback.run();
            } finally {
                taken(size);
            }
        });
    }

    /** Runs tasks on an executor, each of which counts until it has run. */
    public Executor counting(Executor executor, long size) {
        return task -> hand(executor, size, task);
    }

    /** Whether reading is stopped. */
    public boolean isPaused() {
        return paused;
    }

    /** What waits for the application. */
    public long bytes() {
        return bytes.get();
    }

    /** Lets an eighth of what is there in although nothing was taken, within the firm bound. */
    public void letIn() {
        lock.lock();
        try {
            if (paused && bytes.get() <= most) {
                limit = overdrawn();
                paused = false;
                roomAgain.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * There is another transport, which reads. What the application has not taken yet counts on; an eighth of it may come at
     * once, within the firm bound.
     */
    public void renewed() {
        lock.lock();
        try {
            limit = Math.max(bound, overdrawn());
            paused = false;
        } finally {
            lock.unlock();
        }
    }

    private long overdrawn() {
        long now = bytes.get();
        return Math.min(now + now / 8, most);
    }

    private void pause() {
        lock.lock();
        try {
            if (!paused && bytes.get() > limit) {
                paused = true;
                full.run();
                resumeIfHalf(); // what was taken before paused was set did not see it
            }
        } finally {
            lock.unlock();
        }
    }

    private void resume() {
        lock.lock();
        try {
            resumeIfHalf();
        } finally {
            lock.unlock();
        }
    }

    private void resumeIfHalf() {
        if (paused && bytes.get() <= bound / 2) {
            limit = bound;
            paused = false;
            roomAgain.run();
        }
    }
}
