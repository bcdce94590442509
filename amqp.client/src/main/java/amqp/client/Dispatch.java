// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The threads on which callbacks run. */
public enum Dispatch {
    /**
     * On the connection's executor, in order and one at a time in each of four kinds: the messages of a channel's
     * consumers; its verdicts and returned messages; the completion of its other stages, and the callbacks of commands;
     * what {@link Callbacks} has for it. They may block, but not to wait for their own kind: code that runs when a
     * stage completes would never see another stage of its channel complete. Chain the stages, or use the methods whose
     * names end with Async, for that.
     */
    EXECUTOR,
    /**
     * On the I/O thread of the adapter, at once. They must not block: while one runs, the connection neither reads nor
     * writes, and other connections of the same adapter may wait too.
     */
    IO_THREAD
}
