// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Selects what a callback of {@link Callbacks} is called for: a method that the broker sends, or one of the events
 * {@link Event.Blocked}, {@link Event.Unblocked}, {@link Event.Backpressure}, {@link Event.ConnectionClosed} and
 * {@link ChannelClosed}. Immutable; each method that restricts it returns a new trigger:
 *
 * <pre>{@code
 * Trigger.on(channel, BasicMethod.CancelOk.class).where(BasicMethod.CancelOk::consumerTag, tag).onlyOnce()
 * }</pre>
 *
 * <p>Conditions run on the I/O thread, for each method or event of the kind on that channel: they must be quick and
 * must not block. If a condition throws, a callback failure is reported, and the trigger does not fire.
 *
 * <p>Two triggers are equal when their channel numbers, channels, kinds and {@link #onlyOnce} are, and their conditions
 * are equal objects in the same order. Two lambdas or method references are never equal, even if they are written
 * alike.
 *
 * @param <T> the record class of the method or event
 */
public final class Trigger<T extends Record> {
    private static final Set<Class<?>> CONNECTION_EVENTS =
            Set.of(Event.Blocked.class, Event.Unblocked.class, Event.Backpressure.class, Event.ConnectionClosed.class);

    private final int number;
    private final Class<T> kind;
    private final Optional<Channel> channel;
    private final boolean once;
    private final List<Predicate<? super T>> conditions;

    private Trigger(
            int number, Class<T> kind, Optional<Channel> channel, boolean once, List<Predicate<? super T>> conditions) {
        this.number = number;
        this.kind = kind;
        this.channel = channel;
        this.once = once;
        this.conditions = conditions;
    }

    /**
     * Returns a trigger for each method or event of a kind, on any channel that has the number at that time.
     *
     * @param <T> the record class of the method or event
     * @param number channel number, 0 for the connection
     * @param kind the record class of the method or event
     * @throws IllegalArgumentException when methods or events of the kind never occur there
     */
    public static <T extends Record> Trigger<T> of(int number, Class<T> kind) {
        checkKind(number, kind);
        return new Trigger<>(number, kind, Optional.empty(), false, List.of());
    }

    /**
     * Returns a trigger for each method or event of a kind on this channel object, and not on a later channel with its
     * number.
     *
     * @param <T> the record class of the method or event
     * @param channel the channel
     * @param kind the record class of the method or event
     * @throws IllegalArgumentException when methods or events of the kind never occur on a channel
     */
    public static <T extends Record> Trigger<T> on(Channel channel, Class<T> kind) {
        checkKind(channel.number(), kind);
        return new Trigger<>(channel.number(), kind, Optional.of(channel), false, List.of());
    }

    /** Returns a trigger that fires once and is then removed. */
    public Trigger<T> onlyOnce() {
        return new Trigger<>(number, kind, channel, true, conditions);
    }

    /**
     * Returns a trigger that fires only when a component has a value.
     *
     * @param <V> the class of the component
     * @param component returns the component of the method or event
     * @param value the required value; arrays are compared by their contents
     */
    public <V> Trigger<T> where(Function<? super T, V> component, V value) {
        return when(new Having<>(Objects.requireNonNull(component, "component"), value));
    }

    /**
     * Returns a trigger that fires only when a number has a value.
     *
     * @param component returns the number of the method or event
     * @param value the required value
     */
    public Trigger<T> where(ToLongFunction<? super T> component, long value) {
        return when(new HavingNumber<>(Objects.requireNonNull(component, "component"), value));
    }

    /**
     * Returns a trigger that fires only when a condition holds, in addition to the previous conditions.
     *
     * @param condition called on the I/O thread; must not block
     */
    public Trigger<T> when(Predicate<? super T> condition) {
        List<Predicate<? super T>> more = new ArrayList<>(conditions);
        more.add(Objects.requireNonNull(condition, "condition"));
        return new Trigger<>(number, kind, channel, once, List.copyOf(more));
    }

    private record Having<T, V>(Function<? super T, V> component, V value) implements Predicate<T> {
        @Override
        public boolean test(T what) {
            return Objects.deepEquals(value, component.apply(what));
        }
    }

    private record HavingNumber<T>(ToLongFunction<? super T> component, long value) implements Predicate<T> {
        @Override
        public boolean test(T what) {
            return component.applyAsLong(what) == value;
        }
    }

    // ---- for the callbacks ----

    int number() {
        return number;
    }

    Class<T> kind() {
        return kind;
    }

    /** The one that it is restricted to, since numbers are used again. */
    Optional<Channel> channel() {
        return channel;
    }

    boolean isOnce() {
        return once;
    }

    /**
     * Whether it waits for this.
     *
     * @param origin the channel or connection that it came on
     * @param at the channel's number, 0 for the connection
     */
    boolean matches(Object origin, int at, Record what) {
        return number == at
                && kind == what.getClass()
                && (channel.isEmpty() || channel.get() == origin)
                && conditions.stream().allMatch(condition -> condition.test(kind.cast(what)));
    }

    private static void checkKind(int number, Class<?> kind) {
        boolean ofConnection = ConnectionMethod.class.isAssignableFrom(kind) || CONNECTION_EVENTS.contains(kind);
        boolean known = ofConnection || Method.class.isAssignableFrom(kind) || kind == ChannelClosed.class;
        if (!known || !kind.isRecord()) {
            throw new IllegalArgumentException(kind.getName()
                    + " is nothing that callbacks can wait for; give the record of a method, or one of the events that Trigger"
                    + " names");
        }
        if (ofConnection != (number == 0)) {
            throw new IllegalArgumentException(kind.getSimpleName() + " never comes on channel " + number + "; "
                    + (ofConnection ? "it is the connection's, number 0" : "give the number of a channel, from 1"));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Trigger<?> that
                && number == that.number
                && kind == that.kind
                && channel.equals(that.channel)
                && once == that.once
                && conditions.equals(that.conditions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(number, kind, channel, once, conditions);
    }

    @Override
    public String toString() {
        String where = conditions.isEmpty() ? "" : ", " + conditions.size() + " conditions";
        return "Trigger[" + kind.getSimpleName() + " on channel " + number + where + (once ? ", once]" : "]");
    }
}
