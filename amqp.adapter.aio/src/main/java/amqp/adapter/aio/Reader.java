// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.toolkit.BufferPool;
import amqp.adapter.spi.toolkit.ReadBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads, one read at a time. A read can't be called back: what comes while reading is paused waits in the buffer. The
 * fields belong to whoever has the turn.
 */
final class Reader implements CompletionHandler<Integer, Void> {
    private final AioTransport transport;
    private final Turn turn;
    private final ReadBuffer buffer;
    private final Runnable done = this::done;
    private @Nullable AsynchronousSocketChannel channel;
    private boolean wanted = true;
    private boolean pending;
    private boolean waiting;

    // Of the read that is pending, or waits; written before its entry.
    private int count;
    private @Nullable Throwable failure;

    Reader(AioTransport transport, Turn turn, BufferPool buffers) {
        this.transport = transport;
        this.turn = turn;
        this.buffer = new ReadBuffer(buffers);
    }

    void start(AsynchronousSocketChannel connected) {
        channel = connected;
        goOn();
    }

    /** Whether bytes, or the end, would still be heard. */
    boolean reads() {
        return wanted && pending;
    }

    void want(boolean on) {
        wanted = on;
        if (on && channel != null) {
            // Not now, within a call of the driver.
            turn.take(this::goOn);
        }
    }

    /** The transport has closed. */
    void stop() {
        if (!pending) {
            buffer.release();
        }
    }

    private void goOn() {
        if (!wanted || pending || transport.gone()) {
            return;
        }
        if (waiting) {
            waiting = false;
            deliver();
            goOn();
            return;
        }
        pending = true;
        channel.read(buffer.next(), null, this);
    }

    private void done() {
        pending = false;
        waiting = true;
        if (transport.gone()) {
            stop();
        } else {
            goOn();
        }
    }

    private void deliver() {
        if (failure != null) {
            transport.readFailed(failure);
        } else if (count < 0) {
            transport.ended();
        } else {
            transport.came(buffer.current().flip());
        }
    }

    @Override
    public void completed(Integer octets, Void nothing) {
        count = octets;
        turn.take(done);
    }

    @Override
    public void failed(Throwable cause, Void nothing) {
        failure = cause;
        turn.take(done);
    }
}
