// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bodies that one connection keeps to publish them later or again. By any thread. */
final class KeptOctets {
    private final AtomicLong octets = new AtomicLong();
    private final long bound;
    private final Runnable roomAgain;

    /**
     * @param roomAgain called when the count has fallen below the bound; takes the driver's lock
     */
    KeptOctets(long bound, Runnable roomAgain) {
        this.bound = bound;
        this.roomAgain = roomAgain;
    }

    boolean isFull() {
        return octets.get() >= bound;
    }

    void kept(int body) {
        octets.addAndGet(body);
    }

    /** Not under the driver's lock. */
    void released(int body) {
        long before = octets.getAndAdd(-body);
        if (before >= bound && before - body < bound) {
            roomAgain.run();
        }
    }
}
