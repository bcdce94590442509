// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a transport has to set its timer, so that a busy connection sets hardly any. A timer that rings too early
 * is harmless: the handler is asked again. So the timer is set only when it would otherwise ring too late.
 *
 * <p>Its methods may be called from any thread. Two threads at once may both be told to set the timer; the earlier time
 * has to win.
 */
public final class Alarm {
    /** The answer where the timer rings early enough already, or need not ring. */
    public static final long NONE = Long.MAX_VALUE;

    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(1);
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** While a flush is not passed on, the handler is asked for its timeout this often. */
    private static final long WHILE_STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile boolean armed;
    private volatile long armedFor;

    /** An alarm for a timer that isn't set. */
    public Alarm() {}

    /**
     * Tells whether to set the timer, and takes it that this is done.
     *
     * @param now a reading of the adapter's clock
     * @param delayNanos how long until a timeout is wanted, as {@code nanosUntilTimeout} says it
     * @param stuck whether writing waits for the socket, so that a flush is not passed on and can't tell of a shorter
     *     timeout
     * @return nanoseconds from now, a millisecond to a day; or {@link #NONE}
     */
    public long nanosToSet(long now, long delayNanos, boolean stuck) {
        if (delayNanos == Long.MAX_VALUE && !stuck) {
            return NONE;
        }
        long longest = stuck ? WHILE_STUCK_NANOS : LONGEST_NANOS;
        long delay = Math.max(SHORTEST_NANOS, Math.min(delayNanos, longest));
        long deadline = now + delay;
        if (armed && deadline - armedFor >= 0) {
            return NONE;
        }
        // Said before it is done: a timer that has rung takes the word back, and must not find it given afterwards.
        armedFor = deadline;
        armed = true;
        return delay;
    }

    /** The timer has rung; to be called before the handler is. */
    public void rang() {
        armed = false;
    }
}
