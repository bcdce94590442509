// SPDX-License-Identifier: MPL-2.0
package amqp.client.driver;

/**
 * Counts the publishes of one channel whose callback has not been called yet, and wakes those who wait for room once half
 * of them are told.
 */
public final class PublishWindow {
    private final int size;
    private final ConnectionDriver driver;

    /**
     * Publishes whose callback is to be called because the engine has them or says no more of them. Wraps round. Guarded by
     * the driver's lock. Not changed while somebody waits for the window, so that {@link #telling} may read it then.
     */
    private int toTell;

    /** Callbacks that were called. Wraps round. Changed where callbacks run, one at a time. */
    private volatile int told;

    /**
     * Creates an empty one.
     *
     * @param size publishes whose callback may wait for its turn; 0 for no bound
     */
    public PublishWindow(int size, ConnectionDriver driver) {
        this.size = size;
        this.driver = driver;
    }

    /** A callback is to be called for one more. Under the driver's lock. */
    public void add() {
        toTell++;
    }

    /** For one of them it is not to be called now after all. Under the driver's lock. */
    public void takeBack() {
        toTell--;
    }

    /** Publishes whose callback has not been called. Under the driver's lock. */
    public int waiting() {
        return toTell - told;
    }

    /** Whether it takes no more. Under the driver's lock. */
    public boolean isFull() {
        return size > 0 && waiting() >= size;
    }

    /** A callback is about to be called. Where callbacks run. */
    public void telling() {
        if (size == 0) {
            return;
        }
        told = told + 1; // by one thread at a time
        // Rather than for each callback, those who wait are woken once for many.
        if (driver.isAwaited() && toTell - told == size / 2) {
            driver.strand().execute(driver::wakeWaiting);
        }
    }
}
