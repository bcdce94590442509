// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Delivery;
import amqp.metrics.micrometer.AmqpObservation.HighCardinality;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** The names and keys of observations of received messages. Implement it and override what shall differ. */
public interface DeliveryConvention extends ObservationConvention<DeliveryContext> {
    /** The keys of {@link AmqpObservation}. */
    DeliveryConvention DEFAULT = new DeliveryConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof DeliveryContext;
    }

    /** Returns {@code process} or {@code receive}, and the destination: the name of the span. */
    @Override
    default String getContextualName(DeliveryContext context) {
        return context.observation().operationName() + " " + destination(context);
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(DeliveryContext context) {
        return Keys.low(context.observation(), Keys.errorType(context.getError()));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(DeliveryContext context) {
        Delivery delivery = context.delivery();
        return Keys.high(
                        delivery.channel().connection(),
                        destination(context),
                        delivery.routingKey(),
                        delivery.properties(),
                        delivery.body().length)
                .and(HighCardinality.DELIVERY_TAG.withValue(String.valueOf(delivery.deliveryTag())));
    }

    private static String destination(DeliveryContext context) {
        return Keys.destination(
                context.delivery().exchange(), context.delivery().routingKey(), context.queue());
    }
}
