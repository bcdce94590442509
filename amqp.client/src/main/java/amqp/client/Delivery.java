// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.dispatch.Held;
import amqp.codec.BasicProperties;
import amqp.codec.ForeignText;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.DeliveryTagException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A message received from a queue (specification §1.8.3.9 basic.deliver, §1.8.3.10 basic.get). It may be handed to
 * another thread, and acknowledged by any thread.
 *
 * <p>The methods that acknowledge or reject throw {@link amqp.connection.DeliveryTagException} when the message was
 * acknowledged, rejected or recovered before; {@link amqp.connection.ClosedException} when the channel is closed for
 * good, so that the broker requeues the message; and {@link IllegalStateException} when the message needs no
 * acknowledgement. Nothing is sent then. If the connection was lost after the message arrived, they do nothing: see
 * {@link #isStale}.
 */
public final class Delivery {
    private final Channel channel;
    private final long deliveryTag;
    private final boolean redelivered;
    private final boolean autoAck;

    /** Of 32 bits without a sign; meant only where there is no consumer. */
    private final int messageCount;

    private final String consumerTag;
    private final String exchange;
    private final String routingKey;
    private final BasicProperties properties;
    private final byte[] body;

    Delivery(
            Channel channel,
            long deliveryTag,
            boolean redelivered,
            boolean autoAck,
            int messageCount,
            String consumerTag,
            String exchange,
            String routingKey,
            BasicProperties properties,
            byte[] body) {
        this.channel = channel;
        this.deliveryTag = deliveryTag;
        this.redelivered = redelivered;
        this.autoAck = autoAck;
        this.messageCount = messageCount;
        this.consumerTag = consumerTag;
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.properties = properties;
        this.body = body;
    }

    /** Returns the channel of the message, on which it must be acknowledged. */
    public Channel channel() {
        return channel;
    }

    /** Returns the delivery tag, from 1 on each channel. The tags keep rising over recoveries. */
    public long deliveryTag() {
        return deliveryTag;
    }

    /** Returns whether the broker has delivered the message before, to this consumer or another. */
    public boolean redelivered() {
        return redelivered;
    }

    /**
     * Returns how many messages were left in the queue when basic.get fetched this one; empty for a message of a
     * consumer.
     */
    public OptionalLong messageCount() {
        return consumerTag.isEmpty() ? OptionalLong.of(Integer.toUnsignedLong(messageCount)) : OptionalLong.empty();
    }

    /** Returns the tag of the consumer; empty for a message of basic.get. */
    public String consumerTag() {
        return consumerTag;
    }

    /** Returns the exchange that the message was published to; empty for the default one. */
    public String exchange() {
        return exchange;
    }

    /** Returns the routing key that the message was published with. */
    public String routingKey() {
        return routingKey;
    }

    /**
     * Returns properties and body as one value, for instance to publish them again. The body is not copied.
     *
     * @see #body
     */
    public Message message() {
        return Message.of(properties, body);
    }

    /** Returns the properties of the message, which are decoded when they are read. */
    public BasicProperties properties() {
        return properties;
    }

    /** Returns the body of the message. The caller may change the array. */
    public byte[] body() {
        return body;
    }

    /**
     * Calls a handler, and the connection's observer before and after it. For messages that a consumer passes on to
     * another handler: see {@link DeliveryHandler#handsOn}.
     *
     * @param <R> what the handler returns
     * @param queue name of the queue that the message comes from
     * @param handler called immediately, on this thread
     * @return what the handler returned
     * @throws Exception what the handler threw
     */
    public <R extends @Nullable Object> R observed(String queue, Callable<R> handler) throws Exception {
        ObserverCalls observer = channel.core().observer();
        return observer == null ? handler.call() : observer.handle(this, queue, handler::call);
    }

    /**
     * Calls a handler that returns nothing, and the connection's observer before and after it; see
     * {@link #observed(String, Callable)}.
     *
     * @param queue name of the queue that the message comes from
     * @param handler called immediately, on this thread
     */
    public void observed(String queue, Runnable handler) {
        ObserverCalls observer = channel.core().observer();
        if (observer == null) {
            handler.run();
        } else {
            observer.handle(this, queue, () -> {
                handler.run();
                return null;
            });
        }
    }

    /** Acknowledges the message, so that the broker may forget it. */
    public void ack() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, false);
    }

    /** Acknowledges the message and all earlier ones on the channel. */
    public void ackMultiple() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, true);
    }

    /**
     * Rejects the message.
     *
     * @param requeue whether it goes back to the queue; otherwise it is dropped, or dead-lettered if the queue is
     *     configured so
     */
    public void nack(boolean requeue) {
        expectAcknowledgement();
        channel.basicNack(deliveryTag, false, requeue);
    }

    /** Back to its queue, since nobody takes it; nothing where the broker has it back already, or has forgotten it. */
    void giveBack() {
        if (!autoAck) {
            try {
                nack(true);
            } catch (ClosedException | DeliveryTagException dealtWith) {
                // With its channel, or by an acknowledgement of all that there is.
            }
        }
    }

    /** What it is taken to hold. */
    long held() {
        return Held.message(exchange, routingKey, properties, body.length);
    }

    /**
     * Returns whether the message can no longer be acknowledged because the connection was lost or the channel closed
     * after it arrived: the broker delivers it again, unless its queue is gone. False for a message that needs no
     * acknowledgement.
     */
    public boolean isStale() {
        return !autoAck && channel.core().isStale(deliveryTag);
    }

    private void expectAcknowledgement() {
        if (autoAck) {
            throw new IllegalStateException("message " + deliveryTag + " came without the need of an acknowledgement"
                    + " (auto-ack); acknowledging it would close the channel");
        }
    }

    @Override
    public String toString() {
        return "Delivery[deliveryTag=" + deliveryTag + ", exchange=" + ForeignText.line(exchange) + ", routingKey="
                + ForeignText.line(routingKey)
                + ", redelivered=" + redelivered + ", " + body.length + " bytes]";
    }
}
