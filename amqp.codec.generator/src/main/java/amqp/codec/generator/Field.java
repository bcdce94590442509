// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

/** A field of a method; {@code initial} is the Java literal that the record's factory takes where it is not required. */
record Field(FieldType type, String name, boolean required, String initial, String doc) {
    static final String RESERVED = "-";

    boolean reserved() {
        return name.equals(RESERVED);
    }

    boolean isBit() {
        return type == FieldType.BIT;
    }

    String javaName() {
        return Names.camel(name);
    }
}
