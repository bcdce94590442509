// SPDX-License-Identifier: MPL-2.0
package amqp.test.model;

import amqp.codec.BasicProperties;
import amqp.codec.FieldTable;
import amqp.codec.FieldValue;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.QueueMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges, queues and bindings of one virtual host: what RabbitMQ does with them, without I/O, thread or clock of its own.
 * For one thread.
 */
public final class Broker {
    static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final LongSupplier clock;
    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
    private final Map<String, MessageQueue> queues = new LinkedHashMap<>();

    /** Consumers of replies that pass no queue, by the routing keys that reach them. */
    private final Map<String, QueueConsumer> directReplies = new HashMap<>();

    private long sequence;
    private int names;

    /** @param clock nanoseconds from an origin of its own */
    public Broker(LongSupplier clock) {
        this.clock = clock;
        for (String type : List.of("direct", "fanout", "topic", "headers")) {
            exchanges.put("amq." + type, new Exchange(ExchangeMethod.Declare.of("amq." + type, type)));
        }
        exchanges.put("amq.match", new Exchange(ExchangeMethod.Declare.of("amq.match", "headers")));
    }

    long now() {
        return clock.getAsLong();
    }

    long in(long millis) {
        return now() + millis * NANOS_PER_MILLI;
    }

    // ---- queues ----

    /** Returns a queue; null where there is none. */
    public @Nullable MessageQueue queue(String name) {
        return queues.get(name);
    }

    /** Returns the names of all queues. */
    public Set<String> queueNames() {
        return Set.copyOf(queues.keySet());
    }

    boolean has(MessageQueue queue) {
        return queues.get(queue.name()) == queue;
    }

    /** Declares a queue, or finds that it is there as it is asked for. */
    public MessageQueue declare(QueueMethod.Declare declare, Object connection) {
        MessageQueue there = queues.get(declare.queue());
        if (there != null) {
            there.expectUsableBy(connection);
            if (!declare.passive()) {
                there.expectSame(declare);
            }
            there.used();
            return there;
        }
        if (declare.passive()) {
            throw Refusal.notFound("queue", declare.queue());
        }
        expectFreeName("queue", declare.queue());
        String name = declare.queue().isEmpty() ? "amq.gen-test" + ++names : declare.queue();
        QueueMethod.Declare named = new QueueMethod.Declare(
                name, false, declare.durable(), declare.exclusive(), declare.autoDelete(), false, declare.arguments());
        MessageQueue made = new MessageQueue(this, named, declare.exclusive() ? connection : null);
        queues.put(name, made);
        return made;
    }

    private static void expectFreeName(String kind, String name) {
        if (name.startsWith("amq.")) {
            throw Refusal.ofChannel(
                    ReplyCode.ACCESS_REFUSED, kind + " name '" + name + "' contains reserved prefix 'amq.*'");
        }
    }

    /** Returns a queue that this connection may use. */
    public MessageQueue usable(String name, Object connection) {
        MessageQueue queue = queues.get(name);
        if (queue == null) {
            throw Refusal.notFound("queue", name);
        }
        queue.expectUsableBy(connection);
        return queue;
    }

    /** Adds a consumer and sends it what there is. */
    public void consume(MessageQueue queue, QueueConsumer consumer, boolean exclusive) {
        queue.add(consumer, exclusive);
    }

    /** Deletes a queue as asked; one that is not there is deleted already. */
    public int delete(QueueMethod.Delete delete, Object connection) {
        MessageQueue queue = queues.get(delete.queue());
        if (queue == null) {
            return 0;
        }
        queue.expectUsableBy(connection);
        if (delete.ifUnused() && queue.consumers() > 0) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "queue '" + queue.name() + "' in vhost '/' in use");
        }
        if (delete.ifEmpty() && !queue.ready().isEmpty()) {
            throw Refusal.ofChannel(
                    ReplyCode.PRECONDITION_FAILED, "queue '" + queue.name() + "' in vhost '/' not empty");
        }
        int messages = queue.ready().size();
        delete(queue);
        return messages;
    }

    /** Deletes a queue; its consumers are told. */
    public void delete(MessageQueue queue) {
        queues.remove(queue.name());
        removeBindings(queue.name(), true);
        queue.deleted();
    }

    /** Drops the messages that wait. */
    public int purge(String name, Object connection) {
        return usable(name, connection).purge();
    }

    /** A connection has ended: its exclusive queues go with it. */
    public void ended(Object connection) {
        for (MessageQueue queue : List.copyOf(queues.values())) {
            if (queue.isOwnedBy(connection)) {
                delete(queue);
            }
        }
        dispatch();
    }

    /** Sends messages to consumers that have room. */
    public void dispatch() {
        List.copyOf(queues.values()).forEach(MessageQueue::dispatch);
    }

    // ---- exchanges and bindings ----

    /** Returns whether there is such an exchange; the default one always is. */
    public boolean hasExchange(String name) {
        return name.isEmpty() || exchanges.containsKey(name);
    }

    /** Declares an exchange, or finds that it is there as it is asked for. */
    public void declare(ExchangeMethod.Declare declare) {
        Exchange there = exchanges.get(declare.exchange());
        if (there != null) {
            if (!declare.passive()) {
                there.expectSame(declare);
            }
        } else if (declare.passive()) {
            throw Refusal.notFound("exchange", declare.exchange());
        } else {
            expectFreeName("exchange", declare.exchange());
            exchanges.put(declare.exchange(), new Exchange(declare));
        }
    }

    private Exchange exchange(String name) {
        if (name.isEmpty()) {
            throw Refusal.ofChannel(ReplyCode.ACCESS_REFUSED, "operation not permitted on the default exchange");
        }
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            throw Refusal.notFound("exchange", name);
        }
        return exchange;
    }

    /** Deletes an exchange as asked; one that is not there is deleted already. */
    public void delete(ExchangeMethod.Delete delete) {
        Exchange exchange = exchanges.get(delete.exchange());
        if (exchange == null) {
            return;
        }
        expectFreeName("exchange", delete.exchange());
        if (delete.ifUnused() && !exchange.bindings().isEmpty()) {
            throw Refusal.ofChannel(
                    ReplyCode.PRECONDITION_FAILED, "exchange '" + delete.exchange() + "' in vhost '/' in use");
        }
        delete(exchange);
    }

    private void delete(Exchange exchange) {
        exchanges.remove(exchange.name());
        removeBindings(exchange.name(), false);
    }

    private void removeBindings(String destination, boolean queue) {
        for (Exchange exchange : List.copyOf(exchanges.values())) {
            boolean over = exchange.unbind(binding ->
                    binding.toQueue() == queue && binding.destination().equals(destination));
            if (over) {
                delete(exchange);
            }
        }
    }

    /** Binds a queue. */
    public void bind(QueueMethod.Bind bind, Object connection) {
        MessageQueue queue = usable(bind.queue(), connection);
        exchange(bind.exchange()).bind(new Exchange.Binding(queue.name(), true, bind.routingKey(), bind.arguments()));
    }

    /** Removes a binding of a queue. */
    public void unbind(QueueMethod.Unbind unbind, Object connection) {
        MessageQueue queue = usable(unbind.queue(), connection);
        unbind(
                exchange(unbind.exchange()),
                new Exchange.Binding(queue.name(), true, unbind.routingKey(), unbind.arguments()));
    }

    /** Binds an exchange to another. */
    public void bind(ExchangeMethod.Bind bind) {
        exchange(bind.destination());
        exchange(bind.source())
                .bind(new Exchange.Binding(bind.destination(), false, bind.routingKey(), bind.arguments()));
    }

    /** Removes a binding between exchanges. */
    public void unbind(ExchangeMethod.Unbind unbind) {
        exchange(unbind.destination());
        unbind(
                exchange(unbind.source()),
                new Exchange.Binding(unbind.destination(), false, unbind.routingKey(), unbind.arguments()));
    }

    private void unbind(Exchange exchange, Exchange.Binding binding) {
        if (exchange.unbind(binding::equals)) {
            delete(exchange);
        }
    }

    // ---- messages ----

    /** What became of a published message. */
    public enum Outcome {
        /** At least one queue has it. */
        ROUTED,
        /** No queue takes it. */
        UNROUTED,
        /** A queue that it belongs to is full and refuses more. */
        REFUSED
    }

    /** Publishes a message to the queues that it belongs to. */
    public Outcome publish(BasicMethod.Publish publish, Message message) {
        if (!publish.exchange().isEmpty()
                && exchange(publish.exchange()).declared().internal()) {
            throw Refusal.ofChannel(
                    ReplyCode.ACCESS_REFUSED,
                    "cannot publish to internal exchange '" + publish.exchange() + "' in vhost '/'");
        }
        return route(publish, message);
    }

    private Outcome route(BasicMethod.Publish publish, Message message) {
        Set<MessageQueue> targets = new LinkedHashSet<>();
        QueueConsumer direct = publish.exchange().isEmpty() ? directReplies.get(publish.routingKey()) : null;
        if (direct != null) {
            direct.deliver(new StoredMessage(++sequence, publish, message, Long.MAX_VALUE, 0));
            return Outcome.ROUTED;
        }
        if (publish.exchange().isEmpty()) {
            MessageQueue queue = queues.get(publish.routingKey());
            if (queue != null) {
                targets.add(queue);
            }
        } else {
            collect(exchanges.get(publish.exchange()), publish, message, targets, new LinkedHashSet<>());
        }
        boolean refused = false;
        for (MessageQueue queue : targets) {
            refused |= !queue.offer(new StoredMessage(++sequence, publish, message, expiry(message), 0));
        }
        return targets.isEmpty() ? Outcome.UNROUTED : refused ? Outcome.REFUSED : Outcome.ROUTED;
    }

    /** Name of the queue that stands for replies without one (RabbitMQ's direct reply-to). */
    public static final String DIRECT_REPLY = "amq.rabbitmq.reply-to";

    /**
     * Lets a consumer get replies without a queue.
     *
     * @return the routing key that reaches it
     */
    public String consumeReplies(QueueConsumer consumer) {
        String key = DIRECT_REPLY + ".test" + ++names;
        directReplies.put(key, consumer);
        return key;
    }

    /** Ends what {@link #consumeReplies} began. */
    public void endReplies(String key) {
        directReplies.remove(key);
    }

    private void collect(
            @Nullable Exchange exchange,
            BasicMethod.Publish publish,
            Message message,
            Set<MessageQueue> targets,
            Set<Exchange> seen) {
        if (exchange == null || !seen.add(exchange)) {
            return;
        }
        boolean taken = false;
        for (Exchange.Binding binding : List.copyOf(exchange.bindings())) {
            if (!exchange.matches(binding, publish, message)) {
                continue;
            }
            taken = true;
            if (binding.toQueue()) {
                MessageQueue queue = queues.get(binding.destination());
                if (queue != null) {
                    targets.add(queue);
                }
            } else {
                collect(exchanges.get(binding.destination()), publish, message, targets, seen);
            }
        }
        String alternate = exchange.alternate();
        if (!taken && alternate != null) {
            collect(exchanges.get(alternate), publish, message, targets, seen);
        }
    }

    private long expiry(Message message) {
        String expiration = message.properties().expiration();
        if (expiration == null) {
            return Long.MAX_VALUE;
        }
        try {
            return in(Long.parseLong(expiration));
        } catch (NumberFormatException e) {
            throw Refusal.ofChannel(
                    ReplyCode.PRECONDITION_FAILED, "invalid expiration '" + expiration + "': not a number");
        }
    }

    void deadLetter(
            MessageQueue queue, StoredMessage message, String reason, String exchange, @Nullable String routingKey) {
        List<FieldValue> deaths = new ArrayList<>(deaths(message.message()));
        boolean cycle = deaths.stream().anyMatch(death -> isOf(death, queue.name(), reason))
                && deaths.stream().noneMatch(death -> text(death, "reason").equals("rejected"));
        if (cycle || !hasExchange(exchange)) {
            return;
        }
        Message dead = withDeath(queue, message, reason, deaths);
        String key = routingKey == null ? message.origin().routingKey() : routingKey;
        route(BasicMethod.Publish.of(exchange, key), dead);
    }

    private static List<FieldValue> deaths(Message message) {
        FieldValue deaths = message.properties().headers().get("x-death");
        return deaths == null ? List.of() : deaths.asList();
    }

    private static boolean isOf(FieldValue death, String queue, String reason) {
        return text(death, "queue").equals(queue) && text(death, "reason").equals(reason);
    }

    private static String text(FieldValue death, String name) {
        FieldValue value = death.asTable().get(name);
        return value == null ? "" : value.asString();
    }

    /** The latest death comes first; the same one again is counted. */
    private static Message withDeath(
            MessageQueue queue, StoredMessage message, String reason, List<FieldValue> deaths) {
        long count = 1;
        for (FieldValue death : List.copyOf(deaths)) {
            if (isOf(death, queue.name(), reason)) {
                count += death.asTable().get("count").asLong();
                deaths.remove(death);
            }
        }
        Map<String, Object> death = new HashMap<>();
        death.put("count", count);
        death.put("reason", reason);
        death.put("queue", queue.name());
        death.put("exchange", message.origin().exchange());
        death.put("routing-keys", List.of(message.origin().routingKey()));
        death.put("time", Instant.now());
        deaths.add(0, FieldValue.table(FieldTable.of(death)));
        FieldTable headers = message.message().properties().headers();
        if (headers.get("x-first-death-queue") == null) {
            headers = headers.with("x-first-death-queue", queue.name())
                    .with("x-first-death-reason", reason)
                    .with("x-first-death-exchange", message.origin().exchange());
        }
        var properties =
                message.message().properties().toBuilder().headers(headers.with("x-death", FieldValue.array(deaths)));
        return Message.of(
                withoutExpiration(properties.build()), message.message().body());
    }

    /** It must not expire again where it goes. */
    private static BasicProperties withoutExpiration(BasicProperties properties) {
        if (properties.expiration() == null) {
            return properties;
        }
        var rest = BasicProperties.builder().headers(properties.headers());
        if (properties.contentType() != null) rest.contentType(properties.contentType());
        if (properties.contentEncoding() != null) rest.contentEncoding(properties.contentEncoding());
        if (properties.deliveryMode() != null) rest.deliveryMode(properties.deliveryMode());
        if (properties.priority() != null) rest.priority(properties.priority());
        if (properties.correlationId() != null) rest.correlationId(properties.correlationId());
        if (properties.replyTo() != null) rest.replyTo(properties.replyTo());
        if (properties.messageId() != null) rest.messageId(properties.messageId());
        if (properties.timestampRaw() != null) rest.timestampRaw(properties.timestampRaw());
        if (properties.type() != null) rest.type(properties.type());
        if (properties.userId() != null) rest.userId(properties.userId());
        if (properties.appId() != null) rest.appId(properties.appId());
        return rest.build();
    }

    // ---- time ----

    /** Returns when something expires next, by the clock; {@link Long#MAX_VALUE} for never. */
    public long nextExpiry() {
        return queues.values().stream()
                .mapToLong(MessageQueue::nextExpiry)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Does what is due by the clock. */
    public void expire() {
        List.copyOf(queues.values()).forEach(MessageQueue::expire);
    }
}
