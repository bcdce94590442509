// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs callbacks of the application on an I/O thread, between two rounds of I/O, which saves waking another thread.
 * When a callback takes long, a second thread, the standby, takes the I/O over, and the first one ends with its
 * callback. So no callback holds the I/O up for more than about two milliseconds, and seldom so:
 * {@link CallbackExecutor} gives only what was quick before.
 *
 * <p>Whoever runs the I/O owns everything here but {@link #state}, and so hands it on: it is odd while a callback runs. The
 * I/O thread makes it odd before a callback and even after it; the standby makes it even when it has seen it odd for a
 * while. One of the two succeeds, and that one goes on with the I/O. The standby looks once a millisecond while callbacks
 * run and sleeps otherwise: it says that it sleeps and then looks at the state once more, and the I/O thread makes the
 * state odd and then looks whether the standby sleeps.
 */
public final class CallbackTurns {
    /** How often the standby looks. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(1);

    private static final ThreadLocal<Seat> HERE = new ThreadLocal<>();

    private final AdapterThreads threads;
    private final Runnable goOn;
    private final AtomicLong state = new AtomicLong();

    // Of whoever runs the I/O.
    private final ArrayDeque<Callback> waiting = new ArrayDeque<>();
    private @Nullable Callback running;
    private @Nullable Standby standby;
    private boolean ended;

    private record Callback(CallbackExecutor from, Runnable task) {}

    /** What a thread that does I/O knows of it. Of that thread alone. */
    private static final class Seat {
        final CallbackTurns turns;

        /** Whether it runs a callback and not the I/O. */
        boolean away;

        Seat(CallbackTurns turns) {
            this.turns = turns;
        }
    }

    /**
     * Makes turns that no thread takes yet.
     *
     * @param threads makes the standby; those that run callbacks are none of them meanwhile
     * @param goOn goes on with the I/O until it ends, on a standby that has taken it over
     */
    public CallbackTurns(AdapterThreads threads, Runnable goOn) {
        this.threads = threads;
        this.goOn = goOn;
    }

    /** The calling thread runs the I/O from now on, and will call {@link #run}. */
    public void begin() {
        HERE.set(new Seat(this));
    }

    /** Whether there are callbacks to run. */
    public boolean wanted() {
        return !waiting.isEmpty();
    }

    /**
     * Runs the callbacks that were given since the last call, outside of any call of a handler.
     *
     * @return whether the calling thread still runs the I/O; otherwise another one does, and it has to end
     */
    public boolean run() {
        if (!standbyIsThere()) {
            passOn();
            return true;
        }
        Seat seat = HERE.get();
        Thread here = Thread.currentThread();
        threads.release(here);
        seat.away = true;
        long begun = System.nanoTime();
        for (Callback next = waiting.poll(); next != null; next = waiting.poll()) {
            if (!runOne(next)) {
                HERE.remove();
                threads.adopt(here);
                return false;
            }
            if (System.nanoTime() - begun > CallbackExecutor.QUICK) {
                passOn();
                break;
            }
        }
        seat.away = false;
        threads.adopt(here);
        return true;
    }

    private boolean runOne(Callback callback) {
        running = callback;
        Standby watching = standby;
        long begun = System.nanoTime();
        long mine = state.incrementAndGet();
        watching.wake();
        AdapterThreads.run(callback.task);
        if (!state.compareAndSet(mine, mine + 1)) {
            return false;
        }
        running = null; // it may hold a connection that has ended
        long now = System.nanoTime();
        callback.from.took(now - begun, now);
        return true;
    }

    /** The I/O has ended, or never begins: gives what waits to others, and whatever comes yet. */
    public void end() {
        ended = true;
        passOn();
        if (standby != null) {
            standby.end();
        }
    }

    /** What finds no thread waits for the next round. */
    private void passOn() {
        for (Callback next = waiting.peek(); next != null; next = waiting.peek()) {
            try {
                next.from.other().execute(next.task);
            } catch (Throwable noThread) {
                AdapterThreads.report(noThread);
                return;
            }
            waiting.remove();
        }
    }

    /** Takes a callback when the calling thread runs I/O; false otherwise. */
    static boolean take(CallbackExecutor from, Runnable task) {
        Seat seat = HERE.get();
        if (seat == null || seat.away || seat.turns.ended) {
            return false;
        }
        seat.turns.waiting.add(new Callback(from, task));
        return true;
    }

    private boolean standbyIsThere() {
        if (standby == null) {
            Standby made = new Standby();
            try {
                made.thread.start();
            } catch (OutOfMemoryError noThread) {
                return false;
            }
            standby = made;
        }
        return true;
    }

    /** On the standby, which has made the state even. */
    private void takeOver() {
        standby = null;
        long now = System.nanoTime();
        running.from.took(2 * TICK, now);
        running = null;
        passOn();
        goOn.run();
    }

    /** The thread that takes over. */
    private final class Standby {
        final Thread thread = threads.newThread(this::watch);
        private volatile boolean asleep;
        private volatile boolean over;

        void wake() {
            if (asleep) {
                asleep = false;
                LockSupport.unpark(thread);
            }
        }

        void end() {
            over = true;
            LockSupport.unpark(thread);
        }

        private void watch() {
            long seen = state.get();
            long since = System.nanoTime();
            while (!over) {
                LockSupport.parkNanos(this, TICK);
                long now = System.nanoTime();
                long found = state.get();
                if (found != seen) {
                    seen = found;
                    since = now;
                } else if (now - since < TICK) {
                    continue; // woken early
                } else if (seen % 2 == 0) {
                    sleep(seen);
                    since = System.nanoTime();
                } else if (now - since < 3 * TICK && state.compareAndSet(seen, seen + 1)) {
                    takeOver();
                    return;
                } else {
                    since = now; // it comes so late itself that the machine is busy, or the JVM stood still
                }
            }
        }

        private void sleep(long idle) {
            asleep = true;
            while (asleep && !over && state.get() == idle) {
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
