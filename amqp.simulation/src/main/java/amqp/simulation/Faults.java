// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.testkit.simulated.BrokerSession;
import amqp.testkit.simulated.LoginRefusal;
import amqp.testkit.simulated.MessageQueue;
import amqp.testkit.simulated.SimulatedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What befalls network and broker, until all is well. */
final class Faults {
    private final World world;
    private final Network network;
    private final SimulatedBroker broker;
    private final Scenario scenario;
    private final List<Application> applications;
    private boolean over;

    Faults(World world, Network network, Scenario scenario, List<Application> applications) {
        this.world = world;
        this.network = network;
        this.broker = network.broker();
        this.scenario = scenario;
        this.applications = applications;
    }

    void begin() {
        world.after(world.upTo(scenario.faultPace()), "fault", () -> {
            if (!over) {
                strike();
                begin();
            }
        });
    }

    /** No more faults; what is broken without anybody knowing is made known. */
    void end() {
        over = true;
        network.heal();
        broker.refuse(LoginRefusal.NONE);
        world.slowness(Duration.ofMillis(2));
    }

    private void strike() {
        switch (world.random().nextInt(16)) {
            case 0, 1, 2 -> link().ifPresent(link -> link.reset("a fault"));
            case 3 -> link().ifPresent(link -> link.end("a fault"));
            case 4 -> link().ifPresent(this::swallow);
            case 5 -> link().ifPresent(this::stall);
            case 6 -> troubleNode();
            case 7 -> network.restartBroker();
            case 8 -> link().ifPresent(link -> closeConnection(link.session()));
            case 9, 10 -> link().ifPresent(link -> closeChannel(link.session()));
            case 11 -> deleteQueue();
            case 12 -> link().ifPresent(link -> block(link.session()));
            case 13 -> refuseLogins();
            case 14 -> link().ifPresent(link -> stopFlow(link.session()));
            default -> slow();
        }
    }

    private Optional<Link> link() {
        List<Link> links = network.links();
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(links.get(world.random().nextInt(links.size())));
    }

    /** For ever where heartbeats find it; otherwise for a while. */
    private void swallow(Link link) {
        int direction = world.random().nextInt(3);
        link.blackHole(direction != 0, direction != 1);
        if (!scenario.hasHeartbeat() || world.oneIn(2)) {
            later(() -> {
                if (!link.isOver()) {
                    link.reset("the end of a black hole");
                }
            });
        }
    }

    private void stall(Link link) {
        link.stall(true);
        later(() -> link.stall(false));
    }

    private void later(Runnable task) {
        world.after(world.upTo(Duration.ofSeconds(world.oneIn(3) ? 30 : 3)), "end of a fault", task);
    }

    private void troubleNode() {
        int node = world.random().nextInt(network.nodes());
        network.node(node, world.oneIn(2) ? Network.Node.REFUSING : Network.Node.SILENT);
        for (Link link : network.links()) {
            if (link.node() == node) {
                link.reset("its node went down");
            }
        }
        later(() -> network.node(node, Network.Node.UP));
    }

    private void refuseLogins() {
        LoginRefusal why = world.oneIn(4) ? LoginRefusal.CREDENTIALS : LoginRefusal.CONNECTION_LIMIT;
        world.trace("broker lets nobody in: %s", why);
        broker.refuse(why);
        link().ifPresent(link -> link.reset("a fault"));
        later(() -> broker.refuse(LoginRefusal.NONE));
    }

    private void closeConnection(BrokerSession session) {
        world.trace("broker closes session %d", session.number());
        session.close(320, "CONNECTION_FORCED - by an operator");
    }

    private void closeChannel(BrokerSession session) {
        List<Integer> channels = session.openChannels();
        if (!channels.isEmpty()) {
            int channel = channels.get(world.random().nextInt(channels.size()));
            world.trace("broker closes channel %d of session %d", channel, session.number());
            session.closeChannel(channel, 406, "PRECONDITION_FAILED - delivery acknowledgement timed out", "basic.ack");
        }
    }

    private void deleteQueue() {
        List<MessageQueue> queues = new ArrayList<>(broker.queues());
        if (!queues.isEmpty()) {
            String name = queues.get(world.random().nextInt(queues.size())).name();
            world.trace("broker deletes queue %s", name);
            broker.deleteQueue(name);
            applications.forEach(application -> application.entities().disturbed(name));
        }
    }

    private void block(BrokerSession session) {
        session.blocked(true);
        later(() -> session.blocked(false));
    }

    private void stopFlow(BrokerSession session) {
        List<Integer> channels = session.openChannels();
        if (!channels.isEmpty()) {
            int channel = channels.get(world.random().nextInt(channels.size()));
            world.trace("broker stops the flow of channel %d of session %d", channel, session.number());
            session.flow(channel, false);
            later(() -> session.flow(channel, true));
        }
    }

    private void slow() {
        world.slowness(Duration.ofMillis(world.random().nextInt(2000)));
        later(() -> world.slowness(Duration.ofMillis(2)));
    }
}
