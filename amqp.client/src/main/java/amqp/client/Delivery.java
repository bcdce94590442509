// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.BasicProperties;
import amqp.codec.Message;

/**
 * A message that came from a queue, for a {@link DeliveryHandler} or by basic.get. May be handed to another thread;
 * acknowledging is safe from any thread.
 */
public final class Delivery {
    private final Channel channel;
    private final long deliveryTag;
    private final boolean redelivered;
    private final boolean autoAck;
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
            String consumerTag,
            String exchange,
            String routingKey,
            BasicProperties properties,
            byte[] body) {
        this.channel = channel;
        this.deliveryTag = deliveryTag;
        this.redelivered = redelivered;
        this.autoAck = autoAck;
        this.consumerTag = consumerTag;
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.properties = properties;
        this.body = body;
    }

    /** The channel that it came on, and that it must be acknowledged on. */
    public Channel channel() {
        return channel;
    }

    /** The number that the channel gave it, from 1 (specification §1.1). */
    public long deliveryTag() {
        return deliveryTag;
    }

    /** Whether the broker has delivered it before. */
    public boolean redelivered() {
        return redelivered;
    }

    /** The consumer that it is for; empty for one that came by basic.get. */
    public String consumerTag() {
        return consumerTag;
    }

    public String exchange() {
        return exchange;
    }

    public String routingKey() {
        return routingKey;
    }

    /**
     * Its properties and body as they came, to be published again or handed on. The body is not copied.
     *
     * @see #body
     */
    public Message message() {
        return Message.of(properties, body);
    }

    /** Decoded only as far as it is asked. */
    public BasicProperties properties() {
        return properties;
    }

    /** The message's bytes; the array is the receiver's own. */
    public byte[] body() {
        return body;
    }

    /**
     * The broker may forget it: it has been dealt with.
     *
     * @throws amqp.connection.DeliveryTagException when it was acknowledged, rejected or recovered before; likewise for
     *     the other ways to acknowledge
     */
    public void ack() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, false);
    }

    /** It and all that came before it on the channel have been dealt with. */
    public void ackMultiple() {
        expectAcknowledgement();
        channel.basicAck(deliveryTag, true);
    }

    /**
     * It has not been dealt with.
     *
     * @param requeue whether it goes back to the queue; otherwise it is dropped or dead-lettered
     */
    public void nack(boolean requeue) {
        expectAcknowledgement();
        channel.basicNack(deliveryTag, false, requeue);
    }

    private void expectAcknowledgement() {
        if (autoAck) {
            throw new IllegalStateException("message " + deliveryTag + " came without the need of an acknowledgement"
                    + " (auto-ack); acknowledging it would close the channel");
        }
    }

    @Override
    public String toString() {
        return "Delivery[deliveryTag=" + deliveryTag + ", exchange=" + exchange + ", routingKey=" + routingKey
                + ", redelivered=" + redelivered + ", " + body.length + " bytes]";
    }
}
