// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.time.Duration;

/**
 * Does the I/O of connections, with its own resources (loops, threads, buffers), for any number of transports. All
 * methods may be called from any thread. Threads that an adapter starts are daemons named
 * {@code amqp-<adapter>-<number>}.
 */
public interface Adapter extends AutoCloseable {
    /** The name of the provider, such as "nio". */
    String name();

    /**
     * Begins to connect and returns at once. Either
     * {@link TransportHandler#connected connected} or {@link TransportHandler#closed closed} of the handler is called then,
     * on the I/O thread, perhaps before this method has returned.
     *
     * @throws IllegalStateException when this adapter is closed; nothing of the handler is called then
     */
    Transport connect(Endpoint endpoint, TransportHandler handler);

    /**
     * Runs a task once on an I/O thread of this adapter, independent of any transport; to wait before connecting again,
     * for instance. An exception of the task goes to the uncaught exception handler of the thread.
     *
     * @param delay zero or more
     * @return removes the task unless it has begun
     * @throws IllegalStateException when this adapter is closed
     */
    Cancellable schedule(Duration delay, Runnable task);

    /**
     * The clock that the timers of this adapter go by: nanoseconds, steady, from any origin, so that only differences
     * mean something; it may wrap. An adapter with a clock of its own, a simulation for instance, overrides it.
     */
    default long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Closes every transport as {@link Transport#close} does, drops scheduled tasks and ends the adapter's threads.
     * Returns at once, without waiting for any of that, so that it can be called with locks held and on an I/O thread.
     * Closing again does nothing.
     */
    @Override
    void close();

    /**
     * Waits until {@link #close} has ended everything: no thread of this adapter's own runs any more, so that its classes
     * can be unloaded. Not to be called on one of these threads, nor before {@link #close}. The default returns true at once,
     * which is right for an adapter without threads of its own.
     *
     * @param timeout how long to wait at most
     * @return whether that is so before the timeout
     * @throws InterruptedException when interrupted while waiting
     */
    default boolean awaitClosed(Duration timeout) throws InterruptedException {
        return true;
    }
}
