// SPDX-License-Identifier: MPL-2.0
package amqp.testkit;

import java.time.Duration;

/**
 * A nanoTime that moves only when told to. Readings may wrap around, as those of {@link System#nanoTime()} may. One
 * thread at a time.
 */
public final class VirtualClock {
    private long nanos;

    public VirtualClock(long startNanos) {
        nanos = startNanos;
    }

    /** A clock that wraps around after the given time: code that compares readings instead of differences fails with it. */
    public static VirtualClock wrappingAfter(Duration time) {
        return new VirtualClock(Long.MAX_VALUE - time.toNanos());
    }

    public long now() {
        return nanos;
    }

    /** Moves on and gives the new reading. */
    public long advance(Duration time) {
        return advanceNanos(time.toNanos());
    }

    /** Moves on by at least 0 ns and gives the new reading. */
    public long advanceNanos(long time) {
        if (time < 0) throw new IllegalArgumentException("A clock does not go back by " + -time + " ns.");
        nanos += time;
        return nanos;
    }
}
