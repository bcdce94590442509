// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.client.dispatch.Strand;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.TxMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/**
 * What one channel was set to, and who consumes on it: to be brought about again after a loss. Owned by the strand.
 *
 * @param <C> a consumer
 */
public final class ChannelSetup<C extends ReplayableConsumer> {
    private final Strand strand;
    private final TopologyLedger topology;
    private final IntSupplier number;
    private final Map<String, Entry<C>> consumers = new LinkedHashMap<>();

    /** The same, in no order. Read by any thread. */
    private final Set<C> present = ConcurrentHashMap.newKeySet();

    /** The mode that was selected; null for none. Read by any thread. */
    private volatile Method mode;

    /** The bound for all consumers of the channel together, RabbitMQ's meaning of "global"; null for none. */
    private BasicMethod.Qos ofChannel;

    /** The bound for each consumer that is made from now on; null for none. Read by any thread. */
    private volatile BasicMethod.Qos ofConsumers;

    /**
     * @param queue by its present name, or the last one that it had; an empty name spelled out
     * @param bound the consumer's own; null for none
     */
    private record Entry<C>(C consumer, String queue, BasicMethod.Qos bound) {}

    /**
     * Creates the set-up of a new channel.
     *
     * @param number the channel's present number
     */
    public ChannelSetup(Strand strand, TopologyLedger topology, IntSupplier number) {
        this.strand = strand;
        this.topology = topology;
        this.number = number;
    }

    /** Whether the broker has put the channel into confirm mode. */
    public boolean isConfirming() {
        return mode instanceof ConfirmMethod.Select;
    }

    /** The bound for each consumer that is made from now on, as the broker granted it last; null for none. */
    public BasicMethod.Qos prefetch() {
        return ofConsumers;
    }

    /** The broker has carried out a command of the application. */
    public void succeeded(Method method) {
        assert strand.isHere();
        if (method instanceof BasicMethod.Qos qos) {
            if (qos.global()) {
                ofChannel = qos;
            } else {
                ofConsumers = qos;
            }
        } else if (method instanceof ConfirmMethod.Select) {
            mode = new ConfirmMethod.Select(false);
        } else if (method instanceof TxMethod.Select) {
            mode = method;
        }
    }

    /** The broker has granted a consumer. */
    public void began(C consumer) {
        assert strand.isHere();
        String queue = topology.queueOf(number.getAsInt(), consumer.request().queue());
        consumers.put(consumer.consumerTag(), new Entry<>(consumer, queue, ofConsumers));
        present.add(consumer);
        topology.consumerBegan(queue);
    }

    /** A consumer has ended; returns null when there is no such consumer. */
    public C ended(String consumerTag) {
        assert strand.isHere();
        Entry<C> ended = consumers.remove(consumerTag);
        if (ended == null) {
            return null;
        }
        present.remove(ended.consumer());
        topology.consumerEnded(ended.queue());
        return ended.consumer();
    }

    /**
     * A queue has another name from now on. Consumers go by that one even when the queue is gone: its earlier names may
     * belong to queues that a loss has left behind.
     */
    public void queueRenamed(String before, String now) {
        assert strand.isHere();
        consumers.replaceAll((tag, entry) ->
                entry.queue().equals(before) ? new Entry<>(entry.consumer(), now, entry.bound()) : entry);
    }

    /** All consumers, in no order. By any thread. */
    public Set<C> consumers() {
        return Set.copyOf(present);
    }

    /** For each consumer, oldest first. */
    public void forEach(Consumer<C> action) {
        assert strand.isHere();
        consumers.values().forEach(entry -> action.accept(entry.consumer()));
    }

    /** The channel is closed for good: the consumers are forgotten, then the action is done for each. */
    public void endAll(Consumer<C> action) {
        assert strand.isHere();
        List<Entry<C>> all = List.copyOf(consumers.values());
        consumers.clear();
        present.clear();
        all.forEach(entry -> topology.consumerEnded(entry.queue()));
        all.forEach(entry -> action.accept(entry.consumer()));
    }

    /**
     * The commands that bring the channel to where it was: modes and bounds first, each consumer with its own bound. A
     * consumer that is not wanted is told so, and forgotten.
     */
    public List<ReplayedCommand> replay(Predicate<Method> wanted) {
        assert strand.isHere();
        List<ReplayedCommand> commands = new ArrayList<>();
        if (mode != null) {
            commands.add(command(mode));
        }
        if (ofChannel != null) {
            commands.add(command(ofChannel));
        }
        BasicMethod.Qos bound = null;
        for (Entry<C> entry : consumers.values()) {
            if (entry.bound() != null && !entry.bound().equals(bound)) {
                commands.add(command(entry.bound()));
            }
            commands.add(consume(entry));
            bound = entry.bound();
        }
        if (ofConsumers != null && !ofConsumers.equals(bound)) {
            commands.add(command(ofConsumers));
        }
        List<ReplayedCommand> leftOut = commands.stream()
                .filter(command -> !wanted.test(command.method()))
                .toList();
        commands.removeAll(leftOut);
        leftOut.forEach(command -> command.consumer().ifPresent(ReplayableConsumer::notResumed));
        return commands;
    }

    private ReplayedCommand consume(Entry<C> entry) {
        C consumer = entry.consumer();
        BasicMethod.Consume request = consumer.request();
        BasicMethod.Consume again = BasicMethod.Consume.of(entry.queue())
                .consumerTag(consumer.consumerTag())
                .noLocal(request.noLocal())
                .noAck(request.noAck())
                .exclusive(request.exclusive())
                .arguments(consumer.arguments());
        Method current = topology.current(number.getAsInt(), again);
        return ReplayedCommand.of(number.getAsInt(), current, consumer);
    }

    private ReplayedCommand command(Method method) {
        return ReplayedCommand.of(number.getAsInt(), method, reply -> {});
    }
}
