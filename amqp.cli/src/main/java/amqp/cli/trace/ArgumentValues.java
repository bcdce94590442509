// SPDX-License-Identifier: MPL-2.0
package amqp.cli.trace;

import amqp.cli.message.FieldJson;
import amqp.codec.FieldTable;
import amqp.codec.WireException;
import amqp.codec.method.Method;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** The arguments of a method by name. What could be a secret is hidden. */
final class ArgumentValues {
    /** Octets in a method are challenges and responses of SASL, and new secrets; never anything else. */
    private static final String HIDDEN = "***";

    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private ArgumentValues() {}

    /** In the order of the specification; tables as they are. */
    static Map<String, Object> raw(Method method) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (RecordComponent component : COMPONENTS.get(method.getClass())) {
            Object value = value(method, component);
            arguments.put(component.getName(), value instanceof byte[] ? HIDDEN : value);
        }
        return arguments;
    }

    /** The same with tables as {@link FieldJson} has them. */
    static Map<String, Object> of(Method method) {
        Map<String, Object> arguments = raw(method);
        arguments.replaceAll((name, value) -> json(value));
        return arguments;
    }

    private static Object value(Method method, RecordComponent component) {
        try {
            return component.getAccessor().invoke(method);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object json(Object value) {
        if (value instanceof FieldTable table) {
            try {
                return FieldJson.of(table);
            } catch (WireException malformed) {
                return Map.of("malformed", malformed.getMessage());
            }
        }
        return value;
    }
}
