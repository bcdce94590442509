// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.time.Duration;

/**
 * Does the I/O of connections, with its own resources (loops, threads, buffers), for any number of transports. All
 * methods may be called from any thread. Threads that an adapter starts are daemons named
 * {@code amqp-<adapter>-<number>}.
 */
public interface Adapter extends AutoCloseable {
    /** Returns the name of the provider, such as "nio". */
    String name();

    /**
     * Starts to connect and returns at once. Then either {@link TransportHandler#connected connected} or
     * {@link TransportHandler#closed closed} of the handler is called, on the I/O thread, perhaps before this method
     * has returned.
     *
     * @throws IllegalStateException when this adapter is closed; the handler is not called then
     */
    Transport connect(Endpoint endpoint, TransportHandler handler);

    /**
     * Runs a task once on an I/O thread of this adapter, independently of any transport; for instance to wait before
     * connecting again. An exception of the task goes to the uncaught exception handler of the thread.
     *
     * @param delay zero or more
     * @return removes the task unless it has started
     * @throws IllegalStateException when this adapter is closed
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * Returns the clock of this adapter's timers: nanoseconds, steady, from any origin, so that only differences have a
     * meaning; it may overflow. An adapter with its own clock, such as a simulation, overrides it.
     */
    default long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Closes every transport as {@link Transport#close} does, drops scheduled tasks and ends the adapter's threads.
     * Returns at once, without waiting for any of that, so that it can be called with locks held and on an I/O thread.
     * A second call has no effect.
     */
    @Override
    void close();

    /**
     * Waits until {@link #close} has ended everything: none of this adapter's own threads runs any more, so that its
     * classes can be unloaded. Must not be called on one of these threads, nor before {@link #close}. The default
     * returns true at once, which is right for an adapter without its own threads.
     *
     * @param timeout how long to wait at most
     * @return whether everything has ended before the timeout
     * @throws InterruptedException when interrupted while waiting
     */
    default boolean awaitClosed(Duration timeout) throws InterruptedException {
        return true;
    }
}
