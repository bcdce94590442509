// SPDX-License-Identifier: MPL-2.0
package amqp.test;

import amqp.codec.Message;
import amqp.test.memory.BrokerThread;
import amqp.test.model.Broker;
import amqp.test.model.MessageQueue;
import amqp.test.model.StoredMessage;
import java.util.List;
import java.util.function.Function;

/**
 * The state of a queue of a {@link TestBroker}; looking at it changes nothing. Each call returns the state at the moment of the
 * call.
 */
public final class TestQueue {
    private final BrokerThread thread;
    private final Broker broker;
    private final String name;

    TestQueue(BrokerThread thread, Broker broker, String name) {
        this.thread = thread;
        this.broker = broker;
        this.name = name;
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns whether there is such a queue. */
    public boolean exists() {
        return thread.ask(() -> broker.queue(name) != null);
    }

    /**
     * Returns the messages that wait to be delivered, in the order in which they will be.
     *
     * @throws IllegalStateException when there is no such queue
     */
    public List<Message> messages() {
        return see(queue -> queue.ready().stream().map(StoredMessage::message).toList());
    }

    /**
     * Returns the bodies of {@link #messages}, as UTF-8.
     *
     * @throws IllegalStateException when there is no such queue
     */
    public List<String> texts() {
        return messages().stream().map(Message::text).toList();
    }

    /**
     * Returns how many messages wait to be delivered.
     *
     * @throws IllegalStateException when there is no such queue
     */
    public int size() {
        return see(queue -> queue.ready().size());
    }

    /**
     * Returns how many messages are delivered and await their acknowledgement.
     *
     * @throws IllegalStateException when there is no such queue
     */
    public int unacknowledged() {
        return see(MessageQueue::unacknowledged);
    }

    /**
     * Returns how many consumers there are.
     *
     * @throws IllegalStateException when there is no such queue
     */
    public int consumers() {
        return see(MessageQueue::consumers);
    }

    private <T> T see(Function<MessageQueue, T> question) {
        return thread.ask(() -> {
            MessageQueue queue = broker.queue(name);
            if (queue == null) {
                throw new IllegalStateException("there is no queue \"" + name + "\"; there are " + broker.queueNames());
            }
            return question.apply(queue);
        });
    }
}
