// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf;

import java.util.List;

/**
 * When each message of a producer is due. That follows from the rate alone, not from when the ones before were sent: a
 * producer that was held up sends what is overdue at once, and the times that are measured include the delay. Rates
 * follow one another, and begin anew after the last one. For one thread; all times are nanoTimes.
 */
final class Pace {
    private final List<RateStep> steps;
    private int step;
    private long stepStart;
    private long inStep;

    /** @param steps at least one of them with a rate above 0 */
    Pace(List<RateStep> steps, long startNanos) {
        this.steps = steps;
        this.stepStart = startNanos;
    }

    /** When the next message is due: with an unlimited rate, now. Moves on by one message. */
    long next(long nowNanos) {
        while (true) {
            RateStep current = steps.get(step);
            long due = due(current, nowNanos);
            if (due - stepEnd(current) < 0) {
                inStep++;
                return due;
            }
            stepStart = stepEnd(current);
            step = (step + 1) % steps.size();
            inStep = 0;
        }
    }

    private long due(RateStep current, long nowNanos) {
        if (current.isUnlimited()) {
            return nowNanos - stepStart > 0 ? nowNanos : stepStart;
        }
        double sinceStart = inStep / current.perSecond() * 1e9; // no number at all, or endless, for a rate of 0
        return sinceStart < current.time().toNanos() ? stepStart + (long) sinceStart : stepEnd(current);
    }

    private long stepEnd(RateStep current) {
        return stepStart + current.time().toNanos();
    }
}
