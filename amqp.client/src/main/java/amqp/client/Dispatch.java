// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** Where a channel's callbacks run. */
public enum Dispatch {
    /**
     * On the connection's executor, in order, one at a time for the deliveries of a channel and one at a time for its
     * other callbacks. They may block.
     */
    EXECUTOR,
    /**
     * On the adapter's I/O thread, at once. They must not block: while one runs, the connection neither reads nor
     * writes, and other connections of the same adapter may wait too.
     */
    IO_THREAD
}
