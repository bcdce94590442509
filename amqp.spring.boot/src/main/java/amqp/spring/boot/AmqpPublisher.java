// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.blocking.BlockingChannel;
import amqp.client.ConnectionState;
import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.connection.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Publishes payloads and messages, with confirms. Messages are mandatory, so that one that no queue takes is a failure,
 * unless {@code spring.rabbitmq.template.mandatory} is false; and they are persistent, unless the payload is a
 * {@link Message} that says otherwise. Safe to use from any number of threads; all of them share a channel, which is
 * opened when it is first needed, and again when the broker has closed it.
 */
public final class AmqpPublisher {
    private final AmqpConnections connections;
    private final String connection;
    private final PayloadConverter converter;
    private final RabbitProperties.Template defaults;
    private final AtomicReference<@Nullable BlockingChannel> channel = new AtomicReference<>();

    AmqpPublisher(
            AmqpConnections connections,
            String connection,
            PayloadConverter converter,
            RabbitProperties.Template defaults) {
        this.connections = connections;
        this.connection = connection;
        this.converter = converter;
        this.defaults = defaults;
    }

    /**
     * Publishes to the exchange of {@code spring.rabbitmq.template.exchange}, by the routing key of
     * {@code spring.rabbitmq.template.routing-key}; see {@link #send(String, String, Object)}.
     *
     * @param payload the object to convert
     */
    public void send(Object payload) {
        send(defaults.exchange(), defaults.routingKey(), payload);
    }

    /**
     * Publishes and waits for the broker's verdict.
     *
     * @param exchange name of the exchange; "" for the default one, whose routing keys are names of queues
     * @param routingKey at most 255 bytes
     * @param payload what the converter makes a message of, or a {@link Message}
     * @throws amqp.blocking.PublishFailedException when the broker refused the message, no queue took it, or it is not
     *     known what became of it
     * @throws amqp.client.PublishBlockedException when there was no room in time; nothing was sent
     * @throws PayloadConversionException when there is no message for the payload
     */
    public void send(String exchange, String routingKey, Object payload) {
        channel().publish(method(exchange, routingKey), message(payload));
    }

    /**
     * Publishes without waiting for the verdict, but for room where there is none.
     *
     * @param exchange name of the exchange
     * @param routingKey at most 255 bytes
     * @param payload what the converter makes a message of, or a {@link Message}
     * @return completes with the verdict, or fails with {@link amqp.client.UnconfirmedException}; on the I/O thread,
     *     where dependent stages must not block: use the methods whose names end with Async for those that do
     */
    public CompletionStage<Verdict> sendAsync(String exchange, String routingKey, Object payload) {
        return channel().publishConfirmed(method(exchange, routingKey), message(payload));
    }

    /**
     * Returns the message that would be sent for a payload, to be given headers and other properties.
     *
     * @param payload what the converter makes a message of, or a {@link Message}
     */
    public Message message(Object payload) {
        return payload instanceof Message message ? message : converter.toMessage(payload);
    }

    /** Waits until all that was published has its verdict. */
    void awaitVerdicts(Duration timeout) {
        var current = channel.get();
        if (current != null && current.isOpen()) current.waitForConfirms(timeout);
    }

    private BasicMethod.Publish method(String exchange, String routingKey) {
        return BasicMethod.Publish.of(exchange, routingKey).mandatory(defaults.mandatory());
    }

    private BlockingChannel channel() {
        var current = channel.get();
        if (current != null && !isClosed(current)) return current;
        var opened = connections.blocking(connection).openChannel();
        try {
            opened.confirmSelect();
        } catch (RuntimeException e) {
            opened.channel().close();
            throw e;
        }
        boolean isFirst = channel.compareAndSet(current, opened);
        var superfluous = isFirst ? current : opened;
        if (superfluous != null) superfluous.channel().close();
        return isFirst ? opened : channel();
    }

    /** By the broker: one that is away with a lost connection comes back with it. */
    private static boolean isClosed(BlockingChannel channel) {
        return !channel.isOpen() && channel.channel().connection().state() == ConnectionState.OPEN;
    }
}
