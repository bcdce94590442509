// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.blocking;

import amqp.adapter.spi.toolkit.AdapterThreads;
import amqp.adapter.spi.toolkit.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that asks the handler for bytes and writes them.
 *
 * <p>No wake-up is lost: the thread says that it is parked and then looks for a request; who requests says so and then
 * looks whether the thread is parked. The request is cleared before the handler is asked, so what comes later is either
 * taken in the same turn or makes a new request.
 */
final class SocketWriter {
    /** Where bytes come from and go to. */
    interface Work {
        /** Puts bytes to send, or nothing. */
        void take(ByteBuffer target) throws IOException;

        /** Writes, waiting for as long as it takes. */
        void write(byte[] octets, int count) throws IOException;

        /** Puts what ends the stream, after all was taken. */
        void takeLast(ByteBuffer target) throws IOException;

        /** All was written that there was. */
        void idle();

        /** The thread ends in order. */
        void ended();

        /** The thread ends by a failure. */
        void failed(Throwable failure);
    }

    private final Work work;
    private final Thread thread;
    private final BufferPool buffers;
    private volatile boolean requested;
    private volatile boolean parked;
    private volatile boolean endWanted;

    /**
     * @param threads makes the one that writes
     * @param buffers lends a buffer while there is something to write
     */
    SocketWriter(Work work, AdapterThreads threads, BufferPool buffers) {
        this.work = work;
        this.buffers = buffers;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** Whether a request waits, which costs one volatile read to know. */
    boolean requested() {
        return requested;
    }

    /** Whether bytes are being written, perhaps into a full socket. */
    boolean busy() {
        return !parked;
    }

    void request() {
        requested = true;
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    /** Writes what there is and ends. */
    void end() {
        endWanted = true;
        request();
    }

    /** Waits until the thread has ended: soon, once the socket is closed and {@link #end} was called. */
    void join() {
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException stray) {
                // Only a callback can have done this to the adapter's own thread; it means nothing here.
            }
        }
    }

    private void run() {
        try {
            do {
                awaitRequest();
                requested = false;
                writeAll();
                work.idle();
            } while (!endWanted);
            writeAll();
            writeLast();
            work.ended();
        } catch (Throwable failure) {
            work.failed(failure);
        }
    }

    private void writeAll() throws IOException {
        ByteBuffer buffer = buffers.acquire();
        try {
            work.take(buffer);
            while (buffer.position() > 0) {
                work.write(buffer.array(), buffer.position());
                work.take(buffer.clear());
            }
        } finally {
            buffers.release(buffer);
        }
    }

    private void writeLast() throws IOException {
        ByteBuffer buffer = buffers.acquire();
        try {
            work.takeLast(buffer);
            work.write(buffer.array(), buffer.position());
        } finally {
            buffers.release(buffer);
        }
    }

    private void awaitRequest() {
        parked = true;
        while (!requested) {
            LockSupport.park(this);
            // A thread that is interrupted doesn't park, and would spin.
            Thread.interrupted();
        }
        parked = false;
    }
}
