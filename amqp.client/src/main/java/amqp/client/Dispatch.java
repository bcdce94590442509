// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** Where a channel's callbacks run. */
public enum Dispatch {
    /**
     * On the connection's executor, in order and one at a time in each of four kinds: what a channel delivers to its
     * consumers; its verdicts and returned messages; the completion of its other stages, and the callbacks of commands;
     * what {@link Callbacks} has for it. They may block, but not to wait for their own kind: what hangs on a stage would
     * never see another stage of its channel complete. Chain the stages or use the methods that end with Async for that.
     */
    EXECUTOR,
    /**
     * On the adapter's I/O thread, at once. They must not block: while one runs, the connection neither reads nor
     * writes, and other connections of the same adapter may wait too.
     */
    IO_THREAD
}
