// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.netty;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.Grace;
import amqp.adapter.spi.toolkit.TimerQueue;
import amqp.adapter.spi.toolkit.TransportDriver;
import amqp.tls.TlsException;
import amqp.tls.TlsOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection, on one event loop, whose thread owns the fields. TLS is in the pipeline, so that the driver sees plain
 * bytes and hears of the connection when the handshake is done.
 *
 * <p>Netty queues without bound what is written to a full socket, so no more than a buffer is given to it until that has
 * left (two, where every write ends later). When the connection closes meanwhile, the channel stays for a short time.
 */
final class NettyTransport extends TransportDriver {
    /** Most bytes in progress where every write completes later, as with io_uring. */
    private static final int LATER_AT_MOST = 128 * 1024;

    private static final Cancellable DROPPED = () -> {};

    private final NettyAdapter adapter;
    private final EventLoop loop;
    private final LoopBuffers buffers;
    private final Endpoint target;
    private final NettyConnector connector;
    private final Runnable wokenUp = this::wokenUp;
    private final Runnable timerRang = this::timerRang;
    private @Nullable Channel channel;
    private LoopBuffers.@Nullable Lent lent;
    private @Nullable Future<?> alarm;
    private boolean established;
    private boolean readingWanted = true;
    private boolean writing;
    private boolean full;
    private int unwritten;

    NettyTransport(
            NettyAdapter adapter, EventLoop loop, LoopBuffers buffers, Endpoint endpoint, TransportHandler handler) {
        super(endpoint.toBuilder().tls(TlsOptions.NONE).build(), handler);
        this.adapter = adapter;
        this.loop = loop;
        this.buffers = buffers;
        this.target = endpoint;
        this.connector = new NettyConnector(this, loop, adapter.io());
    }

    /** @throws IllegalStateException when the application's group is shut down */
    void start() {
        try {
            loop.execute(() -> {
                buffers.join();
                begin();
                connector.resolve(look -> adapter.threads().newThread(look).start());
            });
        } catch (RejectedExecutionException shutDown) {
            throw NettyAdapter.groupShutDown(shutDown);
        }
    }

    /** The adapter closes. */
    void end() {
        soon(this::closeNow);
    }

    /** On the loop; not at all where it has ended, and the connection with it. */
    void soon(Runnable entry) {
        try {
            loop.execute(entry);
        } catch (RejectedExecutionException ended) {
            // The loop has closed its channels before it ended.
        }
    }

    // For the connector, on the loop.

    void connected(Channel made) {
        channel = made;
        made.closeFuture().addListener(closed -> forgotten());
        try {
            if (target.tls().enabled()) {
                made.pipeline().addLast(adapter.tls().newHandler(target, made.alloc()));
                made.pipeline().addLast(new Inbound(this));
                made.config().setAutoRead(true);
                return;
            }
        } catch (IOException | RuntimeException refused) {
            failed(TlsHandlers.explained(target, refused, false));
            return;
        }
        made.pipeline().addLast(new Inbound(this));
        secured();
    }

    // For the pipeline, on the loop; perhaps within a write, which the driver must not notice before it has ended.

    /** @throws TlsException when the peer is somebody else */
    void verify(SSLSession session) throws TlsException {
        target.tls().verifyPeer(session, target.host());
    }

    void secured() {
        if (writing) {
            soon(this::secured);
            return;
        }
        if (!closed()) {
            established = true;
            channel.config().setAutoRead(readingWanted);
            connectionMade();
        }
    }

    void came(ByteBuf octets) {
        if (writing) {
            soon(() -> came(octets));
            return;
        }
        try {
            bytesRead(octets.nioBuffer());
        } finally {
            octets.release();
        }
    }

    void ended() {
        if (writing) {
            soon(this::ended);
        } else if (loop.isShuttingDown()) {
            closeNow();
        } else if (established) {
            endOfStream();
        } else {
            broken(new ClosedChannelException());
        }
    }

    void broken(Throwable cause) {
        if (writing) {
            soon(() -> broken(cause));
        } else {
            failed(TlsHandlers.explained(target, cause, established));
        }
    }

    // TransportDriver.

    @Override
    protected ByteBuffer acquireBuffer() {
        lent = buffers.acquire(channel.alloc());
        return lent.view().clear();
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        buffers.release(lent);
        lent = null;
    }

    @Override
    protected boolean write(ByteBuffer octets) {
        int count = octets.remaining();
        ByteBuf leaving =
                adapter.io().writesLater() ? copy(octets) : lent.memory().retainedSlice(octets.position(), count);
        octets.position(octets.limit());
        unwritten += count;
        writing = true;
        ChannelFuture write = channel.writeAndFlush(leaving);
        writing = false;
        if (write.isSuccess()) {
            unwritten -= count;
            return true;
        }
        write.addListener(done -> writeEnded(done, count));
        full = !adapter.io().writesLater() || unwritten >= LATER_AT_MOST;
        return !full;
    }

    private ByteBuf copy(ByteBuffer octets) {
        return channel.alloc().directBuffer(octets.remaining()).writeBytes(octets);
    }

    private void writeEnded(Future<?> write, int count) {
        unwritten -= count;
        if (closed()) {
            if (unwritten == 0) {
                channel.close();
            }
        } else if (!write.isSuccess()) {
            soon(() -> writeFailed(write.cause()));
        } else if (full) {
            full = false;
            soon(this::becameWritable);
        }
    }

    /** What the peer said before it went, the reason perhaps, may still be read, and the end of that closes. */
    private void writeFailed(Throwable cause) {
        if (channel.config().isAutoRead()) {
            after(Grace.TO_READ, () -> broken(cause));
        } else {
            broken(cause);
        }
    }

    @Override
    protected void setReading(boolean on) {
        readingWanted = on;
        if (established) {
            channel.config().setAutoRead(on);
        }
    }

    @Override
    protected void armTimer(long delayNanos) {
        disarm();
        alarm = loop.schedule(timerRang, delayNanos, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    @Override
    protected void wakeUp() {
        soon(wokenUp);
    }

    @Override
    protected void shut() {
        disarm();
        connector.abandon();
        if (channel == null) {
            forgotten();
        } else if (unwritten == 0) {
            channel.close();
        } else {
            Cancellable grace = after(Grace.TO_WRITE, channel::close);
            channel.closeFuture().addListener(closed -> grace.cancel());
        }
    }

    private void forgotten() {
        buffers.leave();
        adapter.forget(this);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return after(delay, () -> runTask(task));
    }

    private Cancellable after(Duration delay, Runnable entry) {
        try {
            return new LoopTask(loop.schedule(entry, TimerQueue.nanos(delay), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException ended) {
            return DROPPED;
        }
    }

    @Override
    public boolean onIoThread() {
        return loop.inEventLoop();
    }
}
