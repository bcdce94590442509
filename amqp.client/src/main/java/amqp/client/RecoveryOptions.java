// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector.OnRefusal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Options of the recovery after a loss: when to connect again, what to restore, and what to do with publishes.
 * Immutable; made by {@link #builder}.
 */
public final class RecoveryOptions {
    /**
     * Attempts without end, with exponential delays and jitter. All topology and all channels come back; publishes that
     * are made meanwhile are kept, and those that were without a verdict end as unknown.
     */
    public static final RecoveryOptions DEFAULT = builder().build();

    /** No recovery: a connection that is lost is closed, and everything that waits fails. */
    public static final RecoveryOptions NONE =
            builder().strategy(ReconnectionStrategy.none()).build();

    private final ReconnectionStrategy strategy;
    private final boolean firstConnect;
    private final AddressOrder order;
    private final AddressResolver resolver;
    private final OnRefusal onRefusal;
    private final Predicate<Method> topology;
    private final int entityAttempts;
    private final Duration entityRetryDelay;
    private final Duration exclusiveTimeout;
    private final boolean reopenChannels;
    private final LostPublishes lostPublishes;
    private final WhileDisconnected whileDisconnected;

    private RecoveryOptions(Builder from) {
        strategy = from.strategy;
        firstConnect = from.firstConnect;
        order = from.order;
        resolver = from.resolver;
        onRefusal = from.onRefusal;
        topology = from.topology;
        entityAttempts = from.entityAttempts;
        entityRetryDelay = from.entityRetryDelay;
        exclusiveTimeout = from.exclusiveTimeout;
        reopenChannels = from.reopenChannels;
        lostPublishes = from.lostPublishes;
        whileDisconnected = from.whileDisconnected;
    }

    /** Returns a builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts with these options. */
    public Builder toBuilder() {
        return builder()
                .strategy(strategy)
                .firstConnect(firstConnect)
                .order(order)
                .resolver(resolver)
                .onRefusal(onRefusal)
                .topology(topology)
                .entityAttempts(entityAttempts)
                .entityRetryDelay(entityRetryDelay)
                .exclusiveTimeout(exclusiveTimeout)
                .reopenChannels(reopenChannels)
                .lostPublishes(lostPublishes)
                .whileDisconnected(whileDisconnected);
    }

    /** Returns when to try again, and when to give up. */
    public ReconnectionStrategy strategy() {
        return strategy;
    }

    /** Returns whether the strategy holds for the first connect too. */
    public boolean firstConnect() {
        return firstConnect;
    }

    /** Returns the order in which the addresses are tried. */
    public AddressOrder order() {
        return order;
    }

    /** Returns what is asked for the addresses of the brokers. */
    public AddressResolver resolver() {
        return resolver;
    }

    /** Returns what happens when a broker refuses the user or the virtual host. */
    public OnRefusal onRefusal() {
        return onRefusal;
    }

    /** Returns which commands are given again; see {@link Builder#topology}. */
    public Predicate<Method> topology() {
        return topology;
    }

    /**
     * Returns how often one exchange, queue, binding, mode or consumer that the broker refuses is tried in a recovery,
     * 1 or more.
     */
    public int entityAttempts() {
        return entityAttempts;
    }

    /** Returns the delay before each of these attempts but the first. */
    public Duration entityRetryDelay() {
        return entityRetryDelay;
    }

    /** Returns how long a recovery waits for what is exclusive; see {@link Builder#exclusiveTimeout}. */
    public Duration exclusiveTimeout() {
        return exclusiveTimeout;
    }

    /** Returns whether a channel comes back that the broker closed for a fault on that channel. */
    public boolean reopenChannels() {
        return reopenChannels;
    }

    /** Returns what becomes of publishes in confirm mode without a verdict when the connection is lost. */
    public LostPublishes lostPublishes() {
        return lostPublishes;
    }

    /** Returns what becomes of publishes that are made while the connection is being recovered. */
    public WhileDisconnected whileDisconnected() {
        return whileDisconnected;
    }

    /** Whether a connection comes back at all. */
    boolean isOn() {
        return !strategy.equals(ReconnectionStrategy.none());
    }

    boolean republishes() {
        return isOn() && lostPublishes == LostPublishes.REPUBLISH;
    }

    @Override
    public String toString() {
        return "RecoveryOptions[strategy=" + strategy + ", firstConnect=" + firstConnect + ", order=" + order
                + ", resolver=" + resolver + ", onRefusal=" + onRefusal + ", topology=" + topology
                + ", entityAttempts=" + entityAttempts + ", entityRetryDelay=" + entityRetryDelay
                + ", exclusiveTimeout=" + exclusiveTimeout + ", reopenChannels=" + reopenChannels + ", lostPublishes="
                + lostPublishes
                + ", whileDisconnected=" + whileDisconnected + "]";
    }

    /** Collects options; each method changes one and returns the builder. Not for use by several threads at once. */
    public static final class Builder {
        private ReconnectionStrategy strategy = ReconnectionStrategy.exponential();
        private boolean firstConnect;
        private AddressOrder order = AddressOrder.IN_ORDER;
        private AddressResolver resolver = AddressResolver.CONFIGURED;
        private OnRefusal onRefusal = OnRefusal.GIVE_UP;
        private Predicate<Method> topology = method -> true;
        private int entityAttempts = 1;
        private Duration entityRetryDelay = Duration.ZERO;
        private Duration exclusiveTimeout = Duration.ofMinutes(1);
        private boolean reopenChannels;
        private LostPublishes lostPublishes = LostPublishes.UNKNOWN;
        private WhileDisconnected whileDisconnected = WhileDisconnected.BUFFER;

        private Builder() {}

        /**
         * Sets when to try again and when to give up; exponential delays of 1 s to 5 s with jitter, without end, by
         * default.
         *
         * @param when {@link ReconnectionStrategy#none} switches recovery off; for a round in which it throws or returns
         *     null, the default one decides
         */
        public Builder strategy(ReconnectionStrategy when) {
            strategy = Objects.requireNonNull(when, "strategy");
            return this;
        }

        /**
         * Sets whether the strategy holds for the first connect too. By default it does not: the first connect tries
         * each address once and fails at once.
         *
         * @param on whether it does
         */
        public Builder firstConnect(boolean on) {
            firstConnect = on;
            return this;
        }

        /**
         * Sets the order in which the addresses are tried; as they were given by default.
         *
         * @param which the order
         */
        public Builder order(AddressOrder which) {
            order = Objects.requireNonNull(which, "order");
            return this;
        }

        /**
         * Sets what is asked for the addresses of the brokers; by default they are where they were configured.
         *
         * @param where called on a thread of the SDK that may block; where it fails, or does not answer within
         *     {@link ConnectionOptions.Builder#connectTimeout}, the configured addresses are tried
         */
        public Builder resolver(AddressResolver where) {
            resolver = Objects.requireNonNull(where, "resolver");
            return this;
        }

        /**
         * Sets what happens when a broker refuses the user or the virtual host; giving up by default. A limit of
         * connections that is reached is no such refusal: it passes, and is tried again. Neither is a login that is refused with
         * what a {@link amqp.credentials.CredentialsProvider} gave: it is asked for other credentials at the next attempt.
         *
         * @param what giving up, or trying again as the strategy says
         */
        public Builder onRefusal(OnRefusal what) {
            onRefusal = Objects.requireNonNull(what, "onRefusal");
            return this;
        }

        /**
         * Sets which of the commands that brought something about are given again: exchange and queue declares,
         * bindings, basic.qos, confirm.select, tx.select and basic.consume; all by default.
         *
         * <p>A consumer that is left out is called with {@link DeliveryHandler#onCancel}. A filter that throws is a failed
         * attempt: the new connection is given up, and the strategy asked what is next.
         *
         * @param which true for a command to give again; called on the I/O thread, must not block
         */
        public Builder topology(Predicate<Method> which) {
            topology = Objects.requireNonNull(which, "topology");
            return this;
        }

        /**
         * Sets how often a recovery tries to bring back one exchange, queue, binding, mode or consumer that the broker
         * refuses; once by default.
         *
         * @param inAll 1 or more
         * @throws IllegalArgumentException when it is less
         */
        public Builder entityAttempts(int inAll) {
            if (inAll < 1) {
                throw new IllegalArgumentException("an entity is tried once or more, not " + inAll + " times");
            }
            entityAttempts = inAll;
            return this;
        }

        /**
         * Sets the delay before each attempt for a refused entity but the first; what comes behind it waits as well.
         * Zero by default.
         *
         * @param delay zero or more
         * @throws IllegalArgumentException when it is negative
         */
        public Builder entityRetryDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException(
                        "the delay before an entity is tried again is zero or more, not " + delay);
            }
            entityRetryDelay = delay;
            return this;
        }

        /**
         * Sets how long a recovery tries to bring back a queue or a consumer that the broker refuses because it is
         * exclusive (405, or 403 of a consumer): where the broker has not noticed the loss yet, it is the lost
         * connection that still has it. What comes behind it waits as well. A minute by default; zero for not at all.
         *
         * @param timeout zero or more, counted from the first such refusal
         * @throws IllegalArgumentException when it is negative
         */
        public Builder exclusiveTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException(
                        "the time that a recovery waits for what is exclusive is zero or more, not " + timeout);
            }
            exclusiveTimeout = timeout;
            return this;
        }

        /**
         * Sets whether a channel comes back that the broker closed for a fault on that channel, such as a missing
         * exchange; off by default.
         *
         * @param on whether it does
         */
        public Builder reopenChannels(boolean on) {
            reopenChannels = on;
            return this;
        }

        /**
         * Sets what becomes of publishes in confirm mode without a verdict when the connection is lost; they end as
         * unknown by default.
         *
         * @param what see {@link LostPublishes}
         */
        public Builder lostPublishes(LostPublishes what) {
            lostPublishes = Objects.requireNonNull(what, "lostPublishes");
            return this;
        }

        /**
         * Sets what {@link Channel#publish} does while the connection is being recovered;
         * {@link WhileDisconnected#BUFFER} by default: messages are kept, up to
         * {@link ConnectionOptions.Builder#publishBuffer}, and sent afterwards.
         *
         * @param what see {@link WhileDisconnected}
         */
        public Builder whileDisconnected(WhileDisconnected what) {
            whileDisconnected = Objects.requireNonNull(what, "whileDisconnected");
            return this;
        }

        /** Returns the options. */
        public RecoveryOptions build() {
            return new RecoveryOptions(this);
        }
    }
}
