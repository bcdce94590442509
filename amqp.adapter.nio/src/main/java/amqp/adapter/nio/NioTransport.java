// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.nio;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.TimerQueue;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One connection of a loop. The fields belong to the loop's thread. */
final class NioTransport extends TransportDriver {
    private final Loop loop;
    private final NioConnector connector;
    private final Mailbox.Task wokenUp = new Mailbox.Task(this::wokenUp);
    private final TimerQueue.Timer timer = new TimerQueue.Timer(this::timerRang);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private int interest;
    private boolean readingWanted = true;

    NioTransport(Loop loop, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.loop = loop;
        this.connector = new NioConnector(loop, this);
    }

    /** @param resolving runs the look-up of the name, on another thread or here */
    void start(Executor resolving) {
        boolean accepted = loop.execute(new Mailbox.Task(() -> {
            loop.transports().add(this);
            begin();
        }));
        if (!accepted) {
            throw Loop.closedAlready();
        }
        connector.resolve(resolving);
    }

    /** For the connector: TCP is connected. */
    void connected(SocketChannel connectedChannel, SelectionKey connectedKey) {
        channel = connectedChannel;
        key = connectedKey;
        interest = readingWanted ? SelectionKey.OP_READ : 0;
        key.interestOps(interest);
        connectionMade();
    }

    /** The loop ends. */
    void end() {
        closeNow();
    }

    /** The selector found something. */
    void ready() {
        if (closed()) {
            return;
        }
        if (channel == null) {
            connector.connectable();
            return;
        }
        int operations = key.readyOps();
        if ((operations & SelectionKey.OP_READ) != 0) {
            read();
        }
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            becameWritable();
        }
    }

    private void read() {
        if (!reading()) {
            return;
        }
        ByteBuffer buffer = loop.buffers().reading();
        int octets;
        try {
            octets = channel.read(buffer);
        } catch (IOException failure) {
            failed(failure);
            return;
        }
        if (octets > 0) {
            bytesRead(buffer.flip());
        } else if (octets < 0) {
            endOfStream();
        }
    }

    @Override
    protected boolean write(ByteBuffer octets) {
        try {
            channel.write(octets);
        } catch (IOException failure) {
            // What the peer said before it went, the reason perhaps, may still wait to be read.
            change(SelectionKey.OP_WRITE, false);
            loop.execute(new Mailbox.Task(() -> lostWhileWriting(failure)));
            return false;
        }
        change(SelectionKey.OP_WRITE, octets.hasRemaining());
        return !octets.hasRemaining();
    }

    private void lostWhileWriting(IOException failure) {
        if (!closed()) {
            read();
            failed(failure);
        }
    }

    @Override
    protected void setReading(boolean on) {
        readingWanted = on;
        if (channel != null) {
            change(SelectionKey.OP_READ, on);
        }
    }

    private void change(int operation, boolean on) {
        int wanted = on ? interest | operation : interest & ~operation;
        if (wanted != interest) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    @Override
    protected ByteBuffer acquireBuffer() {
        return endpoint().tls().enabled()
                ? loop.buffers().acquireOnHeap()
                : loop.buffers().acquire();
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        loop.buffers().release(buffer);
    }

    @Override
    protected void armTimer(long delayNanos) {
        loop.timers().set(timer, System.nanoTime() + delayNanos);
    }

    @Override
    protected void wakeUp() {
        loop.execute(wokenUp);
    }

    @Override
    protected void shut() {
        loop.timers().remove(timer);
        loop.transports().remove(this);
        connector.abandon();
        if (channel != null) {
            NioConnector.closeQuietly(channel);
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return new ScheduledTask(loop, delay, () -> runTask(task));
    }

    @Override
    public boolean onIoThread() {
        return loop.isRunner();
    }
}
