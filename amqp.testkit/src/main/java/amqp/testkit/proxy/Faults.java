// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import java.util.concurrent.atomic.AtomicInteger;

/** What a {@link FaultProxy} does to one direction of all its connections. Changed by the test, read by the pumps. */
final class Faults {
    static final long NEVER = -1;

    volatile long latencyNanos;
    volatile long octetsPerSecond;
    volatile int sliceOctets;
    volatile long cutAfter = NEVER;
    volatile long corruptAt = NEVER;
    volatile int corruptMask;
    private final AtomicInteger framesToCorrupt = new AtomicInteger();
    private boolean blackHole;

    void corruptFrames(int count) {
        framesToCorrupt.set(count);
    }

    /** Whether this frame is one of those to corrupt. */
    boolean takeFrameToCorrupt() {
        return framesToCorrupt.get() > 0 && framesToCorrupt.getAndDecrement() > 0;
    }

    synchronized void blackHole(boolean on) {
        blackHole = on;
        notifyAll();
    }

    /** Waits for the end of a black hole. */
    synchronized void awaitPassable() throws InterruptedException {
        while (blackHole) wait();
    }
}
