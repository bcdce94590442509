// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

/** An entry of a method's table of arguments that has a wither of its own. */
record Argument(Kind kind, String name, String key, String doc) {
    /** What the wither takes, and how that becomes the value of the entry. */
    enum Kind {
        TEXT("String", "Objects.requireNonNull(%1$s, \"%1$s\")"),
        FLAG("boolean", "%s"),
        NUMBER("long", "%s"),
        INSTANT("Instant", "Objects.requireNonNull(%1$s, \"%1$s\")"),
        MILLIS("Duration", "Arguments.millis(\"%1$s\", %1$s)"),
        AGE("Duration", "Arguments.age(\"%1$s\", %1$s)");

        final String java;
        private final String value;

        Kind(String java, String value) {
            this.java = java;
            this.value = value;
        }
    }

    String javaName() {
        return Names.camel(name);
    }

    /** The expression that is put into the table. */
    String value() {
        return kind.value.formatted(javaName());
    }
}
