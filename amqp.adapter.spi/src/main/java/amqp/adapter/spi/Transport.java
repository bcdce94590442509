// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi;

import java.time.Duration;

/** The byte stream of one connection, for its {@link TransportHandler}. All methods may be called from any thread. */
public interface Transport {
    /**
     * Requests a call of {@link TransportHandler#transmit} on the I/O thread, because the handler has something to send
     * or its {@link TransportHandler#nanosUntilTimeout} became shorter. That transmit sees what the calling thread did
     * before. Costs one volatile read if it is requested already, nothing inside a call of the handler, and a system
     * call only if the I/O thread sleeps. It has no effect before connecting and after closing.
     */
    void flush();

    /**
     * Stops reading soon; bytes that were read already still arrive. Timers and transmitting continue. The end of the
     * stream may not be noticed until reading is resumed.
     */
    void pauseReading();

    /** Starts to read again. */
    void resumeReading();

    /**
     * Runs a task once on the I/O thread, never during a call of the handler. An exception of the task closes this
     * transport. Tasks that are due after this transport has closed are dropped.
     *
     * @param delay zero or more
     * @return removes the task unless it has started
     */
    Cancellable schedule(Duration delay, Runnable task);

    /** Returns whether the calling thread is the one on which this transport's handler is called. */
    boolean onIoThread();

    /**
     * Closes the socket, after offering it the handler's bytes once without waiting; gives up connecting if there is no
     * connection yet. Returns at once; {@link TransportHandler#closed} follows exactly once. A second call has no
     * effect.
     */
    void close();
}
