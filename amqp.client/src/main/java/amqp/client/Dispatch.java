// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The threads on which callbacks run. */
public enum Dispatch {
    /**
     * On an executor. There are four kinds of callbacks; those of one kind run in order and one at a time. On the
     * connection's {@link ConnectionOptions.Builder#executor executor}: the messages of a channel's consumers, and the
     * {@link Callbacks} for it. On the {@link ConnectionOptions.Builder#completionExecutor completion executor}:
     * verdicts with returned messages, and the completion of other stages with the callbacks of commands. So a consumer
     * may wait for a reply or verdict, however few threads the connection's executor has.
     *
     * <p>Callbacks may block, but must not wait for their own kind: code that runs when a stage completes would never
     * see another stage of its channel complete. For that, chain the stages, or use the methods whose names end with
     * Async.
     *
     * <p>The SDK's own executors run quick callbacks on the thread that read the message, between two rounds of I/O;
     * see {@link ConnectionOptions.Builder#executor}.
     */
    EXECUTOR,
    /**
     * All of them on the {@link ConnectionOptions.Builder#completionExecutor completion executor}, in order and one at
     * a time for each of the four kinds. For messages that callbacks of the connection may wait for, such as the
     * replies to calls.
     */
    COMPLETION_EXECUTOR,
    /**
     * On the I/O thread of the adapter, immediately. Callbacks must not block: while one runs, the connection neither
     * reads nor writes, and other connections of the same adapter may wait, too.
     */
    IO_THREAD
}
