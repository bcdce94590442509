// SPDX-License-Identifier: MPL-2.0
package amqp.flow;

/**
 * How many messages a broker may have sent ahead, so that it follows what is asked for, in few steps: a power of two that
 * is raised as soon as it is too small, and lowered only when it is much too large. Never 0, which would mean no bound.
 */
final class PrefetchWindow {
    /** A subscriber that asks for more when three quarters are used up makes no steps. */
    private static final int TOO_LARGE = 8;

    private final int most;
    private int size;

    PrefetchWindow(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    /** Follows what is wanted; whether that was a step. */
    boolean follow(long wanted) {
        int target = Math.min(most, Math.max(1, powerOfTwo(Math.min(wanted, most))));
        boolean step = target > size || target <= size / TOO_LARGE;
        if (step) {
            size = target;
        }
        return step;
    }

    private static int powerOfTwo(long least) {
        return least <= 1 ? 1 : Integer.highestOneBit((int) least - 1) << 1;
    }
}
