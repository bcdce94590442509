// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Delivery;
import amqp.codec.FieldValue;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/** The context of an observation of a received message. It is its own carrier: a trace is read from its headers. */
public final class DeliveryContext extends ReceiverContext<Delivery> {
    private final AmqpObservation observation;
    private final Delivery delivery;
    private final String queue;

    DeliveryContext(AmqpObservation observation, Delivery delivery, String queue) {
        super(DeliveryContext::header, observation == AmqpObservation.PROCESS ? Kind.CONSUMER : Kind.CLIENT);
        this.observation = observation;
        this.delivery = delivery;
        this.queue = queue;
        setCarrier(delivery);
        setRemoteServiceName(Keys.SYSTEM);
        setRemoteServiceAddress(delivery.channel().connection().address().toString());
    }

    private static @Nullable String header(@Nullable Delivery delivery, String key) {
        FieldValue value =
                delivery == null ? null : delivery.properties().headers().get(key);
        return value == null ? null : String.valueOf(value.toJava());
    }

    /** Returns {@link AmqpObservation#PROCESS} or {@link AmqpObservation#RECEIVE}. */
    public AmqpObservation observation() {
        return observation;
    }

    /** Returns the message. */
    public Delivery delivery() {
        return delivery;
    }

    /** Returns the name of the queue that the message came from. */
    public String queue() {
        return queue;
    }
}
