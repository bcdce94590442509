// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.simulated;

import static amqp.testkit.wire.BrokerFrames.method;

import amqp.testkit.wire.BrokerFrames;
import amqp.testkit.wire.Content;
import amqp.testkit.wire.WireFrame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One open channel: consumers, delivery tags, confirms, transaction. */
final class SessionChannel {
    private static final byte[] NO_REPLY = new byte[0];

    private final BrokerSession session;
    private final SimulatedBroker broker;
    private final int number;
    private final Map<String, QueueConsumer> consumers = new LinkedHashMap<>();
    private final TreeMap<Long, Unacked> unacked = new TreeMap<>();
    private final Confirms confirms;
    private List<Runnable> transaction;
    private boolean transactional;
    private boolean confirming;
    private String lastQueue = "";
    private long deliveryTags;
    private int prefetch;
    private int channelPrefetch;
    /** The broker sent channel.close: what arrives is ignored up to close-ok. */
    private boolean closing;

    /** @param consumer null for a message that basic.get fetched */
    private record Unacked(Message message, MessageQueue queue, QueueConsumer consumer) {}

    SessionChannel(BrokerSession session, SimulatedBroker broker, int number) {
        this.session = session;
        this.broker = broker;
        this.number = number;
        this.confirms = new Confirms(broker, session, number);
    }

    BrokerSession session() {
        return session;
    }

    int number() {
        return number;
    }

    Map<String, QueueConsumer> consumers() {
        return consumers;
    }

    boolean isConfirming() {
        return confirming;
    }

    boolean isTransactional() {
        return transactional;
    }

    boolean isClosing() {
        return closing;
    }

    Confirms confirms() {
        return confirms;
    }

    void lastQueue(String name) {
        lastQueue = name;
    }

    /** No name stands for the queue declared last on this channel. */
    String named(String queue) {
        return queue.isEmpty() ? lastQueue : queue;
    }

    boolean hasRoom(boolean noAck) {
        return session.hasRoom() && (noAck || channelPrefetch == 0 || unacked.size() < channelPrefetch);
    }

    // ---- commands ----

    void perform(WireFrame.Method command) {
        try {
            var reply = reply(command);
            // A commit may close the channel.
            if (!closing && !Boolean.TRUE.equals(command.arguments().get("no-wait"))) session.send(reply);
        } catch (Refusal refusal) {
            close(refusal.code(), refusal.getMessage(), command);
        }
    }

    void close(int code, String text, WireFrame.Method because) {
        closing = true;
        broker.closesChannel(session);
        ended();
        session.send(method(
                number,
                "channel.close",
                code,
                text,
                because.spec().classId(),
                because.spec().methodId()));
    }

    private byte[] reply(WireFrame.Method command) {
        return switch (command.name()) {
            case "basic.qos" -> qos(command);
            case "basic.consume" -> consume(command);
            case "basic.cancel" -> cancel(command);
            case "basic.get" -> get(command);
            case "basic.ack", "basic.nack", "basic.reject" -> settle(command);
            case "basic.recover" -> recover();
            case "confirm.select" -> select(command);
            case "tx.select", "tx.commit", "tx.rollback" -> transact(command);
            case "channel.flow-ok" -> NO_REPLY;
            case "channel.flow" -> method(number, "channel.flow-ok", command.flag("active"));
            default -> broker.commands().perform(command, this);
        };
    }

    private byte[] qos(WireFrame.Method command) {
        var count = (int) command.number("prefetch-count");
        if (command.flag("global")) channelPrefetch = count;
        else prefetch = count;
        return method(number, "basic.qos-ok");
    }

    private byte[] consume(WireFrame.Method command) {
        var queue = TopologyCommands.usable(broker.topology().queue(named(command.text("queue"))), session);
        var asked = command.text("consumer-tag");
        var tag = asked.isEmpty() ? session.newConsumerTag() : asked;
        if (consumers.containsKey(tag)) {
            session.violation("Consumer tag used twice: " + command);
        }
        var consumer = new QueueConsumer(this, tag, queue, command.flag("no-ack"), prefetch);
        if (!broker.does(Sabotage.FORGET_CONSUMER)) {
            consumers.put(tag, consumer);
            queue.consumers().add(consumer);
        }
        return method(number, "basic.consume-ok", tag);
    }

    private byte[] cancel(WireFrame.Method command) {
        var consumer = consumers.remove(command.text("consumer-tag"));
        if (consumer != null) broker.leave(consumer);
        return method(number, "basic.cancel-ok", command.text("consumer-tag"));
    }

    private byte[] get(WireFrame.Method command) {
        var queue = TopologyCommands.usable(broker.topology().queue(named(command.text("queue"))), session);
        if (queue.size() == 0) return method(number, "basic.get-empty");
        var message = queue.first();
        var noAck = command.flag("no-ack");
        var stamp = broker.history().sent(session.number(), number, confirms.opening(), "", message, noAck);
        var tag = handOver(message, queue, null, noAck);
        var getOk = method(
                number,
                "basic.get-ok",
                tag,
                message.redelivered,
                message.exchange(),
                message.routingKey(),
                queue.size());
        return BrokerFrames.concat(getOk, content(message, stamp));
    }

    private byte[] settle(WireFrame.Method command) {
        if (transactional) transaction.add(() -> settleNow(command));
        else settleNow(command);
        return NO_REPLY;
    }

    private void settleNow(WireFrame.Method command) {
        var tag = command.number("delivery-tag");
        var multiple = !command.name().equals("basic.reject") && command.flag("multiple");
        if (!unacked.containsKey(tag) && !(multiple && tag == 0)) {
            session.violation("Delivery tag unknown or used before, or of another life of the channel: " + command);
            return;
        }
        var settled =
                !multiple ? unacked.subMap(tag, true, tag, true) : tag == 0 ? unacked : unacked.headMap(tag, true);
        var requeue = !command.name().equals("basic.ack") && command.flag("requeue");
        for (var each : List.copyOf(settled.values())) {
            var fate = command.name().equals("basic.ack") ? Message.Fate.ACKED : Message.Fate.REJECTED;
            if (requeue) giveBack(each);
            else take(each, fate);
        }
        settled.clear();
    }

    private static void take(Unacked settled, Message.Fate fate) {
        settled.message.fate = fate;
        if (settled.consumer != null) settled.consumer.unacked--;
    }

    private void giveBack(Unacked settled) {
        take(settled, Message.Fate.GONE);
        if (broker.topology().queues.get(settled.queue.name()) == settled.queue) settled.queue.requeue(settled.message);
    }

    private byte[] recover() {
        giveAllBack();
        return method(number, "basic.recover-ok");
    }

    private byte[] select(WireFrame.Method command) {
        if (transactional) throw Refusal.precondition("cannot switch from tx to confirm mode");
        confirming = true;
        return method(number, command.name() + "-ok");
    }

    private byte[] transact(WireFrame.Method command) {
        if (confirming) throw Refusal.precondition("cannot switch from confirm to tx mode");
        if (!transactional && !command.name().equals("tx.select"))
            throw Refusal.precondition("channel is not transactional");
        if (command.name().equals("tx.commit")) commit();
        transactional = true;
        transaction = new ArrayList<>();
        return method(number, command.name() + "-ok");
    }

    private void commit() {
        for (var each : transaction) {
            if (!closing) each.run();
        }
    }

    // ---- messages ----

    void published(Content content) {
        if (transactional) transaction.add(() -> publish(content));
        else publish(content);
    }

    private void publish(Content content) {
        try {
            confirms.published(
                    content, broker.topology().route(content.method().text("exchange"), routingKey(content)));
        } catch (Refusal refusal) {
            close(refusal.code(), refusal.getMessage(), content.method());
        }
    }

    private static String routingKey(Content content) {
        return content.method().text("routing-key");
    }

    void deliver(QueueConsumer consumer, Message message) {
        var stamp = broker.history()
                .sent(session.number(), number, confirms.opening(), consumer.tag(), message, consumer.noAck());
        if (!consumer.noAck()) consumer.unacked++;
        var tag = handOver(message, consumer.from(), consumer, consumer.noAck());
        var deliver = method(
                number,
                "basic.deliver",
                consumer.tag(),
                tag,
                message.redelivered,
                message.exchange(),
                message.routingKey());
        if (broker.does(Sabotage.SKIP_DELIVERY)) return;
        session.send(deliver, content(message, stamp));
        if (broker.does(Sabotage.DELIVER_TWICE)) session.send(deliver, content(message, stamp));
    }

    private long handOver(Message message, MessageQueue queue, QueueConsumer consumer, boolean noAck) {
        var tag = ++deliveryTags;
        message.fate = noAck ? Message.Fate.AUTO_ACKED : Message.Fate.UNACKED;
        if (!noAck) unacked.put(tag, new Unacked(message, queue, consumer));
        return tag;
    }

    private byte[] content(Message message, long stamp) {
        var properties = new LinkedHashMap<>(message.properties());
        properties.put("app-id", Long.toString(stamp));
        return BrokerFrames.content(number, properties, message.body(), session.frameMax());
    }

    /** The queue of a consumer is gone. */
    void cancelled(QueueConsumer consumer) {
        consumers.remove(consumer.tag());
        session.send(method(number, "basic.cancel", consumer.tag(), true));
    }

    /** The channel is closed, by whomever: its consumers leave, and what they did not acknowledge goes back. */
    void ended() {
        var leaving = List.copyOf(consumers.values());
        consumers.clear();
        giveAllBack();
        leaving.forEach(broker::leave);
    }

    private void giveAllBack() {
        unacked.values().forEach(this::giveBack);
        unacked.clear();
    }
}
