// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.Method;
import amqp.reconnection.ReconnectionStrategy;
import amqp.reconnection.Reconnector.OnRefusal;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a connection survives its loss: when to connect again, what to bring back, and what becomes of publishes.
 *
 * @param strategy when to try again, and when to give up
 * @param firstConnect whether the strategy holds for the first connect too; otherwise that tries each address once
 * @param order in which the addresses are tried
 * @param resolver says where the brokers are now
 * @param onRefusal what to do when a broker refuses the user or the virtual host
 * @param topology which of the commands that brought something about are given again: exchange and queue declares,
 *     bindings, basic.qos, confirm.select, tx.select and basic.consume
 * @param retry how often an entity is tried that the broker refuses
 * @param reopenChannels whether a channel comes back that the broker closed for a reason of the channel's own
 * @param lostPublishes what becomes of publishes in confirm mode without a verdict
 * @param whileDisconnected what becomes of publishes that are given meanwhile
 * @param bufferBound bytes of message bodies that may be kept to be published later or again, 1 or more; what comes
 *     beyond waits as it does for the water mark
 */
public record RecoveryOptions(
        ReconnectionStrategy strategy,
        boolean firstConnect,
        AddressOrder order,
        AddressResolver resolver,
        OnRefusal onRefusal,
        Predicate<Method> topology,
        EntityRetry retry,
        boolean reopenChannels,
        LostPublishes lostPublishes,
        WhileDisconnected whileDisconnected,
        long bufferBound) {

    /** No reconnection: a connection that is lost is closed. */
    public static final RecoveryOptions NONE = new RecoveryOptions(
            ReconnectionStrategy.none(),
            false,
            AddressOrder.IN_ORDER,
            AddressResolver.CONFIGURED,
            OnRefusal.GIVE_UP,
            method -> true,
            EntityRetry.NONE,
            false,
            LostPublishes.UNKNOWN,
            WhileDisconnected.WAIT,
            16 << 20);

    /**
     * Exponential delays without end, everything comes back, publishes wait meanwhile, and those without a verdict end as
     * unknown.
     */
    public static final RecoveryOptions DEFAULT = NONE.withStrategy(ReconnectionStrategy.exponential());

    public RecoveryOptions {
        Objects.requireNonNull(strategy, "strategy");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(resolver, "resolver");
        Objects.requireNonNull(onRefusal, "onRefusal");
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(lostPublishes, "lostPublishes");
        Objects.requireNonNull(whileDisconnected, "whileDisconnected");
        if (bufferBound < 1) {
            throw new IllegalArgumentException("the bound of kept publishes is 1 byte or more, not " + bufferBound);
        }
    }

    /** Whether a connection comes back at all. */
    boolean isOn() {
        return !strategy.equals(ReconnectionStrategy.none());
    }

    boolean republishes() {
        return isOn() && lostPublishes == LostPublishes.REPUBLISH;
    }

    public RecoveryOptions withStrategy(ReconnectionStrategy other) {
        return new RecoveryOptions(
                other,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withFirstConnect(boolean other) {
        return new RecoveryOptions(
                strategy,
                other,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withOrder(AddressOrder other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                other,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withResolver(AddressResolver other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                other,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withOnRefusal(OnRefusal other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                other,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withTopology(Predicate<Method> other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                other,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withRetry(EntityRetry other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                other,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withReopenChannels(boolean other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                other,
                lostPublishes,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withLostPublishes(LostPublishes other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                other,
                whileDisconnected,
                bufferBound);
    }

    public RecoveryOptions withWhileDisconnected(WhileDisconnected other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                other,
                bufferBound);
    }

    public RecoveryOptions withBufferBound(long other) {
        return new RecoveryOptions(
                strategy,
                firstConnect,
                order,
                resolver,
                onRefusal,
                topology,
                retry,
                reopenChannels,
                lostPublishes,
                whileDisconnected,
                other);
    }
}
