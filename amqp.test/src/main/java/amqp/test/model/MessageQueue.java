// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.ReplyCode;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A queue: its messages by priority and age, and its consumers in turn. */
public final class MessageQueue {
    /** Messages of higher priority come first, then older ones. */
    private record Position(int priority, long sequence) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            return priority == other.priority
                    ? Long.compare(sequence, other.sequence)
                    : Integer.compare(other.priority, priority);
        }
    }

    private final Broker broker;
    private final QueueMethod.Declare declared;
    private final QueueArguments arguments;
    private final @Nullable Object owner;
    private final TreeMap<Position, StoredMessage> ready = new TreeMap<>();
    private final List<QueueConsumer> consumers = new ArrayList<>();
    private long readyBytes;
    private int delivered;
    private long unusedSince;

    /** @param owner the connection that alone may use it; null for all */
    MessageQueue(Broker broker, QueueMethod.Declare declared, @Nullable Object owner) {
        this.broker = broker;
        this.declared = declared;
        this.arguments = new QueueArguments(declared.queue(), declared.arguments());
        this.owner = owner;
        this.unusedSince = broker.now();
    }

    // ---- what it is ----

    /** Returns its name. */
    public String name() {
        return declared.queue();
    }

    QueueMethod.Declare declared() {
        return declared;
    }

    /** Returns messages that wait to be delivered, in the order in which they will be. */
    public List<StoredMessage> ready() {
        return List.copyOf(ready.values());
    }

    /** Returns how many messages are delivered and not acknowledged. */
    public int unacknowledged() {
        return delivered;
    }

    /** Returns how many consumers it has. */
    public int consumers() {
        return consumers.size();
    }

    boolean isOwnedBy(@Nullable Object connection) {
        return owner != null && owner == connection;
    }

    void expectUsableBy(Object connection) {
        if (owner != null && owner != connection) {
            throw Refusal.ofChannel(
                    ReplyCode.RESOURCE_LOCKED,
                    "cannot obtain exclusive access to locked queue '" + name()
                            + "' in vhost '/'. It could be originally"
                            + " declared on another connection or the exclusive property value does not match that of the"
                            + " original declaration.");
        }
    }

    void expectSame(QueueMethod.Declare other) {
        expectSame("durable", other.durable(), declared.durable());
        expectSame("exclusive", other.exclusive(), declared.exclusive());
        expectSame("auto_delete", other.autoDelete(), declared.autoDelete());
        expectSame("arguments", other.arguments(), declared.arguments());
    }

    private void expectSame(String argument, Object received, Object current) {
        if (!received.equals(current)) {
            throw Refusal.inequivalent(argument, "queue", name(), received, current);
        }
    }

    // ---- messages ----

    /**
     * Takes a published message.
     *
     * @return false where it is refused because the queue is full
     */
    boolean offer(StoredMessage message) {
        boolean refuses = String.valueOf(arguments.text("x-overflow")).startsWith("reject-publish");
        if (refuses && isFullWith(message)) {
            if ("reject-publish-dlx".equals(arguments.text("x-overflow"))) {
                deadLetter(message, "maxlen");
            }
            return false;
        }
        long ttl = arguments.number("x-message-ttl", Long.MAX_VALUE);
        put(
                ttl == Long.MAX_VALUE
                        ? message
                        : new StoredMessage(
                                message.sequence(),
                                message.origin(),
                                message.message(),
                                Math.min(message.expiresAt(), broker.in(ttl)),
                                0));
        while (isOverfull()) {
            deadLetter(take(), "maxlen");
        }
        dispatch();
        return true;
    }

    private boolean isFullWith(StoredMessage message) {
        return ready.size() >= arguments.number("x-max-length", Long.MAX_VALUE)
                || readyBytes + message.message().bodySize() > arguments.number("x-max-length-bytes", Long.MAX_VALUE);
    }

    private boolean isOverfull() {
        return ready.size() > arguments.number("x-max-length", Long.MAX_VALUE)
                || readyBytes > arguments.number("x-max-length-bytes", Long.MAX_VALUE);
    }

    private void put(StoredMessage message) {
        int highest = (int) arguments.number("x-max-priority", 0);
        ready.put(new Position(message.priority(highest), message.sequence()), message);
        readyBytes += message.message().bodySize();
    }

    private StoredMessage take() {
        StoredMessage head = ready.pollFirstEntry().getValue();
        readyBytes -= head.message().bodySize();
        return head;
    }

    /** Takes the next message out, as delivered; null where there is none. */
    public @Nullable StoredMessage deliverNext() {
        expireMessages();
        if (ready.isEmpty()) {
            return null;
        }
        delivered++;
        unusedSince = broker.now();
        return take();
    }

    /** Sends messages to consumers that have room, in turn. */
    public void dispatch() {
        expireMessages();
        for (QueueConsumer next = nextWithRoom(); next != null && !ready.isEmpty(); next = nextWithRoom()) {
            delivered++;
            next.deliver(take());
        }
    }

    private @Nullable QueueConsumer nextWithRoom() {
        int candidates =
                arguments.isTrue("x-single-active-consumer") ? Math.min(1, consumers.size()) : consumers.size();
        for (int i = 0; i < candidates; i++) {
            QueueConsumer consumer = consumers.get(i);
            if (consumer.hasRoom()) {
                if (candidates > 1) {
                    consumers.remove(i);
                    consumers.add(consumer);
                }
                return consumer;
            }
        }
        return null;
    }

    /** A message was dealt with. */
    public void acknowledged() {
        delivered--;
    }

    /** A message comes back to its old place, or is dead-lettered when it has come back too often. */
    public void requeue(StoredMessage message) {
        delivered--;
        if (!broker.has(this)) {
            return;
        }
        if (message.deliveries() + 1 > arguments.number("x-delivery-limit", Long.MAX_VALUE)) {
            deadLetter(message, "delivery_limit");
        } else {
            put(message.deliveredOnceMore());
        }
    }

    /** A message was rejected. */
    public void reject(StoredMessage message) {
        delivered--;
        deadLetter(message, "rejected");
    }

    int purge() {
        int purged = ready.size();
        ready.clear();
        readyBytes = 0;
        return purged;
    }

    private void expireMessages() {
        long now = broker.now();
        for (Map.Entry<Position, StoredMessage> head = ready.firstEntry();
                head != null && head.getValue().expiresAt() <= now;
                head = ready.firstEntry()) {
            deadLetter(take(), "expired");
        }
    }

    private void deadLetter(StoredMessage message, String reason) {
        String exchange = arguments.text("x-dead-letter-exchange");
        if (exchange != null) {
            String key = arguments.text("x-dead-letter-routing-key");
            broker.deadLetter(this, message, reason, exchange, key);
        }
    }

    // ---- consumers and time ----

    void add(QueueConsumer consumer, boolean exclusive) {
        if (exclusive && !consumers.isEmpty()) {
            throw Refusal.ofChannel(ReplyCode.ACCESS_REFUSED, "queue '" + name() + "' in vhost '/' in exclusive use");
        }
        consumers.add(consumer);
    }

    /** A consumer ends; an auto-delete queue goes with its last one. */
    public void remove(QueueConsumer consumer) {
        if (consumers.remove(consumer)) {
            unusedSince = broker.now();
            if (declared.autoDelete() && consumers.isEmpty() && broker.has(this)) {
                broker.delete(this);
            }
        }
    }

    void deleted() {
        purge();
        List<QueueConsumer> left = List.copyOf(consumers);
        consumers.clear();
        left.forEach(QueueConsumer::cancelled);
    }

    /** When something of it expires next; {@link Long#MAX_VALUE} for never. */
    long nextExpiry() {
        long head =
                ready.isEmpty() ? Long.MAX_VALUE : ready.firstEntry().getValue().expiresAt();
        return Math.min(head, unusedUntil());
    }

    private long unusedUntil() {
        long expires = arguments.number("x-expires", Long.MAX_VALUE);
        return expires == Long.MAX_VALUE || !consumers.isEmpty()
                ? Long.MAX_VALUE
                : unusedSince + expires * Broker.NANOS_PER_MILLI;
    }

    void expire() {
        expireMessages();
        if (unusedUntil() <= broker.now()) {
            broker.delete(this);
        }
    }

    void used() {
        unusedSince = broker.now();
    }
}
