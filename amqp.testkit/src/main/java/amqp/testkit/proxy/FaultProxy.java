// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on 127.0.0.1 that damages what passes. Every fault can be switched at any time from any thread and holds
 * for all connections, present and future, until it is switched off; counts of octets are per connection, from its
 * beginning. {@link #heal()} switches all off.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final Duration ACCEPTOR_DEADLINE = Duration.ofSeconds(10);

    private final Map<Direction, Faults> faults = new EnumMap<>(Direction.class);
    private final Map<Direction, AtomicLong> totals = new EnumMap<>(Direction.class);
    private final Set<ProxyConnection> open = ConcurrentHashMap.newKeySet();
    private final List<FrameTap> taps = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int port;
    private volatile int target;
    private volatile boolean keepFrames = true;
    private volatile boolean keepTaps = true;
    private volatile boolean closed;
    private ServerSocket listener;

    /** Has the port while it refuses connections: otherwise the system may give it to an outgoing connection of anybody. */
    private Socket holder = new Socket();

    private Thread acceptor;

    private FaultProxy(int target) throws IOException {
        this.target = target;
        for (var direction : Direction.values()) {
            faults.put(direction, new Faults());
            totals.put(direction, new AtomicLong());
        }
        port = listen(0);
    }

    /** Forwards to this port of 127.0.0.1, beginning now. */
    public static FaultProxy to(int port) {
        try {
            return new FaultProxy(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients connect. */
    public int port() {
        return port;
    }

    /** Future connections go to another port. */
    public FaultProxy forwardTo(int other) {
        target = other;
        return this;
    }

    /** Taps of future connections keep frames (as at first) or only count them. */
    public FaultProxy keepFrames(boolean on) {
        keepFrames = on;
        return this;
    }

    /** Taps of connections that have ended are kept (as at first) or forgotten. */
    public FaultProxy keepTaps(boolean on) {
        keepTaps = on;
        return this;
    }

    /** Each piece of octets arrives this much later; order and throughput stay. */
    public FaultProxy latency(Direction direction, Duration time) {
        faults(direction).latencyNanos = time.toNanos();
        return this;
    }

    /** At most so many octets a second; 0 means no limit. */
    public FaultProxy rate(Direction direction, long octetsPerSecond) {
        faults(direction).octetsPerSecond = octetsPerSecond;
        return this;
    }

    /** Forwards in single writes of at most n octets; 0 switches it off. */
    public FaultProxy slices(Direction direction, int octets) {
        faults(direction).sliceOctets = octets;
        return this;
    }

    /**
     * Nothing passes and nobody hears of it, as when a cable is pulled; what is sent meanwhile arrives when it ends, as TCP
     * would repeat it. A sender fills the sockets' buffers and then waits.
     */
    public FaultProxy blackHole(Direction direction, boolean on) {
        faults(direction).blackHole(on);
        return this;
    }

    /** Ends each connection when n octets have passed in this direction; those arrive, later ones are lost. */
    public FaultProxy cutAfter(Direction direction, long octets) {
        faults(direction).cutAfter = octets;
        return this;
    }

    /** Changes the octet at this place, counted from 0, by exclusive or with the mask. */
    public FaultProxy corrupt(Direction direction, long offset, int mask) {
        faults(direction).corruptMask = mask;
        faults(direction).corruptAt = offset;
        return this;
    }

    /** Makes the frame-end octet of the next frame wrong, once, on whichever connection it comes; AMQP without TLS only. */
    public FaultProxy corruptFrame(Direction direction) {
        faults(direction).corruptFrames(1);
        return this;
    }

    /**
     * Sends octets of our own on all present connections, after what has come so far. They stand between two frames only
     * while the sender of this direction is silent; taps do not see them.
     *
     * @param octets 1 to 262,144
     */
    public FaultProxy inject(Direction direction, byte[] octets) {
        open.forEach(connection -> connection.inject(direction, octets));
        return this;
    }

    /** Refuses connections from now on, or accepts them again on the same port; those that exist go on. */
    public synchronized FaultProxy refuse(boolean on) {
        try {
            if (on) stopListening();
            holder.close();
            if (on && !closed) holder = hold(port);
            else if (listener.isClosed() && !closed) listen(port);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all connections by RST on both sides. */
    public FaultProxy reset() {
        open.forEach(ProxyConnection::reset);
        return this;
    }

    /** Ends all connections by FIN on both sides. */
    public FaultProxy cut() {
        open.forEach(ProxyConnection::cut);
        return this;
    }

    /**
     * The receiver of this direction sees the end of the stream on all present connections; what is still
     * sent that way is lost, the other way stays open.
     */
    public FaultProxy halfClose(Direction direction) {
        open.forEach(connection -> connection.shut(direction));
        return this;
    }

    /** Switches all faults off; connections that have ended stay ended. */
    public FaultProxy heal() {
        for (var direction : Direction.values()) {
            latency(direction, Duration.ZERO).rate(direction, 0).slices(direction, 0);
            faults(direction).cutAfter = Faults.NEVER;
            faults(direction).corruptAt = Faults.NEVER;
            faults(direction).corruptFrames(0);
            blackHole(direction, false);
        }
        return refuse(false);
    }

    /** How many connections were accepted so far, also those that the target refused. */
    public int acceptedConnections() {
        return accepted.get();
    }

    public int openConnections() {
        return open.size();
    }

    /** Octets forwarded on all connections. */
    public long octets(Direction direction) {
        return total(direction).get();
    }

    /** The tap of each connection, in the order in which they came. Without meaning where TLS passes. */
    public List<FrameTap> taps() {
        return List.copyOf(taps);
    }

    /** Ends all connections by RST and stops listening. */
    @Override
    public void close() {
        closed = true;
        refuse(true);
        reset();
    }

    Faults faults(Direction direction) {
        return faults.get(direction);
    }

    AtomicLong total(Direction direction) {
        return totals.get(direction);
    }

    void ended(ProxyConnection connection) {
        open.remove(connection);
        if (!keepTaps) taps.remove(connection.tap);
    }

    private int listen(int wanted) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
        listener = socket;
        acceptor = new Thread(() -> accept(socket), "amqp-testkit-proxy accept");
        acceptor.setDaemon(true);
        acceptor.start();
        return socket.getLocalPort();
    }

    private static Socket hold(int port) throws IOException {
        var socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** The system goes on accepting until the thread that waits in accept has left it. */
    private void stopListening() throws IOException {
        listener.close();
        try {
            acceptor.join(ACCEPTOR_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ServerSocket socket) {
        while (true) {
            try {
                connect(socket.accept());
            } catch (IOException e) {
                if (socket.isClosed()) return;
            }
        }
    }

    /** A target that refuses is shown to the client as a reset. */
    private void connect(Socket client) throws IOException {
        accepted.incrementAndGet();
        try {
            var server = new Socket(InetAddress.getLoopbackAddress(), target);
            var tap = new FrameTap(keepFrames);
            var connection = new ProxyConnection(client, server, this, tap);
            taps.add(tap);
            open.add(connection);
            connection.start();
            if (closed) connection.reset();
        } catch (IOException e) {
            client.setSoLinger(true, 0);
            client.close();
            throw e;
        }
    }
}
