// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.proxy;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Two sockets and the four threads between them. */
final class ProxyConnection {
    final Socket client;
    final Socket server;
    final FrameTap tap;
    private final FaultProxy proxy;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Direction, Pump> pumps = new EnumMap<>(Direction.class);
    private final Set<Direction> shut = ConcurrentHashMap.newKeySet();
    private int directionsLeft = Direction.values().length;

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    ProxyConnection(Socket client, Socket server, FaultProxy proxy, FrameTap tap) throws IOException {
        this.client = client;
        this.server = server;
        this.proxy = proxy;
        this.tap = tap;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        for (var direction : Direction.values()) pumps.put(direction, new Pump(direction, this, proxy, tap));
    }

    void start() {
        pumps.forEach((direction, pump) -> {
            thread(direction + " read", pump::read);
            thread(direction + " write", pump::write);
        });
        threads.forEach(Thread::start);
    }

    void inject(Direction direction, byte[] octets) {
        pumps.get(direction).inject(octets);
    }

    /** Both sides see a reset: what was under way is lost. */
    void reset() {
        lingerZero(client);
        lingerZero(server);
        close();
    }

    /** Both sides see an end of stream after what was forwarded so far; what they still send is read and thrown away. */
    void cut() {
        for (var direction : Direction.values()) shut(direction);
    }

    boolean isCut() {
        return shut.size() == Direction.values().length;
    }

    void close() {
        threads.forEach(Thread::interrupt);
        closeQuietly(client);
        closeQuietly(server);
        proxy.ended(this);
    }

    /** The receiver of this direction sees an end of stream. */
    void shut(Direction direction) {
        shut.add(direction);
        try {
            (direction == Direction.TO_SERVER ? server : client).shutdownOutput();
        } catch (IOException e) {
            // Closed already.
        }
    }

    boolean isShut(Direction direction) {
        return shut.contains(direction);
    }

    synchronized void directionEnded() {
        if (--directionsLeft == 0) close();
    }

    private void thread(String name, Work work) {
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // One side is gone in some other way than by an orderly end: the other side is to feel it.
                        reset();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "amqp-testkit-proxy " + name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private static void lingerZero(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more can be done for it.
        }
    }
}
