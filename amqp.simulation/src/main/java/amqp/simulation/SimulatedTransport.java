// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.TransportHandler;
import amqp.adapter.spi.toolkit.TransportDriver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The client's end of a {@link Link}: the loop of all adapters, over a simulated socket. */
final class SimulatedTransport extends TransportDriver implements Pipe.Reader {
    /** Octets that are neither with the client any more nor under way yet. */
    static final int BUFFER = 64 << 10;

    private final World world;
    private final Endpoint endpoint;
    private ByteBuffer spare = ByteBuffer.allocate(BUFFER);
    private Cancellable timer = () -> {};
    private Link link;
    private boolean paused;

    SimulatedTransport(World world, Endpoint endpoint, TransportHandler handler) {
        super(endpoint, handler);
        this.world = world;
        this.endpoint = endpoint;
    }

    void connect(Network network) {
        world.soon("connect", () -> {
            begin();
            if (!closed()) {
                network.connect(endpoint, this);
            }
        });
    }

    boolean isClosed() {
        return closed();
    }

    /** Null until connected. */
    Link link() {
        return link;
    }

    // ---- from the network ----

    void reached(Link connected) {
        link = connected;
        connectionMade();
    }

    void broken(IOException cause) {
        failed(cause);
    }

    void becameWritableAgain() {
        if (!closed()) {
            becameWritable();
        }
    }

    @Override
    public void readable() {
        while (!paused && !closed() && link.down().hasArrived()) {
            bytesRead(link.down().read(BUFFER));
        }
    }

    @Override
    public void ended() {
        endOfStream();
    }

    // ---- the driver's side ----

    @Override
    protected ByteBuffer acquireBuffer() {
        ByteBuffer lent = spare;
        spare = null;
        return lent.clear();
    }

    @Override
    protected void releaseBuffer(ByteBuffer buffer) {
        spare = buffer;
    }

    @Override
    protected boolean write(ByteBuffer octets) {
        int room = Math.min(link.up().room(), octets.remaining());
        int count = world.oneIn(8) ? world.random().nextInt(room + 1) : room;
        int end = octets.limit();
        octets.limit(octets.position() + count);
        link.up().write(octets);
        octets.limit(end);
        if (octets.hasRemaining()) {
            link.up().awaitRoom();
        }
        return !octets.hasRemaining();
    }

    @Override
    protected void armTimer(long delayNanos) {
        timer.cancel();
        timer = world.after(Duration.ofNanos(delayNanos), "timer", this::timerRang);
    }

    @Override
    protected void wakeUp() {
        world.soon("wake-up", this::wokenUp);
    }

    @Override
    protected void setReading(boolean on) {
        paused = !on;
        world.trace("reading on: %s", on);
        if (on && link != null) {
            world.soon("reading again", this::readable);
        }
    }

    @Override
    protected void shut() {
        timer.cancel();
        if (link != null) {
            link.clientClosed();
        }
    }

    @Override
    protected long nanoTime() {
        return world.now();
    }

    // ---- Transport ----

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return world.onAnyThread(delay, "task of a transport", () -> runTask(task));
    }

    /** There is one thread: nothing may wait for another one. */
    @Override
    public boolean onIoThread() {
        return true;
    }
}
