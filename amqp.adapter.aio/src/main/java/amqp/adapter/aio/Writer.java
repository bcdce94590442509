// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.aio;

import amqp.adapter.spi.toolkit.BufferPool;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Writes, one write at a time. Bytes are copied, since the caller keeps his buffer: while one buffer is being written,
 * what comes gathers in another, and leaves in one write. The fields belong to whoever has the turn.
 */
final class Writer implements CompletionHandler<Integer, Void> {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final AioTransport transport;
    private final Turn turn;
    private final BufferPool buffers;
    private final Runnable done = this::done;
    private @Nullable AsynchronousSocketChannel channel;
    private ByteBuffer leaving = NONE;
    private ByteBuffer gathering = NONE;
    private boolean pending;
    private boolean full;

    /** Why a write failed; written before its entry. There is no other write afterwards. */
    private @Nullable Throwable failure;

    Writer(AioTransport transport, Turn turn, BufferPool buffers) {
        this.transport = transport;
        this.turn = turn;
        this.buffers = buffers;
    }

    /** Whether all were taken; otherwise {@link AioTransport#writable} follows, unless writing fails. */
    boolean offer(AsynchronousSocketChannel connected, ByteBuffer octets) {
        if (!octets.hasRemaining()) {
            return true;
        }
        channel = connected;
        gather(octets);
        if (!pending) {
            launch();
        }
        full = octets.hasRemaining();
        return !full;
    }

    /** Whether bytes that were taken are not written yet. */
    boolean busy() {
        return pending;
    }

    private void gather(ByteBuffer octets) {
        if (gathering == NONE && failure == null) {
            gathering = buffers.acquire();
        }
        int count = Math.min(gathering.remaining(), octets.remaining());
        gathering.put(gathering.position(), octets, octets.position(), count);
        gathering.position(gathering.position() + count);
        octets.position(octets.position() + count);
    }

    private void launch() {
        if (gathering.position() == 0 || failure != null) {
            return;
        }
        leaving = gathering.flip();
        gathering = NONE;
        write();
    }

    private void write() {
        pending = true;
        channel.write(leaving, null, this);
    }

    private void done() {
        pending = false;
        if (failure == null && leaving.hasRemaining()) {
            write();
            return;
        }
        leaving = released(leaving);
        if (failure != null) {
            gathering = released(gathering);
            lost();
            return;
        }
        launch();
        if (transport.gone()) {
            end();
        } else if (full) {
            full = false;
            transport.writable();
        }
    }

    private void lost() {
        if (transport.gone()) {
            transport.drained();
        } else {
            transport.writeFailed(failure);
        }
    }

    private void end() {
        if (!pending) {
            transport.drained();
        }
    }

    private ByteBuffer released(ByteBuffer buffer) {
        if (buffer != NONE) {
            buffers.release(buffer);
        }
        return NONE;
    }

    @Override
    public void completed(Integer octets, Void nothing) {
        turn.take(done);
    }

    @Override
    public void failed(Throwable cause, Void nothing) {
        failure = cause;
        turn.take(done);
    }
}
