// SPDX-License-Identifier: MPL-2.0
package amqp.metrics.micrometer;

import amqp.client.Channel;
import amqp.client.ClientObserver;
import amqp.client.Connection;
import amqp.client.Delivery;
import amqp.client.DeliveryObservation;
import amqp.client.PublishObservation;
import amqp.client.RecoveryReport;
import amqp.client.Returned;
import amqp.codec.Message;
import amqp.connection.CloseReason;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times what connections do, in a Micrometer registry. The meters that com.rabbitmq:amqp-client's collector
 * has are there under the same names with the same meaning; {@code docs/guide/metrics.md} lists all of them.
 *
 * <p>Give one observer to all connections of an application. By default each meter has the tags {@code connection} (the
 * name from the connection's options) and {@code adapter}. Connections with the same tags share their meters, which are
 * removed from the registry when the last of them has closed.
 *
 * <p>Any thread may use it. A publish in confirm mode and a call of a handler that are timed take one small object each;
 * nothing else is allocated for a message.
 */
public final class MicrometerObserver implements ClientObserver {
    /** Of a connection without a name of its own. */
    private static final String UNNAMED = "unnamed";

    private final MeterRegistry registry;
    private final Clock clock;
    private final String prefix;
    private final Tags tags;
    private final boolean connectionTags;
    private final int maxQueues;

    /** A set is made when the first connection with its tags opens. */
    private final ConcurrentMap<Tags, MeterSet> sets = new ConcurrentHashMap<>();

    private final ConcurrentMap<Connection, MeterSet> connections = new ConcurrentHashMap<>();

    private MicrometerObserver(Builder builder) {
        registry = builder.registry;
        clock = registry.config().clock();
        prefix = builder.prefix;
        tags = builder.tags;
        connectionTags = builder.connectionTags;
        maxQueues = builder.maxQueues;
        if (!connectionTags) {
            sets.put(tags, newSet(tags));
        }
    }

    /** Returns an observer with the defaults, in this registry. */
    public static MicrometerObserver of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Begins an observer whose meters are in this registry.
     *
     * @param registry gets meters when connections open, and loses them when they close
     */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    private MeterSet newSet(Tags of) {
        return new MeterSet(new Registration(registry, prefix, of), maxQueues);
    }

    private Tags tags(Connection connection) {
        if (!connectionTags) {
            return tags;
        }
        String name = connection.options().connectionName();
        return tags.and("connection", name.isEmpty() ? UNNAMED : name, "adapter", connection.adapterName());
    }

    private @Nullable MeterSet meters(Channel channel) {
        return connections.get(channel.connection());
    }

    @Override
    public void connectionOpened(Connection connection) {
        sets.compute(tags(connection), (same, known) -> {
            MeterSet set = known == null ? newSet(same) : known;
            set.connections.add(connection);
            connections.put(connection, set);
            return set;
        });
    }

    @Override
    public void connectionClosed(Connection connection, CloseReason reason) {
        connections.remove(connection);
        sets.computeIfPresent(tags(connection), (same, set) -> {
            boolean last = set.connections.remove(connection);
            if (!last || !connectionTags) {
                return set;
            }
            set.remove();
            return null;
        });
    }

    @Override
    public void connectionLost(Connection connection, CloseReason reason) {
        MeterSet meters = connections.get(connection);
        if (meters != null) {
            meters.lost.increment();
        }
    }

    @Override
    public void connectionRecovered(Connection connection, RecoveryReport report) {
        MeterSet meters = connections.get(connection);
        if (meters != null) {
            meters.outageTime.record(report.outage());
        }
    }

    @Override
    public void connectionBlocked(Connection connection, String reason) {
        MeterSet meters = connections.get(connection);
        if (meters != null) {
            meters.blocked.increment();
        }
    }

    @Override
    public void connectionUnblocked(Connection connection, Duration time) {
        MeterSet meters = connections.get(connection);
        if (meters != null) {
            meters.blockedTime.record(time);
        }
    }

    @Override
    public void heldUp(Channel channel, Duration time) {
        MeterSet meters = meters(channel);
        if (meters != null) {
            meters.heldUpTime.record(time);
        }
    }

    @Override
    public void returned(Channel channel, Returned returned) {
        MeterSet meters = meters(channel);
        if (meters != null) {
            meters.unroutedPublished.increment();
        }
    }

    @Override
    public void received(Delivery delivery, String queue) {
        MeterSet meters = meters(delivery.channel());
        if (meters != null) {
            meters.consumed.increment();
        }
    }

    @Override
    public void acknowledged(Channel channel, long deliveryTag, boolean multiple, int messages) {
        MeterSet meters = meters(channel);
        if (meters != null) {
            meters.acknowledged.increment(messages);
        }
    }

    @Override
    public void rejected(Channel channel, long deliveryTag, boolean multiple, boolean requeue, int messages) {
        MeterSet meters = meters(channel);
        if (meters != null) {
            meters.rejected.increment(messages);
            if (requeue) {
                meters.requeued.increment(messages);
            }
        }
    }

    @Override
    public @Nullable PublishObservation publishing(
            Channel channel, String exchange, String routingKey, Message message) {
        MeterSet meters = meters(channel);
        if (meters == null) {
            return null;
        }
        return channel.isConfirming() ? new Publishing(meters, clock) : meters.untimed;
    }

    @Override
    public @Nullable DeliveryObservation handling(Delivery delivery, String queue) {
        MeterSet meters = meters(delivery.channel());
        if (meters == null) {
            return null;
        }
        meters.consumed.increment();
        return new Handling(meters.handlers.of(queue), clock);
    }

    /** A call of a handler. */
    private static final class Handling implements DeliveryObservation {
        private final HandlerTimers.Outcomes timers;
        private final Clock clock;
        private final long beganNanos;

        Handling(HandlerTimers.Outcomes timers, Clock clock) {
            this.timers = timers;
            this.clock = clock;
            beganNanos = clock.monotonicTime();
        }

        @Override
        public void handled(@Nullable Throwable thrown) {
            (thrown == null ? timers.succeeded() : timers.failed())
                    .record(clock.monotonicTime() - beganNanos, TimeUnit.NANOSECONDS);
        }
    }

    /** Makes an observer. */
    public static final class Builder {
        private static final int DEFAULT_MAX_QUEUES = 100;

        private final MeterRegistry registry;
        private String prefix = "rabbitmq";
        private Tags tags = Tags.empty();
        private boolean connectionTags = true;
        private int maxQueues = DEFAULT_MAX_QUEUES;

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry);
        }

        /**
         * Sets what the names of all meters begin with; {@code rabbitmq} by default.
         *
         * @param name without the dot that follows
         */
        public Builder prefix(String name) {
            prefix = Objects.requireNonNull(name);
            return this;
        }

        /** Adds tags to all meters; none by default. */
        public Builder tags(Iterable<? extends Tag> more) {
            tags = tags.and(more);
            return this;
        }

        /**
         * Adds tags to all meters.
         *
         * @param keyValues a key, its value, the next key, and so on
         */
        public Builder tags(String... keyValues) {
            tags = tags.and(keyValues);
            return this;
        }

        /**
         * Sets whether meters have the tags {@code connection} and {@code adapter}; they do by default. Without, all
         * connections share the same meters, as in com.rabbitmq:amqp-client, and the meters stay when connections close.
         */
        public Builder connectionTags(boolean on) {
            connectionTags = on;
            return this;
        }

        /**
         * Sets how many queues of a connection have a tag of their own at the timers of their handlers; 100 by default.
         * Handlers of all others, and of queues with names that the broker made, are timed as queue {@code other}.
         *
         * @throws IllegalArgumentException when it is negative
         */
        public Builder maxQueues(int queues) {
            if (queues < 0) {
                throw new IllegalArgumentException("maxQueues is " + queues + "; give 0 or more");
            }
            maxQueues = queues;
            return this;
        }

        /** Returns the observer. */
        public MicrometerObserver build() {
            return new MicrometerObserver(this);
        }
    }
}
