// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.mutation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Operations of atomics that are none: another thread may come in between. {@link Edit#tears} puts them in place. */
public final class Torn {
    private Torn() {}

    /** Reads, then writes. */
    public static long getAndAdd(AtomicLong target, long change) {
        long before = target.get();
        target.set(before + change);
        return before;
    }

    /** Reads, then perhaps writes. */
    public static boolean compareAndSet(AtomicBoolean target, boolean expected, boolean next) {
        if (target.get() != expected) {
            return false;
        }
        target.set(next);
        return true;
    }
}
