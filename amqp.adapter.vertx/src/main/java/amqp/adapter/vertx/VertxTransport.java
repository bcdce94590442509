// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.vertx;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.Grace;
import amqp.adapter.spi.toolkit.TransportDriver;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, on the adapter's context, whose thread owns the fields. What Vert.x tells while the driver may be at
 * work is put off until it is done, in order. When the connection closes while bytes are being written, the socket stays
 * until they are, for a short time.
 */
final class VertxTransport extends TransportDriver {
    /** Bytes that may wait in Vert.x before the socket counts as full. */
    private static final int WRITE_QUEUE = 64 * 1024;

    private final VertxAdapter adapter;
    private final VertxConnector connector;
    private final Runnable wokenUp = this::wokenUp;
    private @Nullable NetSocket socket;
    private Cancellable alarm = () -> {};
    private Future<Void> lastWrite = Future.succeededFuture();
    private boolean readingWanted = true;
    private boolean full;
    private boolean closing;

    VertxTransport(VertxAdapter adapter, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.adapter = adapter;
        this.connector = new VertxConnector(this);
    }

    void start() {
        adapter.enter(() -> {
            connector.start(adapter);
            begin();
        });
    }

    /** The adapter closes. */
    void end() {
        soon(this::closeNow);
    }

    /** On the context, after what it is doing now. */
    void soon(Runnable entry) {
        adapter.soon(entry);
    }

    // For the connector, on the context.

    void connected(NetSocket made) {
        if (closed()) {
            made.close();
            return;
        }
        socket = made;
        made.setWriteQueueMaxSize(WRITE_QUEUE);
        made.handler(this::came);
        made.endHandler(end -> soon(this::endOfStream));
        made.exceptionHandler(cause -> soon(() -> failed(cause)));
        made.closeHandler(gone -> soon(this::socketClosed));
        made.drainHandler(drained -> drained());
        if (!readingWanted) {
            made.pause();
        }
        connectionMade();
    }

    private void came(Buffer octets) {
        byte[] scratch = adapter.scratch();
        for (int from = 0; from < octets.length(); from += scratch.length) {
            int count = Math.min(scratch.length, octets.length() - from);
            octets.getBytes(from, from + count, scratch);
            bytesRead(ByteBuffer.wrap(scratch, 0, count));
        }
    }

    /** While reading is paused, the end of the stream waits behind what came before it. */
    private void socketClosed() {
        if (readingWanted) {
            endOfStream();
        }
    }

    private void drained() {
        if (full) {
            full = false;
            soon(this::becameWritable);
        }
    }

    // TransportDriver.

    @Override
    protected ByteBuffer acquireBuffer() {
        return adapter.outbound().clear();
    }

    /** All was copied: Vert.x keeps what it writes. */
    @Override
    protected void releaseBuffer(ByteBuffer buffer) {}

    @Override
    protected boolean write(ByteBuffer octets) {
        Buffer leaving = Buffer.buffer(octets.remaining()).setBytes(0, octets.slice());
        octets.position(octets.limit());
        lastWrite = socket.write(leaving);
        full = socket.writeQueueFull();
        return !full;
    }

    /** Put off, since resuming hands on what waits. */
    @Override
    protected void setReading(boolean on) {
        readingWanted = on;
        if (socket == null) {
            return;
        }
        if (on) {
            soon(this::resume);
        } else {
            socket.pause();
        }
    }

    private void resume() {
        if (readingWanted) {
            socket.resume();
        }
    }

    @Override
    protected void armTimer(long delayNanos) {
        alarm.cancel();
        alarm = adapter.later(Duration.ofNanos(delayNanos), this::timerRang);
    }

    @Override
    protected void wakeUp() {
        soon(wokenUp);
    }

    @Override
    protected void shut() {
        alarm.cancel();
        if (lastWrite.isComplete()) {
            closeSocket();
        } else {
            lastWrite.onComplete(done -> closeSocket());
            adapter.later(Grace.TO_WRITE, this::closeSocket);
        }
    }

    private void closeSocket() {
        if (!closing) {
            closing = true;
            connector.close().onComplete(done -> adapter.forget(this));
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return adapter.later(delay, () -> runTask(task));
    }

    @Override
    public boolean onIoThread() {
        return adapter.onContext();
    }
}
