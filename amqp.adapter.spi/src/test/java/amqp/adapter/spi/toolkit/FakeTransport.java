// SPDX-License-Identifier: MPL-2.0
package amqp.adapter.spi.toolkit;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An adapter's part of the driver without I/O: a socket with a settable window, a clock that stands still. */
final class FakeTransport extends TransportDriver {
    final ByteArrayOutputStream written = new ByteArrayOutputStream();
    final List<Long> armed = new ArrayList<>();
    final List<Boolean> reading = new ArrayList<>();
    int window = Integer.MAX_VALUE;
    int wakeUps;
    int shuts;
    int buffersOut;
    long now = Long.MAX_VALUE - 1000;
    IOException failure;
    boolean ioThread = true;
    private ByteBuffer offered = ByteBuffer.allocate(0);

    FakeTransport(Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
    }

    void open() {
        begin();
        connectionMade();
    }

    void read(byte[] octets) {
        bytesRead(ByteBuffer.wrap(octets));
    }

    void writable(int octets) {
        window = octets;
        becameWritable();
    }

    /** Takes what was offered last, as an adapter does whose writes end later. */
    void takeLate() {
        window = Integer.MAX_VALUE;
        take(offered);
        becameWritable();
    }

    void ring() {
        timerRang();
    }

    void wake() {
        wokenUp();
    }

    void end() {
        endOfStream();
    }

    @Override
    protected ByteBuffer acquireBuffer() {
        buffersOut++;
        return ByteBuffer.allocate(64 * 1024);
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        buffersOut--;
    }

    @Override
    protected boolean write(ByteBuffer octets) throws IOException {
        if (failure != null) {
            throw failure;
        }
        offered = octets;
        take(octets);
        return !octets.hasRemaining();
    }

    private void take(ByteBuffer octets) {
        int count = Math.min(window, octets.remaining());
        byte[] taken = new byte[count];
        octets.get(taken);
        written.writeBytes(taken);
        window -= count;
    }

    @Override
    protected void armTimer(long delayNanos) {
        armed.add(delayNanos);
    }

    @Override
    protected void wakeUp() {
        wakeUps++;
    }

    @Override
    protected void setReading(boolean on) {
        reading.add(on);
    }

    @Override
    protected void shut() {
        shuts++;
    }

    @Override
    protected long nanoTime() {
        return now;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        runTask(task);
        return () -> {};
    }

    @Override
    public boolean onIoThread() {
        return ioThread;
    }
}
