// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import amqp.testkit.scripted.BrokerSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A broker with real state (exchanges, queues, bindings, consumers, confirms, transactions) that outlives connections,
 * for simulations: no thread, no clock, and chance only from the generator that it is given. It acts when it is called.
 * What clients do against the rules is found in {@link History#violations}. One thread at a time.
 *
 * <p>A message is known by its id, which is the text of its body up to the first space. Each delivery carries a stamp of
 * its own in the property app-id.
 */
public final class SimulatedBroker {
    private static final int FAULT_ONE_IN = 3;

    private final RandomGenerator random;
    private final BrokerSettings settings;
    private final Sabotage sabotage;
    private final Topology topology = new Topology();
    private final TopologyCommands commands = new TopologyCommands(this, topology);
    private final History history = new History();
    private final List<BrokerSession> sessions = new ArrayList<>();
    private final Map<String, Integer> opened = new HashMap<>();
    private final Set<String> closedChannels = new HashSet<>();
    private int accepted;
    private boolean sabotaged;
    private LoginRefusal refusing = LoginRefusal.NONE;

    public SimulatedBroker(RandomGenerator random, BrokerSettings settings, Sabotage sabotage) {
        this.random = random;
        this.settings = settings;
        this.sabotage = sabotage;
    }

    /**
     * A client has connected.
     *
     * @param wake called whenever the session has something to send or to do, also from within other sessions' calls
     */
    public BrokerSession accept(Runnable wake) {
        var session = new BrokerSession(this, ++accepted, wake);
        sessions.add(session);
        return session;
    }

    /** All connections are lost, and what is not durable is gone. */
    public void restart() {
        List.copyOf(sessions).forEach(BrokerSession::lost);
        topology.restart();
    }

    /** Lets nobody in from now on, or lets clients in again. */
    public void refuse(LoginRefusal why) {
        refusing = why;
    }

    /** Deletes a queue by the hand of an operator; its consumers are told. */
    public void deleteQueue(String name) {
        Optional.ofNullable(topology.queues.get(name)).ifPresent(this::delete);
        dispatch();
    }

    /** Connections that are not lost or closed, in the order of their coming. */
    public List<BrokerSession> sessions() {
        return List.copyOf(sessions);
    }

    /** How many connections that gave this name were ever opened. */
    public int opened(String connectionName) {
        return opened.getOrDefault(connectionName, 0);
    }

    /** Whether the broker has ever closed a channel of a connection of this name. */
    public boolean hasClosedChannels(String connectionName) {
        return closedChannels.contains(connectionName);
    }

    void closesChannel(BrokerSession session) {
        closedChannels.add(session.name());
    }

    /** How many connections have ever come. */
    public int accepted() {
        return accepted;
    }

    public Collection<MessageQueue> queues() {
        return List.copyOf(topology.queues.values());
    }

    public boolean hasQueue(String name) {
        return topology.queues.containsKey(name);
    }

    public boolean hasExchange(String name) {
        return topology.exchanges.containsKey(name);
    }

    public Set<Binding> bindings() {
        return Set.copyOf(topology.bindings);
    }

    /** The consumers of one channel, by tag. */
    public Map<String, QueueConsumer> consumers(int session, int channel) {
        return sessions.stream()
                .filter(each -> each.number() == session)
                .findFirst()
                .map(each -> each.consumers(channel))
                .orElse(Map.of());
    }

    public History history() {
        return history;
    }

    /** Whether the fault that was asked for has happened. */
    public boolean sabotaged() {
        return sabotaged;
    }

    // ---- for sessions ----

    RandomGenerator random() {
        return random;
    }

    BrokerSettings settings() {
        return settings;
    }

    boolean refuses(LoginRefusal why) {
        return refusing == why;
    }

    Topology topology() {
        return topology;
    }

    TopologyCommands commands() {
        return commands;
    }

    /** Whether the fault is to happen now. */
    boolean does(Sabotage fault) {
        var now = fault == sabotage && random.nextInt(FAULT_ONE_IN) == 0;
        sabotaged |= now;
        return now;
    }

    void opened(BrokerSession session) {
        opened.merge(session.name(), 1, Integer::sum);
    }

    void dispatch() {
        for (var queue : topology.queues.values()) queue.dispatch(this::does);
    }

    void delete(MessageQueue queue) {
        topology.removeQueue(queue.name());
        queue.clear(Message.Fate.GONE);
        for (var consumer : List.copyOf(queue.consumers())) consumer.channel().cancelled(consumer);
        queue.consumers().clear();
    }

    /** A consumer ends; an auto-delete queue goes with its last one. */
    void leave(QueueConsumer consumer) {
        var queue = consumer.from();
        queue.consumers().remove(consumer);
        var current = topology.queues.get(queue.name()) == queue;
        if (current && queue.autoDelete() && queue.consumers().isEmpty()) delete(queue);
    }

    void ended(BrokerSession session) {
        sessions.remove(session);
        var own = topology.queues.values().stream()
                .filter(queue -> queue.exclusive() && queue.belongsTo(session))
                .toList();
        own.forEach(this::delete);
        dispatch();
    }
}
