// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.adapter.spi.Endpoint;
import amqp.testkit.simulated.SimulatedBroker;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The way to the broker, which has several addresses: "node0", "node1" and so on. Each is up, refuses, or is silent. */
final class Network {
    private final World world;
    private final SimulatedBroker broker;
    private final Quality quality;
    private final Node[] nodes;
    private final List<Link> links = new ArrayList<>();

    /** How an address answers. */
    enum Node {
        UP,
        REFUSING,
        SILENT
    }

    /**
     * How octets travel.
     *
     * @param latency most that a slice takes
     * @param slice most octets that arrive at once
     * @param buffer octets that are on their way in one direction before writing stops
     */
    record Quality(Duration latency, int slice, int buffer) {
        static Quality any(World world) {
            boolean tiny = world.oneIn(6);
            return new Quality(
                    world.upTo(Duration.ofMillis(tiny ? 1 : world.oneIn(4) ? 200 : 5)),
                    tiny
                            ? 1 + world.random().nextInt(40)
                            : 2000 + world.random().nextInt(30_000),
                    2000 + world.random().nextInt(60_000));
        }
    }

    Network(World world, SimulatedBroker broker, int nodes) {
        this.world = world;
        this.broker = broker;
        this.quality = Quality.any(world);
        this.nodes = new Node[nodes];
        Arrays.fill(this.nodes, Node.UP);
    }

    World world() {
        return world;
    }

    SimulatedBroker broker() {
        return broker;
    }

    Quality quality() {
        return quality;
    }

    /** Those that the broker has not lost. */
    List<Link> links() {
        return links.stream().filter(link -> !link.isOver()).toList();
    }

    int nodes() {
        return nodes.length;
    }

    void node(int number, Node how) {
        world.trace("node %d is %s", number, how);
        nodes[number] = how;
    }

    void connect(Endpoint endpoint, SimulatedTransport transport) {
        int number = Integer.parseInt(endpoint.host().substring("node".length()));
        world.trace("connecting to node %d, which is %s", number, nodes[number]);
        if (nodes[number] == Node.REFUSING) {
            world.soon("refusal", () -> transport.broken(new ConnectException("Connection refused")));
        } else if (nodes[number] == Node.UP) {
            world.after(world.upTo(quality.latency()), "connected", () -> {
                if (!transport.isClosed()) {
                    Link link = new Link(this, number, transport);
                    links.add(link);
                    transport.reached(link);
                }
            });
        }
    }

    /** A client that breaks the protocol is found at once. */
    void check() {
        if (!broker.history().isClean()) {
            world.violated(Invariant.PROTOCOL, broker.history().violations().get(0));
        }
    }

    /** The broker loses all connections and everything that is not durable. */
    void restartBroker() {
        world.trace("broker restarts");
        for (Link link : links()) {
            if (world.oneIn(2)) {
                link.end("broker restart");
            } else {
                link.reset("broker restart");
            }
        }
        broker.restart();
    }

    /** All is well from now on; what is broken without anybody knowing is made known. */
    void heal() {
        world.trace("all is well from here on");
        for (int node = 0; node < nodes.length; node++) {
            nodes[node] = Node.UP;
        }
        links.forEach(Link::heal);
    }
}
