// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector.OnRefusal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a connection survives its loss: when to connect again, what to bring back, and what becomes of publishes.
 * Immutable; made by {@link #builder}.
 */
public final class RecoveryOptions {
    /**
     * Exponential delays with jitter and without end; everything comes back, publishes are kept meanwhile, and those
     * without a verdict end as unknown.
     */
    public static final RecoveryOptions DEFAULT = builder().build();

    /** No reconnection: a connection that is lost is closed, and everything that waits fails. */
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
        reopenChannels = from.reopenChannels;
        lostPublishes = from.lostPublishes;
        whileDisconnected = from.whileDisconnected;
    }

    /** A builder that starts with {@link #DEFAULT}. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these options. */
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
                .reopenChannels(reopenChannels)
                .lostPublishes(lostPublishes)
                .whileDisconnected(whileDisconnected);
    }

    /** When to try again, and when to give up. */
    public ReconnectionStrategy strategy() {
        return strategy;
    }

    /** Whether the strategy holds for the first connect too. */
    public boolean firstConnect() {
        return firstConnect;
    }

    /** In which order the addresses are tried. */
    public AddressOrder order() {
        return order;
    }

    /** Says where the brokers are now. */
    public AddressResolver resolver() {
        return resolver;
    }

    /** What happens when a broker refuses the user or the virtual host. */
    public OnRefusal onRefusal() {
        return onRefusal;
    }

    /** Which of the commands that brought something about are given again. */
    public Predicate<Method> topology() {
        return topology;
    }

    /** How often one exchange, queue, binding, mode or consumer is tried that the broker refuses, 1 or more. */
    public int entityAttempts() {
        return entityAttempts;
    }

    /** The delay before each of these attempts but the first. */
    public Duration entityRetryDelay() {
        return entityRetryDelay;
    }

    /** Whether a channel comes back that the broker closed for a reason of the channel's own. */
    public boolean reopenChannels() {
        return reopenChannels;
    }

    /** What becomes of publishes in confirm mode without a verdict. */
    public LostPublishes lostPublishes() {
        return lostPublishes;
    }

    /** What becomes of publishes that are given while the connection is away. */
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
                + ", reopenChannels=" + reopenChannels + ", lostPublishes=" + lostPublishes
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
        private boolean reopenChannels;
        private LostPublishes lostPublishes = LostPublishes.UNKNOWN;
        private WhileDisconnected whileDisconnected = WhileDisconnected.BUFFER;

        private Builder() {}

        /** Sets when to try again and when to give up; exponential delays with jitter, without end, by default. */
        public Builder strategy(ReconnectionStrategy when) {
            strategy = Objects.requireNonNull(when, "strategy");
            return this;
        }

        /**
         * Sets whether the strategy holds for the first connect too. By default it does not: the first connect tries
         * each address once and fails at once.
         */
        public Builder firstConnect(boolean on) {
            firstConnect = on;
            return this;
        }

        /** Sets in which order the addresses are tried; as they were given by default. */
        public Builder order(AddressOrder which) {
            order = Objects.requireNonNull(which, "order");
            return this;
        }

        /** Sets who says where the brokers are now; by default they are where they were configured. */
        public Builder resolver(AddressResolver where) {
            resolver = Objects.requireNonNull(where, "resolver");
            return this;
        }

        /** Sets what to do when a broker refuses the user or the virtual host; giving up by default. */
        public Builder onRefusal(OnRefusal what) {
            onRefusal = Objects.requireNonNull(what, "onRefusal");
            return this;
        }

        /**
         * Sets which of the commands that brought something about are given again: exchange and queue declares,
         * bindings, basic.qos, confirm.select, tx.select and basic.consume; all by default.
         *
         * @param which is called on the I/O thread, must not block, and is true for a command to give again
         */
        public Builder topology(Predicate<Method> which) {
            topology = Objects.requireNonNull(which, "topology");
            return this;
        }

        /**
         * Sets how often a recovery tries to bring back one exchange, queue, binding, mode or consumer that the broker
         * refuses; once by default.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Builder entityAttempts(int inAll) {
            if (inAll < 1) {
                throw new IllegalArgumentException("an entity is tried once or more, not " + inAll + " times");
            }
            entityAttempts = inAll;
            return this;
        }

        /**
         * Sets the delay before each attempt for a refused entity but the first; what comes behind waits as well. Zero
         * by default.
         *
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

        /** Sets whether a channel comes back that the broker closed for a reason of the channel's own; off by default. */
        public Builder reopenChannels(boolean on) {
            reopenChannels = on;
            return this;
        }

        /** Sets what becomes of publishes in confirm mode without a verdict; they end as unknown by default. */
        public Builder lostPublishes(LostPublishes what) {
            lostPublishes = Objects.requireNonNull(what, "lostPublishes");
            return this;
        }

        /**
         * Sets what {@link Channel#publish} does while the connection is being recovered; {@link WhileDisconnected#BUFFER}
         * by default: messages are kept, up to {@link ConnectionOptions.Builder#publishBuffer}, and sent afterwards.
         */
        public Builder whileDisconnected(WhileDisconnected what) {
            whileDisconnected = Objects.requireNonNull(what, "whileDisconnected");
            return this;
        }

        public RecoveryOptions build() {
            return new RecoveryOptions(this);
        }
    }
}
