// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.BrokerSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** One TCP connection between a transport of the client and a session of the broker, with all that can befall it. */
final class Link {
    private static final int READ = 8 << 10;

    private final World world;
    private final Network network;
    private final int node;
    private final SimulatedTransport client;
    private final BrokerSession session;
    private final Pipe up;
    private final Pipe down;
    private final ByteBuffer sending = ByteBuffer.allocate(READ);
    private boolean pumping;
    private boolean stalled;
    private boolean over;
    private boolean clientGone;
    private Duration lastHeard;

    Link(Network network, int node, SimulatedTransport client) {
        this.world = network.world();
        this.network = network;
        this.node = node;
        this.client = client;
        this.session = network.broker().accept(this::wake);
        this.lastHeard = world.age();
        this.up = new Pipe(world, "up", network.quality(), new FromClient(), client::becameWritableAgain);
        this.down = new Pipe(world, "down", network.quality(), client, this::wake);
        heartbeats();
    }

    private final class FromClient implements Pipe.Reader {
        @Override
        public void readable() {
            lastHeard = world.age();
            while (!stalled && !over && up.hasArrived()) {
                session.receive(up.read(READ));
                network.check();
            }
        }

        @Override
        public void ended() {
            lose("the client's end of the stream");
        }
    }

    int node() {
        return node;
    }

    BrokerSession session() {
        return session;
    }

    Pipe up() {
        return up;
    }

    Pipe down() {
        return down;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public String toString() {
        return "link " + session.number() + " (" + session.name() + ")";
    }

    // ---- the broker's side ----

    private void wake() {
        if (!pumping && !over) {
            pumping = true;
            world.soon("broker", this::pump);
        }
    }

    private void pump() {
        pumping = false;
        if (over || stalled) {
            return;
        }
        session.work();
        while (session.pending() > 0 && down.room() > 0) {
            sending.clear().limit(Math.min(READ, down.room()));
            session.take(sending);
            down.write(sending.flip());
        }
        if (session.pending() > 0) {
            down.awaitRoom();
        } else if (session.isFinished()) {
            lose("the broker's end after the close handshake");
            down.end();
        } else if (session.isWorkDue()) {
            wake();
        }
    }

    /** What a broker does every half interval; none while it agreed on none. */
    private void heartbeats() {
        int seconds = session.heartbeatSeconds();
        world.after(Duration.ofMillis(Math.max(1, seconds) * 500L), "heartbeat", () -> {
            if (!over && seconds > 0) {
                beat(Duration.ofSeconds(2L * seconds));
            }
            if (!over) {
                heartbeats();
            }
        });
    }

    private void beat(Duration silence) {
        if (world.age().minus(lastHeard).compareTo(silence) > 0) {
            reset("the broker missed heartbeats");
        } else if (!stalled) {
            session.heartbeat();
        }
    }

    private void lose(String why) {
        if (!over) {
            world.trace("%s is over: %s", this, why);
            over = true;
            session.lost();
            up.kill();
        }
    }

    // ---- the client's side ----

    /** The client closed its socket: the broker hears of it after all octets. */
    void clientClosed() {
        if (clientGone) {
            return;
        }
        clientGone = true;
        down.kill();
        up.end();
    }

    // ---- faults ----

    /** Both sides hear that the connection is broken, each in its time; octets on their way are lost. */
    void reset(String why) {
        world.trace("%s reset: %s", this, why);
        up.kill();
        down.kill();
        world.soon("reset of broker", () -> lose("reset"));
        world.soon("reset of client", () -> {
            if (!clientGone) {
                client.broken(new IOException("Connection reset by peer"));
            }
        });
    }

    /** The broker ends the stream without a word of AMQP; what it sent before still arrives. */
    void end(String why) {
        lose(why);
        down.end();
    }

    /** Octets vanish, in one direction or both, and nobody is told. */
    void blackHole(boolean upwards, boolean downwards) {
        world.trace("%s is a black hole: up %s, down %s", this, upwards, downwards);
        up.freeze(upwards);
        down.freeze(downwards);
    }

    /** Octets move again. */
    void heal() {
        stall(false);
        blackHole(false, false);
        session.blocked(false);
    }

    /** The broker neither reads nor writes, or does so again. */
    void stall(boolean on) {
        world.trace("%s is stalled: %s", this, on);
        stalled = on;
        if (!on) {
            new FromClient().readable();
            wake();
        }
    }
}
