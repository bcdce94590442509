// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

/** What a {@link FaultProxy} does to one direction of all its connections. Changed by the test, read by the pumps. */
final class Faults {
    static final long NEVER = -1;

    volatile long latencyNanos;
    volatile long octetsPerSecond;
    volatile int sliceOctets;
    volatile long cutAfter = NEVER;
    volatile long corruptAt = NEVER;
    volatile int corruptMask;
    private boolean blackHole;

    synchronized void blackHole(boolean on) {
        blackHole = on;
        notifyAll();
    }

    /** Waits for the end of a black hole. */
    synchronized void awaitPassable() throws InterruptedException {
        while (blackHole) wait();
    }
}
