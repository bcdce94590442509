// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector.OnRefusal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Options of the recovery after a loss: when to reconnect, what to restore, and what to do with publishes. Immutable;
 * made by {@link #builder}.
 */
public final class RecoveryOptions {
    /**
     * Reconnects without limit, with exponential delays and jitter. All topology and all channels are restored.
     * Publishes during the recovery are kept and sent afterwards; publishes without a verdict end as unknown.
     */
    public static final RecoveryOptions DEFAULT = builder().build();

    /** No recovery: a lost connection is closed, and everything that waits fails. */
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

    /** Returns when to reconnect, and when to give up. */
    public ReconnectionStrategy strategy() {
        return strategy;
    }

    /** Returns whether the strategy also applies to the first connect. */
    public boolean firstConnect() {
        return firstConnect;
    }

    /** Returns the order in which the addresses are tried. */
    public AddressOrder order() {
        return order;
    }

    /** Returns the resolver of the brokers' addresses. */
    public AddressResolver resolver() {
        return resolver;
    }

    /** Returns what happens when a broker refuses the user or the virtual host. */
    public OnRefusal onRefusal() {
        return onRefusal;
    }

    /** Returns which commands are repeated; see {@link Builder#topology}. */
    public Predicate<Method> topology() {
        return topology;
    }

    /**
     * Returns how often a recovery tries an exchange, queue, binding, mode or consumer that the broker refuses, 1 or
     * more.
     */
    public int entityAttempts() {
        return entityAttempts;
    }

    /** Returns the delay before each of these attempts except the first. */
    public Duration entityRetryDelay() {
        return entityRetryDelay;
    }

    /** Returns how long a recovery waits for exclusive queues and consumers; see {@link Builder#exclusiveTimeout}. */
    public Duration exclusiveTimeout() {
        return exclusiveTimeout;
    }

    /** Returns whether a channel is opened again after the broker closed it because of an error on that channel. */
    public boolean reopenChannels() {
        return reopenChannels;
    }

    /** Returns what happens to publishes in confirm mode that have no verdict when the connection is lost. */
    public LostPublishes lostPublishes() {
        return lostPublishes;
    }

    /** Returns what happens to publishes while the connection is being recovered. */
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
         * Sets when to reconnect and when to give up; by default exponential delays of 1 s to 5 s with jitter, without
         * limit.
         *
         * @param when {@link ReconnectionStrategy#none} switches recovery off. If it throws or returns null, the
         *     default strategy decides for that round
         */
        public Builder strategy(ReconnectionStrategy when) {
            strategy = Objects.requireNonNull(when, "strategy");
            return this;
        }

        /**
         * Sets whether the strategy also applies to the first connect. By default it does not: the first connect tries
         * each address once and then fails.
         *
         * @param on whether it does
         */
        public Builder firstConnect(boolean on) {
            firstConnect = on;
            return this;
        }

        /**
         * Sets the order in which the addresses are tried; by default the given order.
         *
         * @param which the order
         */
        public Builder order(AddressOrder which) {
            order = Objects.requireNonNull(which, "order");
            return this;
        }

        /**
         * Sets the resolver of the brokers' addresses; by default the configured addresses are used.
         *
         * @param where called on a thread of the SDK where it may block; if it fails, or does not answer within
         *     {@link ConnectionOptions.Builder#connectTimeout}, the configured addresses are tried
         */
        public Builder resolver(AddressResolver where) {
            resolver = Objects.requireNonNull(where, "resolver");
            return this;
        }

        /**
         * Sets what happens when a broker refuses the user or the virtual host; by default the client gives up. Two
         * refusals do not count: a limit of connections, since it passes, and a login with credentials of a
         * {@link amqp.credentials.CredentialsProvider}, since the provider is asked for others at the next attempt.
         *
         * @param what give up, or try again as the strategy says
         */
        public Builder onRefusal(OnRefusal what) {
            onRefusal = Objects.requireNonNull(what, "onRefusal");
            return this;
        }

        /**
         * Sets which successful commands a recovery repeats: exchange and queue declares, bindings, basic.qos,
         * confirm.select, tx.select and basic.consume; all by default.
         *
         * <p>The client calls {@link DeliveryHandler#onCancel} for a consumer that is left out. If the filter throws,
         * the attempt has failed: the new connection is closed, and the strategy decides what to do.
         *
         * @param which true for a command to repeat; called on the I/O thread, must not block
         */
        public Builder topology(Predicate<Method> which) {
            topology = Objects.requireNonNull(which, "topology");
            return this;
        }

        /**
         * Sets how often a recovery tries an exchange, queue, binding, mode or consumer that the broker refuses; once
         * by default.
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
         * Sets the delay before each attempt for a refused entity except the first; later entities wait as well. Zero
         * by default.
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
         * Sets how long a recovery tries to restore a queue or a consumer that the broker refuses because it is
         * exclusive (405, or 403 of a consumer). As long as the broker has not noticed the loss, the lost connection
         * still owns it. Later entities wait as well. A minute by default; zero not to wait.
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
         * Sets whether a channel is opened again after the broker closed it because of an error on that channel, such
         * as a missing exchange; off by default.
         *
         * @param on whether to reopen it
         */
        public Builder reopenChannels(boolean on) {
            reopenChannels = on;
            return this;
        }

        /**
         * Sets what happens to publishes in confirm mode that have no verdict when the connection is lost; by default
         * they end as unknown.
         *
         * @param what see {@link LostPublishes}
         */
        public Builder lostPublishes(LostPublishes what) {
            lostPublishes = Objects.requireNonNull(what, "lostPublishes");
            return this;
        }

        /**
         * Sets what {@link Channel#publish} does while the connection is being recovered;
         * {@link WhileDisconnected#BUFFER} by default: it keeps messages, up to
         * {@link ConnectionOptions.Builder#publishBuffer}, and sends them afterwards.
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
