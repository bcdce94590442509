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
 * A message received from a queue (specification §1.8.3.9 basic.deliver, §1.8.3.10 basic.get). May be handed to another
 * thread, and acknowledged from any thread.
 *
 * <p>All ways to acknowledge throw {@link amqp.connection.DeliveryTagException} when the message was acknowledged,
 * rejected or recovered before; {@link amqp.connection.ClosedException} when the channel is closed for good, whose
 * messages go back to their queues; and {@link IllegalStateException} when the message needs no acknowledgement. Nothing
 * is sent then. Where the connection was lost since the message came, they do nothing: see {@link #isStale}.
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

    /** Returns the channel that the message came on and must be acknowledged on. */
    public Channel channel() {
        return channel;
    }

    /** Returns the number that the channel gave the message, from 1. It goes on rising over recoveries. */
    public long deliveryTag() {
        return deliveryTag;
    }

    /** Returns whether the broker has delivered the message before, to this consumer or another. */
    public boolean redelivered() {
        return redelivered;
    }

    /**
     * Returns how many messages were left in the queue when basic.get fetched this one; empty for a message that was sent
     * to a consumer.
     */
    public OptionalLong messageCount() {
        return consumerTag.isEmpty() ? OptionalLong.of(Integer.toUnsignedLong(messageCount)) : OptionalLong.empty();
    }

    /** Returns the tag of the consumer that the message was sent to; empty for one from basic.get. */
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
     * Returns properties and body as one value, to be published again or handed on. The body is not copied.
     *
     * @see #body
     */
    public Message message() {
        return Message.of(properties, body);
    }

    /** Returns the properties of the message, which are decoded as far as they are asked for. */
    public BasicProperties properties() {
        return properties;
    }

    /** Returns the body of the message; the array is the receiver's own. */
    public byte[] body() {
        return body;
    }

    /**
     * Calls a handler and the connection's observer before and after it, for messages that do not reach their
     * handler by the consumer's own call: see {@link DeliveryHandler#handsOn}.
     *
     * @param <R> what the handler returns
     * @param queue name of the queue that the message comes from
     * @param handler called at once, on this thread
     * @return what the handler returned
     * @throws Exception what the handler threw
     */
    public <R extends @Nullable Object> R observed(String queue, Callable<R> handler) throws Exception {
        ObserverCalls observer = channel.core().observer();
        return observer == null ? handler.call() : observer.handle(this, queue, handler::call);
    }

    /**
     * Calls a handler that returns nothing and the connection's observer before and after it; otherwise as
     * {@link #observed(String, Callable)}.
     *
     * @param queue name of the queue that the message comes from
     * @param handler called at once, on this thread
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

    /** Acknowledges the message: it has been dealt with, and the broker may forget it. */
    public void ack() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, false);
    }

    /** Acknowledges the message and all that came before it on the channel. */
    public void ackMultiple() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, true);
    }

    /**
     * Rejects the message: it has not been dealt with.
     *
     * @param requeue whether it goes back to the queue; otherwise it is dropped, or dead-lettered where the queue says
     *     so
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
     * Returns whether the message can be acknowledged no more, since the connection was lost or the channel closed after it
     * came: the broker has it back and delivers it again, unless its queue is gone. False for one that needs no
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
