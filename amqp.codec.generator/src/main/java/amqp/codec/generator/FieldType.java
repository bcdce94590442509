// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

/** The wire types of fields, each with the Java that holds, checks, reads and writes it. A bit is handled in groups. */
enum FieldType {
    BIT("boolean", "false", "", "", "", "", ""),
    OCTET("int", "0", "Arguments.unsigned8(\"%1$s\", %1$s);", "in.octet()", "out.octet(%s);", "in.skip(1);", "0"),
    SHORT(
            "int",
            "0",
            "Arguments.unsigned16(\"%1$s\", %1$s);",
            "in.shortInt()",
            "out.shortInt(%s);",
            "in.skip(2);",
            "0"),
    LONG(
            "long",
            "0",
            "Arguments.unsigned32(\"%1$s\", %1$s);",
            "in.unsignedInt()",
            "out.longInt((int) %s);",
            "in.skip(4);",
            "0"),
    LONGLONG("long", "0", "", "in.longLong()", "out.longLong(%s);", "in.skip(8);", "0"),
    SHORTSTR(
            "String",
            "\"\"",
            "Objects.requireNonNull(%1$s, \"%1$s\");",
            "in.shortString()",
            "out.shortString(%s);",
            "in.skip(in.octet());",
            "\"\""),
    LONGSTR(
            "String",
            "\"\"",
            "Objects.requireNonNull(%1$s, \"%1$s\");",
            "in.longText()",
            "out.longString(%s);",
            "in.skip(in.unsignedInt());",
            "\"\""),
    SECRET("byte[]", "new byte[0]", "%1$s = %1$s.clone();", "in.longString()", "out.longString(%s);", "", ""),
    TABLE(
            "FieldTable",
            "FieldTable.EMPTY",
            "Objects.requireNonNull(%1$s, \"%1$s\");",
            "in.table()",
            "out.table(%s);",
            "",
            "");

    final String java;
    final String initial;
    final String read;
    private final String check;
    private final String write;
    private final String skip;
    private final String zero;

    FieldType(String java, String initial, String check, String read, String write, String skip, String zero) {
        this.java = java;
        this.initial = initial;
        this.check = check;
        this.read = read;
        this.write = write;
        this.skip = skip;
        this.zero = zero;
    }

    /** The statement in the record's constructor that guards the component, or nothing. */
    String check(String name) {
        return check.formatted(name);
    }

    String write(String expression) {
        return write.formatted(expression);
    }

    String skipReserved() {
        return skip;
    }

    String writeReserved() {
        return write.formatted(zero);
    }
}
