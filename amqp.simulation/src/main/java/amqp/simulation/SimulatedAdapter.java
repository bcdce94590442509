// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Cancellable;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.spi.Transport;
import amqp.adapter.spi.TransportHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connects through a {@link Network}, and keeps the time of its {@link World}, with many threads as it were. */
final class SimulatedAdapter implements Adapter {
    private final World world;
    private final Network network;
    private final List<SimulatedTransport> transports = new ArrayList<>();

    SimulatedAdapter(World world, Network network) {
        this.world = world;
        this.network = network;
    }

    /** The connection that is there now; null while there is none. */
    Link link() {
        return transports.isEmpty() || transports.get(0).isClosed()
                ? null
                : transports.get(0).link();
    }

    /** How often a connection of this name was opened at the broker. */
    int openings(String connectionName) {
        return network.broker().opened(connectionName);
    }

    /** Whether the broker has ever closed a channel of a connection of this name. */
    boolean hasClosedChannels(String connectionName) {
        return network.broker().hasClosedChannels(connectionName);
    }

    @Override
    public String name() {
        return "simulated";
    }

    @Override
    public long nanoTime() {
        return world.now();
    }

    @Override
    public Transport connect(Endpoint endpoint, TransportHandler handler) {
        transports.removeIf(SimulatedTransport::isClosed);
        if (!transports.isEmpty()) {
            world.violated(Invariant.NO_SURPRISE, "a connection has two transports at once");
        }
        SimulatedTransport transport = new SimulatedTransport(world, endpoint, handler);
        transports.add(transport);
        transport.connect(network);
        return transport;
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return world.onAnyThread(delay, "task of the adapter", task);
    }

    @Override
    public void close() {
        transports.forEach(Transport::close);
    }
}
