// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.client.PublishObservation;
import amqp.codec.FieldTable;
import amqp.codec.Message;
import amqp.connection.ClosedException;
import amqp.connection.Verdict;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes observations of publishes, of calls of handlers and of fetched messages: see {@link AmqpObservation}. With the
 * handlers of Micrometer Tracing they become spans, and the trace goes along in the headers of the messages; with
 * Micrometer's handler of meters they become timers.
 *
 * <p>While a handler runs, its observation is the current one of its thread, so that what it does is part of the trace. A
 * publish belongs to the observation that is the current one of the thread that publishes.
 *
 * <p>It counts nothing else: give it together with a {@link MicrometerObserver} by {@link ClientObserver#all}, or alone.
 * Any thread may use it.
 */
public final class ObservationObserver implements ClientObserver {
    private final ObservationRegistry registry;
    private final @Nullable PublishConvention publishConvention;
    private final @Nullable DeliveryConvention deliveryConvention;

    private ObservationObserver(Builder builder) {
        registry = builder.registry;
        publishConvention = builder.publishConvention;
        deliveryConvention = builder.deliveryConvention;
    }

    /** Returns an observer with the defaults, whose observations are of this registry. */
    public static ObservationObserver of(ObservationRegistry registry) {
        return builder(registry).build();
    }

    /** Begins an observer whose observations are of this registry. */
    public static Builder builder(ObservationRegistry registry) {
        return new Builder(registry);
    }

    @Override
    public @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        if (registry.isNoop()) {
            return null;
        }
        PublishContext context = new PublishContext(channel, exchange, routingKey, message);
        return new Publishing(
                context,
                AmqpObservation.PUBLISH
                        .observation(publishConvention, PublishConvention.DEFAULT, () -> context, registry)
                        .start());
    }

    @Override
    public @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        if (registry.isNoop()) {
            return null;
        }
        Observation observation = start(AmqpObservation.PROCESS, delivery, queue);
        Observation.Scope scope = observation.openScope();
        return thrown -> {
            scope.close();
            if (thrown != null) {
                observation.error(thrown);
            }
            observation.stop();
        };
    }

    @Override
    public void received(Delivery delivery, String queue) {
        if (!registry.isNoop()) {
            start(AmqpObservation.RECEIVE, delivery, queue).stop();
        }
    }

    private Observation start(AmqpObservation kind, Delivery delivery, String queue) {
        return kind.observation(
                        deliveryConvention,
                        DeliveryConvention.DEFAULT,
                        () -> new DeliveryContext(kind, delivery, queue),
                        registry)
                .start();
    }

    /** A publish that is under way. */
    private record Publishing(PublishContext context, Observation observation) implements PublishObservation {
        @Override
        public Message message(Message given) {
            Map<String, String> added = context.getCarrier();
            if (added == null || added.isEmpty()) {
                return given;
            }
            FieldTable headers = given.properties().headers();
            for (Map.Entry<String, String> header : added.entrySet()) {
                headers = headers.with(header.getKey(), header.getValue());
            }
            return given.headers(headers);
        }

        @Override
        public void sent(boolean awaitsVerdict) {
            if (!awaitsVerdict) {
                observation.stop();
            }
        }

        @Override
        public void refused(RuntimeException why) {
            failed(why);
        }

        @Override
        public void noRoom() {
            context.fail("no_room");
            observation.stop();
        }

        @Override
        public void settled(Verdict verdict) {
            if (verdict != Verdict.ACKED) {
                context.fail(verdict.name().toLowerCase(Locale.ROOT));
            }
            observation.stop();
        }

        @Override
        public void unknown(ClosedException why) {
            failed(why);
        }

        private void failed(Throwable why) {
            observation.error(why);
            observation.stop();
        }
    }

    /** Makes an observer. */
    public static final class Builder {
        private final ObservationRegistry registry;
        private @Nullable PublishConvention publishConvention;
        private @Nullable DeliveryConvention deliveryConvention;

        private Builder(ObservationRegistry registry) {
            this.registry = Objects.requireNonNull(registry);
        }

        /** Sets how publishes are named and keyed; {@link PublishConvention#DEFAULT}, or the registry's, by default. */
        public Builder publishConvention(PublishConvention convention) {
            publishConvention = Objects.requireNonNull(convention);
            return this;
        }

        /** Sets how messages that come are named and keyed; {@link DeliveryConvention#DEFAULT}, or the registry's, by default. */
        public Builder deliveryConvention(DeliveryConvention convention) {
            deliveryConvention = Objects.requireNonNull(convention);
            return this;
        }

        /** Returns the observer. */
        public ObservationObserver build() {
            return new ObservationObserver(this);
        }
    }
}
