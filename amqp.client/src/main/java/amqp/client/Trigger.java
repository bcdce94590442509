// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.Event;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a callback of {@link Callbacks} waits for: a method that the broker sends, or one of the events
 * {@link Event.Blocked}, {@link Event.Unblocked}, {@link Event.Backpressure}, {@link Event.ConnectionClosed} and
 * {@link ChannelClosed}. Immutable.
 *
 * @param number channel number, 0 for the connection
 * @param kind the record class of the method or event
 * @param once whether it ends with the first one
 * @param origins the channels it is restricted to, since numbers are reused; empty for any
 * @param arguments values that the record's components must have, by their names; empty for any
 */
public record Trigger<T extends Record>(
        int number, Class<T> kind, boolean once, Set<Channel> origins, Map<String, Object> arguments) {
    private static final Set<Class<?>> CONNECTION_EVENTS =
            Set.of(Event.Blocked.class, Event.Unblocked.class, Event.Backpressure.class, Event.ConnectionClosed.class);

    /** As {@link #of} and the withers do. */
    public Trigger {
        origins = Set.copyOf(origins);
        arguments = Map.copyOf(arguments);
        checkKind(number, kind);
        arguments.forEach((name, value) -> checkArgument(kind, name, value));
    }

    /**
     * Each time that this comes on whatever channel has the number then.
     *
     * @param number channel number, 0 for the connection
     * @throws IllegalArgumentException when nothing of the kind ever comes there
     */
    public static <T extends Record> Trigger<T> of(int number, Class<T> kind) {
        return new Trigger<>(number, kind, false, Set.of(), Map.of());
    }

    /** Each time that this comes on this very channel. */
    public static <T extends Record> Trigger<T> on(Channel channel, Class<T> kind) {
        return new Trigger<>(channel.number(), kind, false, Set.of(channel), Map.of());
    }

    /** The next time only. */
    public Trigger<T> onlyOnce() {
        return new Trigger<>(number, kind, true, origins, arguments);
    }

    /**
     * Only when the component with this name has this value.
     *
     * @throws IllegalArgumentException when there is no such component, or it can't have that value
     */
    public Trigger<T> where(String component, Object value) {
        Map<String, Object> more = new HashMap<>(arguments);
        more.put(component, value);
        return new Trigger<>(number, kind, once, origins, more);
    }

    boolean matches(Object origin, Record what) {
        return (origins.isEmpty() || origins.contains(origin))
                && arguments.entrySet().stream()
                        .allMatch(argument -> Objects.deepEquals(argument.getValue(), value(what, argument.getKey())));
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

    private static void checkArgument(Class<?> kind, String name, Object value) {
        RecordComponent component = component(kind, name)
                .orElseThrow(() -> new IllegalArgumentException(kind.getSimpleName() + " has no component \"" + name
                        + "\"; it has "
                        + Arrays.stream(kind.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.joining(", "))));
        Class<?> type = MethodType.methodType(component.getType()).wrap().returnType();
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(kind.getSimpleName() + "." + name + " is a " + type.getSimpleName()
                    + " and never equals a " + value.getClass().getSimpleName());
        }
    }

    private static Optional<RecordComponent> component(Class<?> kind, String name) {
        return Arrays.stream(kind.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findFirst();
    }

    private static Object value(Record what, String name) {
        try {
            return component(what.getClass(), name).orElseThrow().getAccessor().invoke(what);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("accessors of public records are public", e);
        }
    }
}
