// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.util.List;

/** A method of a protocol class; {@code replies} is empty for one that is not synchronous. */
record ProtocolMethod(
        String name,
        int id,
        boolean request,
        boolean content,
        List<String> replies,
        String doc,
        List<Field> fields,
        List<Factory> factories,
        List<Argument> arguments) {
    String javaName() {
        return Names.pascal(name);
    }

    /** The fields that carry something, in wire order: the components of the record. */
    List<Field> components() {
        return fields.stream().filter(field -> !field.reserved()).toList();
    }

    boolean hasNoWait() {
        return fields.stream().anyMatch(field -> field.name().equals("no-wait"));
    }

    boolean hasArguments() {
        return fields.stream().anyMatch(field -> field.name().equals("arguments"));
    }

    boolean hasSecret() {
        return fields.stream().anyMatch(field -> field.type() == FieldType.SECRET);
    }
}
