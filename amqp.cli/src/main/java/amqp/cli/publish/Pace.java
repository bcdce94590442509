// SPDX-License-Identifier: MPL-2.0
package amqp.cli.publish;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How many messages are published, how fast, and for how long; begins when it is made. */
final class Pace {
    private final long begin = System.nanoTime();
    private final long count;
    private final double perSecond;
    private final double seconds;

    /**
     * @param count at most
     * @param perSecond at most; infinite for no bound
     * @param time at most
     */
    Pace(long count, double perSecond, Duration time) {
        this.count = count;
        this.perSecond = perSecond;
        this.seconds = time.toNanos() / 1e9;
    }

    /** Waits until the next message is due; returns false at once when there is to be none any more. */
    boolean awaitNext(long published) {
        double due = published / perSecond;
        if (published >= count || due >= seconds) {
            return false;
        }
        for (double left = due - elapsed(); left > 0; left = due - elapsed()) {
            LockSupport.parkNanos((long) (left * 1e9));
        }
        return elapsed() < seconds;
    }

    private double elapsed() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
