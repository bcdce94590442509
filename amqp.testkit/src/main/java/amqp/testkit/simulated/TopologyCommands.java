// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static amqp.testkit.wire.BrokerFrames.method;

import amqp.testkit.wire.WireFrame;

/** Classes exchange and queue: does what a method says and gives the reply, or throws a {@link Refusal}. */
final class TopologyCommands {
    private final SimulatedBroker broker;
    private final Topology topology;
    private int names;

    TopologyCommands(SimulatedBroker broker, Topology topology) {
        this.broker = broker;
        this.topology = topology;
    }

    byte[] perform(WireFrame.Method command, SessionChannel channel) {
        return switch (command.name()) {
            case "exchange.declare" -> declareExchange(command);
            case "exchange.delete" -> deleteExchange(command);
            case "exchange.bind", "exchange.unbind" -> bindExchange(command);
            case "queue.declare" -> declareQueue(command, channel);
            case "queue.bind", "queue.unbind" -> bindQueue(command, channel);
            case "queue.purge" -> purge(command, channel);
            case "queue.delete" -> deleteQueue(command, channel);
            default -> throw new IllegalArgumentException(command + " is no command of class exchange or queue.");
        };
    }

    private static byte[] ok(WireFrame.Method command, Object... values) {
        return method(command.channel(), command.name() + "-ok", values);
    }

    private byte[] declareExchange(WireFrame.Method command) {
        var name = command.text("exchange");
        var wanted = new Topology.Exchange(
                name,
                command.text("type"),
                command.flag("durable"),
                command.flag("auto-delete"),
                command.flag("internal"),
                command.table("arguments"));
        var there = topology.exchanges.get(name);
        if (command.flag("passive")) {
            topology.exchange(name);
        } else if (!Topology.EXCHANGE_TYPES.contains(wanted.type())) {
            throw Refusal.precondition("exchange type '" + wanted.type() + "' is not simulated");
        } else if (there == null) {
            topology.exchanges.put(name, wanted);
        } else if (!there.equals(wanted)) {
            throw Refusal.precondition("inequivalent arg for exchange '" + name + "' in vhost '/'");
        }
        return ok(command);
    }

    private byte[] deleteExchange(WireFrame.Method command) {
        var name = command.text("exchange");
        var used =
                topology.bindings.stream().anyMatch(binding -> binding.source().equals(name));
        if (command.flag("if-unused") && used) throw Refusal.precondition("exchange '" + name + "' in use");
        topology.removeExchange(name);
        return ok(command);
    }

    private byte[] bindExchange(WireFrame.Method command) {
        var binding = new Binding(
                topology.exchange(command.text("source")).name(),
                topology.exchange(command.text("destination")).name(),
                false,
                command.text("routing-key"),
                command.table("arguments"));
        apply(command, binding);
        return ok(command);
    }

    private void apply(WireFrame.Method command, Binding binding) {
        if (command.name().endsWith("unbind")) topology.unbind(binding);
        else topology.bindings.add(binding);
    }

    private byte[] declareQueue(WireFrame.Method command, SessionChannel channel) {
        var asked = command.text("queue");
        var name = asked.isEmpty() && !command.flag("passive") ? "amq.gen-" + ++names : channel.named(asked);
        var queue = topology.queues.get(name);
        if (queue == null) queue = create(command, asked, name, channel.session());
        else check(command, queue, channel.session());
        channel.lastQueue(name);
        return ok(command, name, queue.size(), queue.consumers().size());
    }

    private MessageQueue create(WireFrame.Method command, String asked, String name, BrokerSession owner) {
        if (command.flag("passive")) throw Refusal.notFound("queue", name);
        if (asked.startsWith("amq."))
            throw Refusal.accessRefused("queue name '" + asked + "' contains reserved prefix 'amq.*'");
        var queue = new MessageQueue(name, traits(command), owner);
        if (!broker.does(Sabotage.FORGET_QUEUE)) topology.queues.put(name, queue);
        return queue;
    }

    private void check(WireFrame.Method command, MessageQueue queue, BrokerSession session) {
        usable(queue, session);
        if (!command.flag("passive") && !queue.traits().equals(traits(command))) {
            throw Refusal.precondition("inequivalent arg for queue '" + queue.name() + "' in vhost '/'");
        }
    }

    private static MessageQueue.Traits traits(WireFrame.Method command) {
        return new MessageQueue.Traits(
                command.flag("durable"),
                command.flag("exclusive"),
                command.flag("auto-delete"),
                command.table("arguments"));
    }

    /** A queue that is not another connection's own. */
    static MessageQueue usable(MessageQueue queue, BrokerSession session) {
        if (queue.exclusive() && !queue.belongsTo(session)) throw Refusal.locked(queue.name());
        return queue;
    }

    private MessageQueue queue(WireFrame.Method command, SessionChannel channel) {
        return usable(topology.queue(channel.named(command.text("queue"))), channel.session());
    }

    private byte[] bindQueue(WireFrame.Method command, SessionChannel channel) {
        var binding = new Binding(
                topology.exchange(command.text("exchange")).name(),
                queue(command, channel).name(),
                true,
                command.text("routing-key"),
                command.table("arguments"));
        apply(command, binding);
        return ok(command);
    }

    private byte[] purge(WireFrame.Method command, SessionChannel channel) {
        return ok(command, queue(command, channel).clear(Message.Fate.PURGED));
    }

    private byte[] deleteQueue(WireFrame.Method command, SessionChannel channel) {
        var queue = topology.queues.get(channel.named(command.text("queue")));
        if (queue == null) return ok(command, 0);
        usable(queue, channel.session());
        if (command.flag("if-unused") && !queue.consumers().isEmpty())
            throw Refusal.precondition("queue '" + queue.name() + "' in use");
        if (command.flag("if-empty") && queue.size() > 0)
            throw Refusal.precondition("queue '" + queue.name() + "' is not empty");
        var count = queue.size();
        if (!broker.does(Sabotage.KEEP_QUEUE)) broker.delete(queue);
        return ok(command, count);
    }
}
