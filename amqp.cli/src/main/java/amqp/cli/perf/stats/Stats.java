// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.stats;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts and times what all producers and consumers of a run do. The methods that count are for any thread; {@link
 * #begin}, {@link #interval} and {@link #total} for one.
 */
public final class Stats {
    private static final int DIGITS = 3;

    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final LongAdder confirmed = new LongAdder();
    private final LongAdder nacked = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder outages = new LongAdder();
    private final AtomicInteger down = new AtomicInteger();
    private final Recorder consumedNanos = new Recorder(DIGITS);
    private final Recorder confirmedNanos = new Recorder(DIGITS);

    private final Histogram allConsumed = new Histogram(DIGITS);
    private final Histogram allConfirmed = new Histogram(DIGITS);
    private Histogram consumedBefore;
    private Histogram confirmedBefore;
    private Counts before = counts();
    private long outagesBefore;
    private long begin;
    private long end;

    /** Starts the clock. */
    public void begin(long nowNanos) {
        begin = nowNanos;
        end = nowNanos;
    }

    public void sent() {
        sent.increment();
    }

    public void received() {
        received.increment();
    }

    public void returned() {
        returned.increment();
    }

    public void consumedAfter(long nanos) {
        consumedNanos.recordValue(Math.max(0, nanos));
    }

    public void confirmedAfter(long nanos) {
        confirmed.increment();
        confirmedNanos.recordValue(Math.max(0, nanos));
    }

    public void nacked() {
        nacked.increment();
    }

    public void unknown() {
        unknown.increment();
    }

    /** A connection was lost. */
    public void lost() {
        outages.increment();
        down.incrementAndGet();
    }

    /** A connection is back. */
    public void recovered() {
        down.decrementAndGet();
    }

    /** What happened since the beginning or the last call. */
    public Interval interval(long nowNanos) {
        consumedBefore = consumedNanos.getIntervalHistogram(consumedBefore);
        confirmedBefore = confirmedNanos.getIntervalHistogram(confirmedBefore);
        allConsumed.add(consumedBefore);
        allConfirmed.add(confirmedBefore);
        Counts now = counts();
        long outagesNow = outages.sum();
        Interval interval = new Interval(
                seconds(begin, nowNanos),
                seconds(end, nowNanos),
                now.minus(before),
                outagesNow - outagesBefore,
                down.get(),
                Latency.of(consumedBefore),
                Latency.of(confirmedBefore));
        end = nowNanos;
        before = now;
        outagesBefore = outagesNow;
        return interval;
    }

    /** What happened from the beginning to the last call of {@link #interval}. */
    public Interval total() {
        double seconds = seconds(begin, end);
        return new Interval(
                seconds, seconds, before, outagesBefore, down.get(), Latency.of(allConsumed), Latency.of(allConfirmed));
    }

    private Counts counts() {
        return new Counts(sent.sum(), received.sum(), returned.sum(), confirmed.sum(), nacked.sum(), unknown.sum());
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
