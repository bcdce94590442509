// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportException;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.SocketSetter;
import amqp.adapter.spi.toolkit.TimerQueue;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One connection. The fields belong to the loop's thread. */
final class UnixSocketTransport extends TransportDriver {
    /** Full buffers that one connection may read before the others have their turn. */
    private static final int READS_A_TURN = 4;

    /** What JDK 17 says of EAGAIN. */
    private static final String QUEUE_FULL = "Resource temporarily unavailable";

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Loop loop;
    private final TimerQueue.Timer timer = new TimerQueue.Timer(this::timerRang);
    private final TimerQueue.Timer again = new TimerQueue.Timer(this::attempt);
    private final Runnable wokenUp = this::wokenUp;
    private SocketChannel channel;
    private SelectionKey key;
    private boolean readingWanted = true;

    UnixSocketTransport(Loop loop, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.loop = loop;
    }

    void start() {
        loop.add(this);
        begin();
        attempt();
    }

    private void attempt() {
        if (closed()) {
            return;
        }
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            SocketSetter.apply(endpoint().socket(), this::set);
            if (connect(file())) {
                key = channel.register(loop.selector(), readingWanted ? SelectionKey.OP_READ : 0, this);
                connectionMade();
            } else {
                channel.close();
                loop.timers().set(again, System.nanoTime() + AGAIN_NANOS);
            }
        } catch (IOException failure) {
            failed(failure);
        }
    }

    /** A socket of this kind has buffers, and none of the options of TCP. */
    private <T> void set(SocketOption<T> option, T value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    /** False where the queue of the one who listens is full; no selector tells when there is a place again. */
    private boolean connect(UnixDomainSocketAddress file) throws IOException {
        try {
            return channel.connect(file);
        } catch (SocketException failure) {
            if (QUEUE_FULL.equals(failure.getMessage())) {
                return false;
            }
            throw failure;
        }
    }

    private UnixDomainSocketAddress file() throws TransportException {
        try {
            return UnixDomainSocketAddress.of(endpoint().host());
        } catch (InvalidPathException failure) {
            throw TransportException.connectFailed(endpoint(), failure);
        }
    }

    /** The loop ends. */
    void end() {
        closeNow();
    }

    /** The selector found something. */
    void ready() {
        if (key.isValid() && key.isReadable()) {
            read();
        }
        if (key.isValid() && key.isWritable()) {
            change(SelectionKey.OP_WRITE, false);
            becameWritable();
        }
    }

    private void read() {
        for (int turn = 0; turn < READS_A_TURN && reading(); turn++) {
            ByteBuffer buffer = loop.reading();
            try {
                int octets = channel.read(buffer);
                if (octets < 0) {
                    endOfStream();
                }
            } catch (IOException failure) {
                failed(failure);
            }
            boolean more = !buffer.hasRemaining();
            bytesRead(buffer.flip());
            if (!more) {
                return;
            }
        }
    }

    @Override
    protected boolean write(ByteBuffer octets) {
        try {
            channel.write(octets);
        } catch (IOException failure) {
            // What the peer said before it went, the reason perhaps, may still wait to be read.
            loop.execute(() -> lost(failure));
            return false;
        }
        if (octets.hasRemaining()) {
            change(SelectionKey.OP_WRITE, true);
            return false;
        }
        return true;
    }

    private void lost(IOException failure) {
        if (!closed()) {
            read();
            failed(failure);
        }
    }

    @Override
    protected void setReading(boolean on) {
        readingWanted = on;
        if (key != null) {
            change(SelectionKey.OP_READ, on);
        }
    }

    private void change(int operation, boolean on) {
        key.interestOps(on ? key.interestOps() | operation : key.interestOps() & ~operation);
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
    protected ByteBuffer acquireBuffer() {
        return loop.acquireBuffer();
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        loop.releaseBuffer(buffer);
    }

    @Override
    protected void shut() {
        loop.remove(this);
        loop.timers().remove(timer);
        loop.timers().remove(again);
        if (channel != null) {
            closeQuietly();
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException failure) {
            // It was to be gone, and now it is, one way or the other.
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, () -> runTask(task));
    }

    @Override
    public boolean onIoThread() {
        return loop.isRunner();
    }
}
