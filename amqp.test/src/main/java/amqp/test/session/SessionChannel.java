// SPDX-License-Identifier: MPL-2.0
package amqp.test.session;

import amqp.codec.BasicProperties;
import amqp.codec.Message;
import amqp.codec.ReplyCode;
import amqp.codec.method.BasicMethod;
import amqp.codec.method.ChannelMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import amqp.test.model.Broker;
import amqp.test.model.MessageQueue;
import amqp.test.model.QueueConsumer;
import amqp.test.model.Refusal;
import amqp.test.model.StoredMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One channel: its consumers, its unacknowledged messages, confirms and transaction. For the broker's thread. */
final class SessionChannel {
    /** A message that was delivered and awaits its acknowledgement. */
    private record Unacked(
            MessageQueue queue,
            StoredMessage message,
            @Nullable Consumer consumer) {
        void gone() {
            if (consumer != null) {
                consumer.outstanding--;
            }
        }
    }

    private final Session session;
    private final Broker broker;
    private final Users users;
    private final Faults faults;
    private final int number;
    private final Map<String, Consumer> consumers = new HashMap<>();
    private final TreeMap<Long, Unacked> unacked = new TreeMap<>();

    /** What a transaction has gathered; null outside of one. */
    private @Nullable List<Runnable> transaction;

    private long deliveryTag;
    private long published;
    private boolean confirming;
    private int tags;
    private int consumerPrefetch;
    private int channelPrefetch;
    private String lastQueue = "";

    /** The routing key of replies that pass no queue; empty where nobody consumes them. */
    private String replyKey = "";

    private String replyTag = "";
    private boolean closing;

    // A publish whose content is coming in.
    private BasicMethod.@Nullable Publish publish;
    private @Nullable BasicProperties properties;
    private long bodyLeft;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    SessionChannel(Session session, Broker broker, Users users, Faults faults, int number) {
        this.session = session;
        this.broker = broker;
        this.users = users;
        this.faults = faults;
        this.number = number;
    }

    int number() {
        return number;
    }

    // ---- frames ----

    void method(Method method) {
        if (closing) {
            if (method instanceof ChannelMethod.CloseOk) {
                session.closed(this);
            }
            return;
        }
        try {
            perform(method);
        } catch (Refusal refusal) {
            refused(refusal, method.id());
        }
    }

    private void refused(Refusal refusal, int methodId) {
        if (refusal.ofConnection()) {
            session.refused(refusal, methodId);
        } else {
            close(refusal.code(), refusal.getMessage(), methodId);
        }
    }

    void header(BasicProperties given, long bodySize) {
        if (closing) {
            return;
        }
        properties = given;
        bodyLeft = bodySize;
        body.reset();
        published();
    }

    void body(byte[] part) {
        if (closing) {
            return;
        }
        body.writeBytes(part);
        bodyLeft -= part.length;
        published();
    }

    private void published() {
        BasicMethod.Publish method = publish;
        if (bodyLeft > 0 || method == null) {
            return;
        }
        publish = null;
        Message message = Message.of(withReplyKey(properties), body.toByteArray());
        long confirm = confirming ? ++published : 0;
        try {
            users.expectAllowed(session.user(), Users.Operation.WRITE, "exchange", method.exchange());
            if (!broker.hasExchange(method.exchange())) {
                throw Refusal.ofChannel(ReplyCode.NOT_FOUND, "no exchange '" + method.exchange() + "' in vhost '/'");
            }
            inTransaction(() -> route(method, message, confirm));
        } catch (Refusal refusal) {
            refused(refusal, BasicMethod.Publish.ID);
        }
    }

    private BasicProperties withReplyKey(BasicProperties given) {
        return Broker.DIRECT_REPLY.equals(given.replyTo()) && !replyKey.isEmpty()
                ? given.toBuilder().replyTo(replyKey).build()
                : given;
    }

    private void route(BasicMethod.Publish method, Message message, long confirm) {
        if (confirm > 0 && faults.nacks()) {
            session.send(number, new BasicMethod.Nack(confirm, false, false));
            return;
        }
        Broker.Outcome outcome = broker.publish(method, message);
        if (outcome == Broker.Outcome.UNROUTED && method.mandatory()) {
            session.send(
                    number,
                    new BasicMethod.Return(ReplyCode.NO_ROUTE, "NO_ROUTE", method.exchange(), method.routingKey()),
                    message);
        }
        if (confirm > 0) {
            session.send(
                    number,
                    outcome == Broker.Outcome.REFUSED
                            ? new BasicMethod.Nack(confirm, false, false)
                            : new BasicMethod.Ack(confirm, false));
        }
    }

    private void inTransaction(Runnable work) {
        if (transaction == null) {
            work.run();
        } else {
            transaction.add(work);
        }
    }

    // ---- methods ----

    private void perform(Method method) {
        if (method instanceof BasicMethod basic) {
            basic(basic);
        } else if (method instanceof QueueMethod queue) {
            queue(queue);
        } else if (method instanceof ExchangeMethod exchange) {
            exchange(exchange);
        } else if (method instanceof TxMethod tx) {
            transaction(tx);
        } else if (method instanceof ConfirmMethod.Select select) {
            if (transaction != null) {
                throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "cannot switch from tx to confirm mode");
            }
            confirming = true;
            reply(select.noWait(), new ConfirmMethod.SelectOk());
        } else if (method instanceof ChannelMethod.Close) {
            session.send(number, new ChannelMethod.CloseOk());
            end();
            session.closed(this);
        } else if (method instanceof ChannelMethod.Flow flow) {
            session.send(number, new ChannelMethod.FlowOk(flow.active()));
        } else {
            throw notHere(method);
        }
    }

    private static Refusal notHere(Method method) {
        return Refusal.ofConnection(
                ReplyCode.NOT_IMPLEMENTED, "the test broker does not have " + method.protocolName());
    }

    private void reply(boolean noWait, Method reply) {
        if (!noWait) {
            session.send(number, reply);
        }
    }

    private void basic(BasicMethod method) {
        if (method instanceof BasicMethod.Publish started) {
            publish = started;
        } else if (method instanceof BasicMethod.Ack ack) {
            settle(ack.deliveryTag(), ack.multiple(), (queue, message) -> queue.acknowledged());
        } else if (method instanceof BasicMethod.Nack nack) {
            settle(nack.deliveryTag(), nack.multiple(), rejection(nack.requeue()));
        } else if (method instanceof BasicMethod.Reject reject) {
            settle(reject.deliveryTag(), false, rejection(reject.requeue()));
        } else if (method instanceof BasicMethod.Consume consume) {
            consume(consume);
        } else if (method instanceof BasicMethod.Cancel cancel) {
            Consumer consumer = consumers.remove(cancel.consumerTag());
            if (!replyTag.isEmpty() && replyTag.equals(cancel.consumerTag())) {
                endReplies();
            }
            reply(cancel.noWait(), new BasicMethod.CancelOk(cancel.consumerTag()));
            if (consumer != null) {
                consumer.queue.remove(consumer);
            }
        } else if (method instanceof BasicMethod.Get get) {
            get(get);
        } else if (method instanceof BasicMethod.Qos qos) {
            qos(qos);
        } else if (method instanceof BasicMethod.Recover recover && recover.requeue()) {
            requeueAll();
            session.send(number, new BasicMethod.RecoverOk());
        } else {
            throw notHere(method);
        }
    }

    private void qos(BasicMethod.Qos qos) {
        if (qos.prefetchSize() != 0) {
            throw Refusal.ofConnection(ReplyCode.NOT_IMPLEMENTED, "prefetch_size!=0 (" + qos.prefetchSize() + ")");
        }
        if (qos.global()) {
            channelPrefetch = qos.prefetchCount();
        } else {
            consumerPrefetch = qos.prefetchCount();
        }
        session.send(number, new BasicMethod.QosOk());
    }

    private static BiConsumer<MessageQueue, StoredMessage> rejection(boolean requeue) {
        return requeue ? MessageQueue::requeue : MessageQueue::reject;
    }

    private void settle(long tag, boolean multiple, BiConsumer<MessageQueue, StoredMessage> how) {
        if (multiple ? tag != 0 && unacked.headMap(tag, true).isEmpty() : !unacked.containsKey(tag)) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "unknown delivery tag " + tag);
        }
        Map<Long, Unacked> settled = multiple
                ? new TreeMap<>(tag == 0 ? unacked : unacked.headMap(tag, true))
                : Map.of(tag, unacked.get(tag));
        inTransaction(() -> settled.forEach((each, one) -> {
            if (unacked.remove(each) != null) {
                one.gone();
                how.accept(one.queue, one.message);
            }
        }));
    }

    /** Of replies that pass no queue, one a channel. */
    private void consumeReplies(BasicMethod.Consume consume) {
        if (!consume.noAck()) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "reply consumer cannot acknowledge");
        }
        if (!replyKey.isEmpty()) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "reply consumer already set");
        }
        replyTag = consume.consumerTag().isEmpty() ? "amq.ctag-test-" + number + "-" + ++tags : consume.consumerTag();
        replyKey = broker.consumeReplies(new Replies(replyTag));
        reply(consume.noWait(), new BasicMethod.ConsumeOk(replyTag));
    }

    private void endReplies() {
        broker.endReplies(replyKey);
        replyKey = "";
        replyTag = "";
    }

    private void consume(BasicMethod.Consume consume) {
        if (consume.queue().equals(Broker.DIRECT_REPLY)) {
            consumeReplies(consume);
            return;
        }
        String name = nameOf(consume.queue());
        users.expectAllowed(session.user(), Users.Operation.READ, "queue", name);
        MessageQueue queue = broker.usable(name, session);
        String tag = consume.consumerTag().isEmpty() ? "amq.ctag-test-" + number + "-" + ++tags : consume.consumerTag();
        if (consumers.containsKey(tag)) {
            throw Refusal.ofConnection(ReplyCode.NOT_ALLOWED, "attempt to reuse consumer tag '" + tag + "'");
        }
        Consumer consumer = new Consumer(tag, queue, consume.noAck(), consumerPrefetch);
        broker.consume(queue, consumer, consume.exclusive());
        consumers.put(tag, consumer);
        reply(consume.noWait(), new BasicMethod.ConsumeOk(tag));
    }

    private void get(BasicMethod.Get get) {
        String name = nameOf(get.queue());
        users.expectAllowed(session.user(), Users.Operation.READ, "queue", name);
        MessageQueue queue = broker.usable(name, session);
        StoredMessage message = queue.deliverNext();
        if (message == null) {
            session.send(number, new BasicMethod.GetEmpty());
            return;
        }
        long tag = ++deliveryTag;
        if (get.noAck()) {
            queue.acknowledged();
        } else {
            unacked.put(tag, new Unacked(queue, message, null));
        }
        session.send(
                number,
                new BasicMethod.GetOk(
                        tag,
                        message.redelivered(),
                        message.origin().exchange(),
                        message.origin().routingKey(),
                        queue.ready().size()),
                message.message());
    }

    private String nameOf(String queue) {
        return queue.isEmpty() ? lastQueue : queue;
    }

    private void queue(QueueMethod method) {
        if (method instanceof QueueMethod.Declare declare) {
            users.expectAllowed(session.user(), Users.Operation.CONFIGURE, "queue", declare.queue());
            MessageQueue queue = broker.declare(declare, session);
            lastQueue = queue.name();
            reply(
                    declare.noWait(),
                    new QueueMethod.DeclareOk(queue.name(), queue.ready().size(), queue.consumers()));
        } else if (method instanceof QueueMethod.Bind bind) {
            users.expectAllowed(session.user(), Users.Operation.WRITE, "queue", bind.queue());
            broker.bind(
                    new QueueMethod.Bind(
                            nameOf(bind.queue()), bind.exchange(), bind.routingKey(), false, bind.arguments()),
                    session);
            reply(bind.noWait(), new QueueMethod.BindOk());
        } else if (method instanceof QueueMethod.Unbind unbind) {
            broker.unbind(unbind, session);
            session.send(number, new QueueMethod.UnbindOk());
        } else if (method instanceof QueueMethod.Purge purge) {
            int messages = broker.purge(nameOf(purge.queue()), session);
            reply(purge.noWait(), new QueueMethod.PurgeOk(messages));
        } else if (method instanceof QueueMethod.Delete delete) {
            users.expectAllowed(session.user(), Users.Operation.CONFIGURE, "queue", delete.queue());
            reply(delete.noWait(), new QueueMethod.DeleteOk(broker.delete(delete, session)));
        } else {
            throw notHere(method);
        }
    }

    private void exchange(ExchangeMethod method) {
        if (method instanceof ExchangeMethod.Declare declare) {
            users.expectAllowed(session.user(), Users.Operation.CONFIGURE, "exchange", declare.exchange());
            broker.declare(declare);
            reply(declare.noWait(), new ExchangeMethod.DeclareOk());
        } else if (method instanceof ExchangeMethod.Delete delete) {
            users.expectAllowed(session.user(), Users.Operation.CONFIGURE, "exchange", delete.exchange());
            broker.delete(delete);
            reply(delete.noWait(), new ExchangeMethod.DeleteOk());
        } else if (method instanceof ExchangeMethod.Bind bind) {
            broker.bind(bind);
            reply(bind.noWait(), new ExchangeMethod.BindOk());
        } else if (method instanceof ExchangeMethod.Unbind unbind) {
            broker.unbind(unbind);
            reply(unbind.noWait(), new ExchangeMethod.UnbindOk());
        } else {
            throw notHere(method);
        }
    }

    private void transaction(TxMethod method) {
        if (method instanceof TxMethod.Select) {
            if (confirming) {
                throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "cannot switch from confirm to tx mode");
            }
            transaction = new ArrayList<>();
            session.send(number, new TxMethod.SelectOk());
            return;
        }
        List<Runnable> gathered = transaction;
        if (gathered == null) {
            throw Refusal.ofChannel(ReplyCode.PRECONDITION_FAILED, "channel is not transactional");
        }
        transaction = new ArrayList<>();
        if (method instanceof TxMethod.Commit) {
            gathered.forEach(Runnable::run);
            session.send(number, new TxMethod.CommitOk());
        } else {
            session.send(number, new TxMethod.RollbackOk());
        }
    }

    // ---- its end ----

    void close(int code, String text, int methodId) {
        if (!closing) {
            end();
            closing = true;
            session.send(number, new ChannelMethod.Close(code, text, methodId >>> 16, methodId & 0xffff));
        }
    }

    /** Consumers end, and what is unacknowledged goes back. */
    void end() {
        endReplies();
        List<Consumer> ending = List.copyOf(consumers.values());
        consumers.clear();
        requeueAll();
        ending.forEach(consumer -> consumer.queue.remove(consumer));
    }

    private void requeueAll() {
        Map<Long, Unacked> back = new TreeMap<>(unacked);
        unacked.clear();
        back.values().forEach(one -> {
            one.gone();
            one.queue.requeue(one.message);
        });
    }

    /** The consumer of replies that pass no queue. */
    private final class Replies implements QueueConsumer {
        private final String tag;

        Replies(String tag) {
            this.tag = tag;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void deliver(StoredMessage message) {
            session.send(
                    number,
                    new BasicMethod.Deliver(
                            tag,
                            ++deliveryTag,
                            false,
                            message.origin().exchange(),
                            message.origin().routingKey()),
                    message.message());
        }

        @Override
        public void cancelled() {}
    }

    /** A consumer of this channel. */
    private final class Consumer implements QueueConsumer {
        private final String tag;
        private final MessageQueue queue;
        private final boolean noAck;
        private final int prefetch;
        private int outstanding;

        Consumer(String tag, MessageQueue queue, boolean noAck, int prefetch) {
            this.tag = tag;
            this.queue = queue;
            this.noAck = noAck;
            this.prefetch = prefetch;
        }

        @Override
        public boolean hasRoom() {
            boolean own = prefetch == 0 || outstanding < prefetch;
            boolean shared = channelPrefetch == 0 || unacked.size() < channelPrefetch;
            return consumers.get(tag) == this && (noAck || own && shared);
        }

        @Override
        public void deliver(StoredMessage message) {
            long delivery = ++deliveryTag;
            if (noAck) {
                queue.acknowledged();
            } else {
                outstanding++;
                unacked.put(delivery, new Unacked(queue, message, this));
            }
            session.send(
                    number,
                    new BasicMethod.Deliver(
                            tag,
                            delivery,
                            message.redelivered(),
                            message.origin().exchange(),
                            message.origin().routingKey()),
                    message.message());
        }

        @Override
        public void cancelled() {
            if (consumers.remove(tag) != null) {
                session.send(number, new BasicMethod.Cancel(tag, true));
            }
        }
    }
}
