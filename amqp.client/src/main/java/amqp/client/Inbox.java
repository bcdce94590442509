// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what one connection has received for its application and the application has not taken yet. Over the bound,
 * reading stops; at half of it, reading goes on. One count for all channels, since they share the reading.
 */
final class Inbox {
    /** What a message is taken to cost beside its body, in octets. */
    static final int MESSAGE_OVERHEAD = 200;

    private final AtomicLong octets = new AtomicLong();
    private final long bound;
    private final Runnable full;
    private final Runnable roomAgain;
    private volatile boolean paused;

    /**
     * @param full called when reading is to stop; must not wait for anything
     * @param roomAgain called when reading may go on, by any thread; must not wait for anything
     */
    Inbox(long bound, Runnable full, Runnable roomAgain) {
        this.bound = bound;
        this.full = full;
        this.roomAgain = roomAgain;
    }

    void arrived(int bodyOctets) {
        if (octets.addAndGet(bodyOctets + MESSAGE_OVERHEAD) > bound && !paused) {
            synchronized (this) { // pausing and resuming must not overtake each other
                if (!paused && octets.get() > bound) {
                    paused = true;
                    full.run();
                }
            }
        }
    }

    void taken(int bodyOctets) {
        if (octets.addAndGet(-bodyOctets - MESSAGE_OVERHEAD) <= bound / 2 && paused) {
            synchronized (this) {
                if (paused && octets.get() <= bound / 2) {
                    paused = false;
                    roomAgain.run();
                }
            }
        }
    }
}
