// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import static amqp.memory.MemoryConnection.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.codec.Message;
import amqp.codec.method.BasicMethod;
import amqp.memory.MemoryConnection;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A null where none may be is the caller's fault alone: no lock stays taken and nothing half-made is sent. */
class NullArgumentsTest {
    private static final Message MESSAGE = Message.of(new byte[1]);

    private final MemoryConnection world = MemoryConnection.open();
    private final Channel other = world.confirmingChannel();

    @AfterEach
    void nothingWasAgainstTheRules() {
        try (world) {
            assertEquals(List.of(), world.violations());
        }
    }

    /** Also for the adapter's thread, which needs the lock. */
    private void expectUsable() {
        assertEquals("q", get(other.queueDeclare("q")).queue());
    }

    @Test
    void ofAPublishAreRefused() {
        Channel channel = world.confirmingChannel();
        BasicMethod.Publish method = BasicMethod.Publish.of("", "q");
        List<Runnable> calls = List.of(
                () -> channel.publish(null, "q", MESSAGE),
                () -> channel.publish("", null, MESSAGE),
                () -> channel.publish("", "q", null),
                () -> channel.publish(null, MESSAGE),
                () -> channel.publish(method, null),
                () -> channel.publish(new BasicMethod.Publish(null, "q", false), MESSAGE),
                () -> channel.publish(new BasicMethod.Publish("", null, false), MESSAGE),
                () -> channel.publishAll(null, List.of(MESSAGE)),
                () -> channel.publishAll(method, null),
                () -> channel.publishAll(method, Arrays.asList(MESSAGE, null)),
                () -> channel.publishAll(new BasicMethod.Publish(null, "q", false), List.of()),
                () -> channel.publishAll(new BasicMethod.Publish("", null, false), List.of()),
                () -> channel.publishAllConfirmed(method, null),
                () -> channel.publishAllConfirmed(method, List.of(MESSAGE), null),
                () -> channel.tryPublishAll(method, Arrays.asList(MESSAGE, null)),
                () -> channel.tryPublishAllConfirmed(method, List.of(MESSAGE), null),
                () -> channel.publishConfirmed(null, "q", MESSAGE),
                () -> channel.publishConfirmed("", null, MESSAGE),
                () -> channel.publishConfirmed("", "q", null),
                () -> channel.publishConfirmed(method, MESSAGE, null),
                () -> channel.tryPublish(null, MESSAGE),
                () -> channel.tryPublish(method, null),
                () -> channel.tryPublishConfirmed(method, MESSAGE, null),
                () -> channel.tryPublishConfirmed(null, MESSAGE, verdict -> {}));
        for (Runnable call : calls) {
            assertThrows(NullPointerException.class, call::run);
            expectUsable();
        }
        assertTrue(channel.isOpen());
    }

    @Test
    void ofAnyMethodLeaveTheConnectionUsable() throws Exception {
        List<Method> methods = Stream.of(ChannelCommands.class, Channel.class, Connection.class, Callbacks.class)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(type -> !type.isPrimitive()))
                .filter(method -> !method.getName().equals("equals"))
                .toList();
        assertTrue(methods.size() > 60, () -> methods.size() + " methods");
        for (Method method : methods) {
            Channel channel = get(world.connection.openChannel());
            Object target = method.getDeclaringClass() == Connection.class
                    ? world.connection
                    : method.getDeclaringClass() == Callbacks.class ? world.connection.callbacks() : channel;
            Object[] nulls = Arrays.stream(method.getParameterTypes())
                    .map(NullArgumentsTest::nothing)
                    .toArray();
            try {
                method.invoke(target, nulls);
            } catch (InvocationTargetException e) {
                assertInstanceOf(RuntimeException.class, e.getCause(), method.toString());
            }
            expectUsable();
        }
    }

    private static Object nothing(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == boolean.class ? false : null;
    }
}
