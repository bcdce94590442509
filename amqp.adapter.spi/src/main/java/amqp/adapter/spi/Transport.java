// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.time.Duration;

/**
 * The byte stream of one connection, as its {@link TransportHandler} uses it. All methods may be called from any
 * thread.
 */
public interface Transport {
    /**
     * Says that the handler has something to transmit, or that its {@link TransportHandler#nanosUntilTimeout} became
     * shorter. {@link TransportHandler#transmit} follows soon, on the I/O thread. What a thread did before this call is
     * visible to that transmit. Costs one volatile read when already asked for, nothing inside a call of the handler,
     * and a system call only when the I/O thread sleeps. Does nothing before connecting and after closing.
     */
    void flush();

    /**
     * Stops reading soon; what was read already still arrives. Timers and transmitting go on. The end of the stream may
     * go unnoticed until reading is resumed.
     */
    void pauseReading();

    /** Reads again. */
    void resumeReading();

    /**
     * Runs a task once on the I/O thread, never during a call of the handler. An exception of the task closes this
     * transport. Tasks that are due after this transport has closed are dropped.
     *
     * @param delay zero or more
     * @return removes the task unless it has begun
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** Whether the calling thread is the one on which this transport's handler is called. */
    boolean onIoThread();

    /**
     * Offers what the handler has to transmit to the socket without waiting, then closes it; gives connecting up when
     * there is no connection yet. Returns at once; {@link TransportHandler#closed} follows exactly once. Closing again
     * does nothing.
     */
    void close();
}
