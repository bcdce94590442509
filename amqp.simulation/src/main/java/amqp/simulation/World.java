// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.adapter.spi.Cancellable;
import amqp.testkit.VirtualClock;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * All time, chance and concurrency of one simulation: one clock, one seeded generator, one queue of events, one thread.
 * Whatever happens is an event, so the same seed gives the same run. Events of the same time happen in any order: who
 * promises an order, as TCP does, has no more than one event on its way. As an {@link Executor} it runs tasks as events
 * of their own, after a while.
 */
final class World implements Executor {
    private static final Duration SHORT = Duration.ofMillis(2);

    private final RandomGenerator random;
    private final VirtualClock clock;
    private final Trace trace;
    private final long start;
    private final PriorityQueue<Event> events;
    private long hash;
    /** Tasks wait up to that long: processors are busy. */
    private Duration slowness = SHORT;

    private Violated violated;

    private static final class Event {
        final long time;
        final int turn;
        final String what;
        final Runnable action;
        boolean cancelled;

        Event(long time, int turn, String what, Runnable action) {
            this.time = time;
            this.turn = turn;
            this.what = what;
            this.action = action;
        }
    }

    /** Begins shortly before the clock wraps around, so that comparisons where differences are due come to light. */
    World(long seed, Trace trace) {
        this.random = new SplittableRandom(seed);
        this.trace = trace;
        this.clock = VirtualClock.wrappingAfter(Duration.ofSeconds(random.nextInt(40)));
        this.start = clock.now();
        Comparator<Event> byTime = (one, other) -> Long.signum(one.time - other.time);
        this.events = new PriorityQueue<>(byTime.thenComparingInt(event -> event.turn));
    }

    RandomGenerator random() {
        return random;
    }

    /** True one time in so many. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** From zero up to the duration. */
    Duration upTo(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    }

    long now() {
        return clock.now();
    }

    /** Since the world began. */
    Duration age() {
        return Duration.ofNanos(clock.now() - start);
    }

    void trace(String what, Object... details) {
        trace.add(age(), what, details);
    }

    void slowness(Duration most) {
        slowness = most;
    }

    /** Ends the simulation when the present event is over; what is violated first counts. */
    void violated(Invariant invariant, String detail) {
        if (violated == null) {
            violated = new Violated(invariant, detail);
            trace("%s", violated.getMessage());
        }
    }

    /** @throws Violated when something was violated */
    void check() {
        if (violated != null) {
            throw violated;
        }
    }

    /** A number that differs between runs that differ. */
    long hash() {
        return hash;
    }

    Cancellable after(Duration delay, String what, Runnable action) {
        Event event = new Event(clock.now() + TimeUnit.NANOSECONDS.convert(delay), random.nextInt(), what, action);
        events.add(event);
        return () -> {
            if (!event.cancelled && events.remove(event)) {
                event.cancelled = true;
            }
        };
    }

    /** Soon, but not now. */
    Cancellable soon(String what, Runnable action) {
        return after(upTo(SHORT), what, action);
    }

    /** Not before that, and on a thread that may be late: what is due at the same time elsewhere may come first. */
    Cancellable onAnyThread(Duration delay, String what, Runnable action) {
        return after(oneIn(2) ? delay : delay.plus(lateness()), what, action);
    }

    @Override
    public void execute(Runnable task) {
        after(lateness(), "task", task);
    }

    private Duration lateness() {
        return oneIn(8) ? upTo(slowness) : upTo(SHORT);
    }

    /** Lets that much time pass, with all that happens in it. */
    void run(Duration time) {
        long end = clock.now() + time.toNanos();
        stepUntil(end);
        clock.advanceNanos(end - clock.now());
    }

    /** Whether nothing is left to happen after at most that much time. */
    boolean runDry(Duration most) {
        stepUntil(clock.now() + most.toNanos());
        return events.isEmpty();
    }

    private void stepUntil(long end) {
        while (!events.isEmpty() && events.peek().time - end <= 0) {
            step();
        }
    }

    /** What is to happen next. */
    String next() {
        return events.isEmpty() ? "nothing" : events.peek().what;
    }

    private void step() {
        Event event = events.poll();
        clock.advanceNanos(event.time - clock.now());
        hash = 31 * (31 * hash + event.time) + event.what.hashCode();
        event.action.run();
        check();
    }
}
