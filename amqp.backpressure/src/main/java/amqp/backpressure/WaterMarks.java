// SPDX-License-Identifier: MPL-2.0
package amqp.backpressure;

/**
 * A level with two marks: it counts as high from the moment it reaches the high mark until it is back at the low one.
 * The gap between the marks prevents frequent changes. Any unit, such as bytes or messages. One owner at a time;
 * nothing is synchronized.
 */
public final class WaterMarks {
    private final long high;
    private final long low;
    private boolean isHigh;

    /**
     * Creates marks; the level is low.
     *
     * @throws IllegalArgumentException unless {@code 0 <= low < high}
     */
    public WaterMarks(long high, long low) {
        if (low < 0 || low >= high) {
            throw new IllegalArgumentException("The high water mark is " + high + " and the low one is " + low
                    + "; the low one must be at least 0 and below the high one.");
        }
        this.high = high;
        this.low = low;
    }

    /** Updates the level. Returns BEGAN when it reaches the high mark, and ENDED when it is back at the low one. */
    public Transition update(long level) {
        if (isHigh ? level > low : level < high) {
            return Transition.NONE;
        }
        isHigh = !isHigh;
        return isHigh ? Transition.BEGAN : Transition.ENDED;
    }

    /** Returns whether the level has reached the high mark and not yet been back at the low one. */
    public boolean isHigh() {
        return isHigh;
    }

    /** Returns the high mark. */
    public long high() {
        return high;
    }

    /** Returns the low mark. */
    public long low() {
        return low;
    }
}
