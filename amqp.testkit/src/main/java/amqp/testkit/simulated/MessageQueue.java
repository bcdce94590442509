// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import amqp.testkit.wire.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A queue: what is ready, by position, so that what comes back stands where it stood. */
public final class MessageQueue {
    private final String name;
    private final Traits traits;
    private final BrokerSession owner;
    private final TreeMap<Long, Message> ready = new TreeMap<>();
    private final List<QueueConsumer> consumers = new ArrayList<>();
    private long positions;
    private int turn;

    /** What a second declaration must repeat. */
    record Traits(boolean durable, boolean exclusive, boolean autoDelete, Map<String, Object> arguments) {}

    /** @param owner the connection that an exclusive queue belongs to; for others whoever declared it first */
    MessageQueue(String name, Traits traits, BrokerSession owner) {
        this.name = name;
        this.traits = traits;
        this.owner = owner;
    }

    public String name() {
        return name;
    }

    public boolean durable() {
        return traits.durable;
    }

    public boolean exclusive() {
        return traits.exclusive;
    }

    public boolean autoDelete() {
        return traits.autoDelete;
    }

    /** Messages that wait, in order. */
    public Collection<Message> ready() {
        return List.copyOf(ready.values());
    }

    public boolean contains(Message message) {
        return ready.get(message.position()) == message;
    }

    Traits traits() {
        return traits;
    }

    boolean belongsTo(BrokerSession session) {
        return owner == session;
    }

    List<QueueConsumer> consumers() {
        return consumers;
    }

    int size() {
        return ready.size();
    }

    Message add(Content content) {
        var message = new Message(content, name, ++positions);
        ready.put(message.position(), message);
        return message;
    }

    void requeue(Message message) {
        message.redelivered = true;
        message.fate = Message.Fate.READY;
        ready.put(message.position(), message);
    }

    Message first() {
        return ready.pollFirstEntry().getValue();
    }

    /** All that is ready ends like this. */
    int clear(Message.Fate fate) {
        var count = ready.size();
        ready.values().forEach(message -> message.fate = fate);
        ready.clear();
        return count;
    }

    void loseTransient() {
        ready.values().stream()
                .filter(message -> !message.persistent())
                .forEach(message -> message.fate = Message.Fate.GONE);
        ready.values().removeIf(message -> !message.persistent());
    }

    /** Hands out in turn, as long as somebody wants more. */
    void dispatch(Predicate<Sabotage> faults) {
        for (var refused = 0; !ready.isEmpty() && refused < consumers.size(); ) {
            var consumer = consumers.get(turn++ % consumers.size());
            if (consumer.wantsMore()) {
                refused = 0;
                consumer.channel().deliver(consumer, next(faults));
            } else {
                refused++;
            }
        }
    }

    private Message next(Predicate<Sabotage> faults) {
        if (ready.size() > 1 && faults.test(Sabotage.SWAP_DELIVERIES)) {
            return ready.remove(ready.higherKey(ready.firstKey()));
        }
        return first();
    }

    @Override
    public String toString() {
        return name;
    }
}
