// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers of an event loop: a binary heap by deadline, then by order of setting. Not thread-safe; belongs to the loop.
 * Times are nanoTime readings, compared by differences only, since nanoTime wraps.
 */
public final class TimerQueue {
    /**
     * The longest delay: half of what a difference can tell, so that the latest and the most overdue timer are still told
     * apart. 146 years.
     */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private static final Runnable NOTHING = () -> {};

    private @Nullable Timer[] heap;
    private int size;
    private long sequence;

    /** An empty queue. */
    public TimerQueue() {
        heap = new Timer[16];
    }

    /** One timer, in the queue or not. */
    public static final class Timer {
        private static final int OUT = -1;

        private final Runnable due;
        private final Runnable action;
        private long deadlineNanos;
        private long order;
        private int index = OUT;

        /** A timer that is not in a queue yet. */
        public Timer(Runnable action) {
            this(NOTHING, action);
        }

        /**
         * A timer whose actions may be run by several threads and have to take effect in the order of their time all the
         * same.
         *
         * @param due called by {@link TimerQueue#pollDue}, before any later timer's; it must neither wait nor call anything
         *     of others
         * @param action to run afterwards
         */
        public Timer(Runnable due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        /** What to run when the timer is due. */
        public Runnable action() {
            return action;
        }

        private boolean before(Timer other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference < 0 || difference == 0 && order < other.order;
        }
    }

    /** Returns when a delay that begins now ends; whatever the delay, {@link TimerQueue} can tell it from others. */
    public static long deadline(long nowNanos, Duration delay) {
        return nowNanos + nanos(delay);
    }

    /** Returns a delay in nanoseconds; zero where it is negative, 146 years where it is longer. */
    public static long nanos(Duration delay) {
        return delay.isNegative() ? 0 : delay.compareTo(LONGEST) < 0 ? delay.toNanos() : LONGEST.toNanos();
    }

    /**
     * Puts a timer in, or moves it when it is in already; a deadline that has passed is due at once.
     *
     * @param deadlineNanos as {@link #deadline} makes it
     */
    public void set(Timer timer, long deadlineNanos) {
        remove(timer);
        timer.deadlineNanos = deadlineNanos;
        timer.order = sequence++;
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        place(timer, size++);
        up(timer);
    }

    /** Like {@link #set}, but leaves a timer alone that is due no later. */
    public void bringForward(Timer timer, long deadlineNanos) {
        if (timer.index == Timer.OUT || deadlineNanos - timer.deadlineNanos < 0) {
            set(timer, deadlineNanos);
        }
    }

    /** Takes a timer out; does nothing when it isn't in. */
    public void remove(Timer timer) {
        int hole = timer.index;
        if (hole == Timer.OUT) {
            return;
        }
        timer.index = Timer.OUT;
        Timer last = heap[--size];
        heap[size] = null;
        if (last != timer) {
            place(last, hole);
            up(last);
            down(last);
        }
    }

    /** Takes out the next timer that is due; {@code null} when none is. */
    public @Nullable Timer pollDue(long now) {
        if (size == 0 || heap[0].deadlineNanos - now > 0) {
            return null;
        }
        Timer next = heap[0];
        remove(next);
        next.due.run();
        return next;
    }

    /** How long until the next timer is due, in nanoseconds; 0 when it is, {@link Long#MAX_VALUE} when there is none. */
    public long nanosUntilNext(long now) {
        return size == 0 ? Long.MAX_VALUE : Math.max(0, heap[0].deadlineNanos - now);
    }

    /** The number of timers in the queue. */
    public int size() {
        return size;
    }

    private void up(Timer timer) {
        while (timer.index > 0 && timer.before(heap[(timer.index - 1) / 2])) {
            swap(timer, heap[(timer.index - 1) / 2]);
        }
    }

    private void down(Timer timer) {
        for (int child = 2 * timer.index + 1; child < size; child = 2 * timer.index + 1) {
            if (child + 1 < size && heap[child + 1].before(heap[child])) {
                child++;
            }
            if (!heap[child].before(timer)) {
                return;
            }
            swap(timer, heap[child]);
        }
    }

    private void swap(Timer one, Timer other) {
        int place = one.index;
        place(one, other.index);
        place(other, place);
    }

    private void place(Timer timer, int index) {
        heap[index] = timer;
        timer.index = index;
    }
}
