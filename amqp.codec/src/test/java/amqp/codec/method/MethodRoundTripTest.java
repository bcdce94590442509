// SPDX-License-Identifier: MPL-2.0
package amqp.codec.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import amqp.codec.FieldTable;
import amqp.codec.ReplyCode;
import amqp.codec.WireException;
import amqp.codec.WireReader;
import amqp.codec.WireWriter;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method there is, with random arguments. */
class MethodRoundTripTest {
    private static final long SEED = 20_261_101;
    private static final int ROUNDS = 50;

    private final Random random = new Random(SEED);

    static List<Class<?>> methods() {
        return Stream.of(Method.class.getPermittedSubclasses())
                .flatMap(c -> Stream.of(c.getPermittedSubclasses()))
                .toList();
    }

    private Method random(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = Arrays.stream(components).map(this::random).toArray();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (Method) type.getConstructor(types).newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private Object random(RecordComponent component) {
        String type = component.getType().getSimpleName();
        return switch (type) {
            case "boolean" -> random.nextBoolean();
            case "int" -> random.nextInt(component.getName().startsWith("version") ? 256 : 65536);
            case "long" ->
                component.getName().equals("deliveryTag") ? random.nextLong() : random.nextInt() & 0xffff_ffffL;
            case "String" -> "é€x".repeat(random.nextInt(40));
            case "byte[]" -> randomOctets();
            case "FieldTable" -> FieldTable.of("k" + random.nextInt(), random.nextLong());
            default -> throw new IllegalStateException(type);
        };
    }

    private byte[] randomOctets() {
        byte[] octets = new byte[random.nextInt(1000)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] arguments(Method method) {
        var out = new WireWriter();
        method.encode(out);
        return out.toByteArray();
    }

    private static Method decode(Method like, byte[] octets, int length) {
        WireReader in = new WireReader().reset(ByteBuffer.wrap(octets), 0, length);
        return Methods.decode(like.id() >>> 16, like.id() & 0xffff, in);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void comesBackEqual(Class<?> type) {
        for (int i = 0; i < ROUNDS; i++) {
            Method method = random(type);
            byte[] octets = arguments(method);
            Method decoded = decode(method, octets, octets.length);
            assertEquals(method, decoded, "seed " + SEED);
            assertEquals(method.hashCode(), decoded.hashCode());
            assertEquals(method.toString(), decoded.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void octetsAfterTheArgumentsAreIgnored(Class<?> type) {
        Method method = random(type);
        byte[] octets = arguments(method);
        assertEquals(method, decode(method, Arrays.copyOf(octets, octets.length + 3), octets.length + 3));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void argumentsThatBreakOffAreAnError(Class<?> type) {
        Method method = random(type);
        byte[] octets = arguments(method);
        for (int length = 0; length < octets.length; length++) {
            int cut = length;
            var e = assertThrows(WireException.class, () -> decode(method, octets, cut));
            assertEquals(ReplyCode.SYNTAX_ERROR, e.replyCode());
        }
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nameSaysClassAndMethod(Class<?> type) {
        String className = type.getInterfaces()[0].getSimpleName().replace("Method", "");
        String methodName = type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-");
        String name = (className + "." + methodName).toLowerCase(Locale.ROOT);
        Method method = random(type);
        assertEquals(name, method.protocolName());
        assertEquals(name, Methods.name(method.id() >>> 16, method.id() & 0xffff));
    }

    @Test
    void unknownMethodIsCalledByItsNumbers() {
        assertEquals("50.99", Methods.name(50, 99));
    }

    @Test
    void allMethodsAreThere() {
        assertEquals(14 + 6 + 8 + 10 + 18 + 2 + 6, methods().size());
    }
}
