// SPDX-License-Identifier: MPL-2.0
package amqp.client;

/** The threads on which callbacks run. */
public enum Dispatch {
    /**
     * On an executor, in order and one at a time in each of four kinds. On the connection's
     * {@link ConnectionOptions.Builder#executor executor}: the messages of a channel's consumers; what {@link Callbacks}
     * has for it. On the {@link ConnectionOptions.Builder#completionExecutor completion executor}: its verdicts and
     * returned messages; the completion of its other stages, and the callbacks of commands. So a consumer may wait for
     * a reply or verdict, however few threads the connection's executor has.
     *
     * <p>Callbacks may block, but not to wait for their own kind: code that runs when a stage completes would never see
     * another stage of its channel complete. Chain the stages, or use the methods whose names end with Async, for that.
     *
     * <p>The SDK's own executors run callbacks that are quick on the thread that read their message, while that does no
     * I/O; {@link ConnectionOptions.Builder#executor} tells when.
     */
    EXECUTOR,
    /**
     * All of them on the {@link ConnectionOptions.Builder#completionExecutor completion executor}, in order and one at a
     * time in each of the four kinds; for messages that callbacks of the connection may wait for, such as the replies
     * to calls.
     */
    COMPLETION_EXECUTOR,
    /**
     * On the I/O thread of the adapter, at once. They must not block: while one runs, the connection neither reads nor
     * writes, and other connections of the same adapter may wait too.
     */
    IO_THREAD
}
