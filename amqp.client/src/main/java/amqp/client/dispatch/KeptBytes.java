// SPDX-License-Identifier: MPL-2.0
package amqp.client.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what one connection keeps of messages to publish them later or again. By any thread. */
public final class KeptBytes {
    private final AtomicLong bytes = new AtomicLong();
    private final long bound;
    private final Runnable roomAgain;

    /**
     * Creates a count of zero.
     *
     * @param roomAgain called when the count has fallen below the bound
     */
    public KeptBytes(long bound, Runnable roomAgain) {
        this.bound = bound;
        this.roomAgain = roomAgain;
    }

    /** What is kept. */
    public long bytes() {
        return bytes.get();
    }

    /** Whether no more is to be kept. */
    public boolean isFull() {
        return bytes.get() >= bound;
    }

    /**
     * A message is kept.
     *
     * @param size see {@link Held}
     */
    public void kept(long size) {
        bytes.addAndGet(size);
    }

    /** A message is kept no more. Not to be called under the lock that {@code roomAgain} takes. */
    public void released(long size) {
        long before = bytes.getAndAdd(-size);
        if (before >= bound && before - size < bound) {
            roomAgain.run();
        }
    }
}
