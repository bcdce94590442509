// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

/** Where frames are kept, if anywhere. Called on the thread that decodes. */
interface Capture extends AutoCloseable {
    Capture NONE = new Capture() {
        @Override
        public void record(TraceRecord passed) {}

        @Override
        public void frame(TraceRecord passed, RawFrame frame, boolean open) {}

        @Override
        public boolean hasFailed() {
            return false;
        }

        @Override
        public void close() {}
    };

    /** What is not octets. */
    void record(TraceRecord passed);

    /**
     * A frame; without its secrets, it is kept.
     *
     * @param passed the octets that ended it
     * @param open whether the client has logged in
     */
    void frame(TraceRecord passed, RawFrame frame, boolean open);

    /** Whether something is not kept because writing failed; for any thread. */
    boolean hasFailed();

    /** Returns when all that was given is kept. */
    @Override
    void close();
}
