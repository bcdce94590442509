// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.topology.Ledger;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.Method;
import amqp.codec.method.TxMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What one channel was set to, and who consumes on it: to be brought about again after a loss. On the I/O thread. */
final class ChannelLedger {
    private final ChannelState channel;
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<Method> selected = new ArrayList<>(1);

    /** The bound for all consumers of the channel together, RabbitMQ's meaning of "global"; null for none. */
    private BasicMethod.Qos ofChannel;

    /** The bound for each consumer that is made from now on; null for none. */
    private BasicMethod.Qos ofConsumers;

    ChannelLedger(ChannelState channel) {
        this.channel = channel;
    }

    private Ledger topology() {
        return channel.connection().ledger();
    }

    /** The broker has done it. */
    void succeeded(Method method) {
        if (method instanceof BasicMethod.Qos qos) {
            if (qos.global()) {
                ofChannel = qos;
            } else {
                ofConsumers = qos;
            }
        } else if (method instanceof ConfirmMethod.Select && selected.isEmpty()) {
            selected.add(new ConfirmMethod.Select(false));
        } else if (method instanceof TxMethod.Select && selected.isEmpty()) {
            selected.add(method);
        }
    }

    void began(Subscription subscription) {
        String queue = topology().queueOf(channel.number(), subscription.requestedQueue());
        subscription.began(ofConsumers, queue);
        subscriptions.put(subscription.consumerTag(), subscription);
        topology().consumerBegan(queue);
    }

    /** Gives null when there is no such consumer. */
    Subscription ended(String consumerTag) {
        Subscription ended = subscriptions.remove(consumerTag);
        if (ended != null) {
            topology().consumerEnded(ended.queue());
        }
        return ended;
    }

    void forEach(Consumer<Subscription> action) {
        subscriptions.values().forEach(action);
    }

    /** The channel is closed for good. */
    void endAll(Consumer<Subscription> action) {
        List<Subscription> all = List.copyOf(subscriptions.values());
        all.forEach(subscription -> ended(subscription.consumerTag()));
        all.forEach(action);
    }

    /** The commands that bring the channel to where it was: modes and bounds first, each consumer with its own bound. */
    List<ReplayItem> replay(Predicate<Method> wanted) {
        List<ReplayItem> items = new ArrayList<>();
        selected.forEach(method -> items.add(item(method)));
        if (ofChannel != null) {
            items.add(item(ofChannel));
        }
        BasicMethod.Qos bound = null;
        for (Subscription subscription : subscriptions.values()) {
            items.addAll(subscription.replay(bound));
            bound = subscription.bound();
        }
        if (ofConsumers != null && !ofConsumers.equals(bound)) {
            items.add(item(ofConsumers));
        }
        items.removeIf(item -> !wanted.test(item.method()));
        return items;
    }

    private ReplayItem item(Method method) {
        return ReplayItem.of(channel.number(), method, reply -> {});
    }
}
