// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Address;
import amqp.client.Channel;
import amqp.codec.Message;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The context of an observation of a publish. Its carrier are the headers that are added to the message: those of a
 * trace, and any that a handler of observations puts there when the observation starts.
 */
public final class PublishContext extends SenderContext<Map<String, String>> {
    private final Channel channel;
    private final String exchange;
    private final String routingKey;
    private final Message message;
    private volatile @Nullable String failure;

    PublishContext(Channel channel, String exchange, String routingKey, Message message) {
        super((headers, key, value) -> Objects.requireNonNull(headers).put(key, value), Kind.PRODUCER);
        this.channel = channel;
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.message = message;
        setCarrier(new HashMap<>());
        Address address = channel.connection().address();
        setRemoteServiceName(Keys.SYSTEM);
        setRemoteServiceAddress(address.toString());
    }

    /** Returns the channel that the message is published on. */
    public Channel channel() {
        return channel;
    }

    /** Returns the exchange; empty for the default one. */
    public String exchange() {
        return exchange;
    }

    /** Returns the routing key. */
    public String routingKey() {
        return routingKey;
    }

    /** Returns the message as the application gave it. */
    public Message message() {
        return message;
    }

    /** Returns why the publish failed: {@code nacked}, {@code returned} or {@code no_room}; null otherwise. */
    public @Nullable String failure() {
        return failure;
    }

    void fail(String why) {
        failure = why;
    }
}
