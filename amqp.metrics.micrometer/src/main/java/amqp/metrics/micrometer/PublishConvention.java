// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** The names and keys of observations of publishes. Implement it and override what shall differ. */
public interface PublishConvention extends ObservationConvention<PublishContext> {
    /** The keys of {@link AmqpObservation}. */
    PublishConvention DEFAULT = new PublishConvention() {};

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof PublishContext;
    }

    /** Returns {@code rabbitmq.publish}. */
    @Override
    default String getName() {
        return AmqpObservation.PUBLISH.getName();
    }

    /** Returns {@code publish} and the destination: the name of the span. */
    @Override
    default String getContextualName(PublishContext context) {
        return AmqpObservation.PUBLISH.operationName() + " "
                + Keys.destination(context.exchange(), context.routingKey());
    }

    @Override
    default KeyValues getLowCardinalityKeyValues(PublishContext context) {
        String failure = context.failure();
        return Keys.low(AmqpObservation.PUBLISH, failure != null ? failure : Keys.errorType(context.getError()));
    }

    @Override
    default KeyValues getHighCardinalityKeyValues(PublishContext context) {
        return Keys.high(
                context.channel().connection(),
                Keys.destination(context.exchange(), context.routingKey()),
                context.routingKey(),
                context.message().properties(),
                context.message().bodySize());
    }
}
