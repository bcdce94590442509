// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/**
 * How many publishes may be without a verdict at a time. Pure counting: it never waits, so the caller decides whether a
 * publisher waits with a deadline or is told "not now". One owner at a time; nothing is synchronized.
 */
public final class PublishWindow {
    /** The limit of a window that in practice never fills. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final int limit;
    private int unconfirmed;

    /** An empty window for {@code limit} publishes, at least 1. */
    public PublishWindow(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException(
                    "The window of unconfirmed publishes is " + limit + "; give at least 1, or UNLIMITED.");
        }
        this.limit = limit;
    }

    /** Takes one place; false, and nothing taken, when the window is full. */
    public boolean tryAcquire() {
        if (unconfirmed == limit) {
            return false;
        }
        unconfirmed++;
        return true;
    }

    /**
     * Gives places back, one for each publish that got its verdict; a multiple-ack gives many at once.
     *
     * @throws IllegalArgumentException when fewer places than that are taken; nothing is given back then
     */
    public void release(int count) {
        if (count < 0 || count > unconfirmed) {
            throw new IllegalArgumentException(
                    count + " publishes can't leave the window, which holds " + unconfirmed + ".");
        }
        unconfirmed -= count;
    }

    /** Gives all places back, as when the channel has closed and every publish ends as unknown. */
    public void releaseAll() {
        unconfirmed = 0;
    }

    /** The places left. */
    public int available() {
        return limit - unconfirmed;
    }

    /** The places taken. */
    public int unconfirmed() {
        return unconfirmed;
    }

    /** The places in all. */
    public int limit() {
        return limit;
    }
}
