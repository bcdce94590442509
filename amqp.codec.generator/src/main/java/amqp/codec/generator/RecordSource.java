// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Java source of the record of one method. */
final class RecordSource {
    /** A component of such a name would quietly override what the interface promises. */
    private static final List<String> TAKEN = List.of("id", "protocolName", "hasContent", "isSynchronous");

    /** The formatter leaves comments as they are. */
    private static final int DOC_WIDTH = 100;

    private final ProtocolClass protocolClass;
    private final ProtocolMethod method;
    private final String name;
    private final List<Field> components;
    private final StringBuilder out = new StringBuilder();

    private RecordSource(ProtocolClass protocolClass, ProtocolMethod method) {
        this.protocolClass = protocolClass;
        this.method = method;
        this.name = method.javaName();
        this.components = method.components();
        if (components.stream().anyMatch(f -> TAKEN.contains(f.javaName()))) {
            throw new IllegalArgumentException(
                    method.name() + ": a field has the name of a method of amqp.codec.method.Method, one of " + TAKEN);
        }
    }

    static String of(ProtocolClass protocolClass, ProtocolMethod method) {
        return new RecordSource(protocolClass, method).source();
    }

    private String source() {
        javadoc();
        line("record %s(%s) implements %s {", name, list(f -> f.type().java + " " + f.javaName()), interfaceName());
        line("public static final int ID = %d << 16 | %d;", protocolClass.id(), method.id());
        constructor();
        if (method.request()) {
            factory();
            method.factories().forEach(this::factory);
            components.stream().filter(f -> !f.required()).forEach(this::wither);
            if (method.hasArguments()) {
                entries();
            }
        }
        decode();
        answer("int", "id", "ID");
        answer("String", "protocolName", '"' + protocolClass.name() + "." + method.name() + '"');
        if (method.content()) {
            answer("boolean", "hasContent", "true");
        }
        if (!method.replies().isEmpty()) {
            synchronous();
        }
        encode();
        if (method.hasSecret()) {
            out.append(SecretSource.of(method));
        }
        line("}");
        return out.toString();
    }

    private String interfaceName() {
        return protocolClass.javaName();
    }

    private void javadoc() {
        String direct = "%s.%s (%d, %d). %s"
                .formatted(protocolClass.name(), method.name(), protocolClass.id(), method.id(), method.doc());
        List<Field> documented =
                components.stream().filter(f -> !f.doc().isEmpty()).toList();
        if (documented.isEmpty()) {
            line("/** %s */", direct);
            return;
        }
        line("/**");
        line(" * %s", direct);
        line(" *");
        documented.forEach(f -> line(" * @param %s %s", f.javaName(), f.doc()));
        line(" */");
    }

    private void constructor() {
        List<String> checks = components.stream()
                .map(f -> f.type().check(f.javaName()))
                .filter(check -> !check.isEmpty())
                .toList();
        if (!checks.isEmpty()) {
            line("public %s {", name);
            checks.forEach(this::line);
            line("}");
        }
    }

    private void factory() {
        line("");
        doc(ofDoc());
        line("public static %s of(%s) {", name, parameters(Field::required));
        line("return new %s(%s);", name, list(f -> f.required() ? f.javaName() : f.initial()));
        line("}");
    }

    /** What the fields are that {@code of} does not ask for. */
    private String ofDoc() {
        String set = components.stream()
                .filter(f -> !f.required() && f.initial().equals("true"))
                .map(Field::javaName)
                .collect(joining(", "));
        if (components.stream().allMatch(Field::required)) {
            return "Returns the command with these fields.";
        }
        return "Returns the command with "
                + (set.isEmpty() ? "all options off or empty." : set + " on, all other options off or empty.");
    }

    private void factory(Factory factory) {
        line("");
        doc(factory.doc());
        line(
                "public static %s %s(%s) {",
                name, factory.name(), parameters(f -> factory.parameters().contains(f.javaName())));
        String required = components.stream()
                .filter(Field::required)
                .map(f -> factory.parameters().contains(f.javaName()) ? f.javaName() : f.type().initial)
                .collect(joining(", "));
        String settings = factory.settings().entrySet().stream()
                .map(setting -> "." + setting.getKey() + "(" + setting.getValue() + ")")
                .collect(joining());
        line("return of(%s)%s;", required, settings);
        line("}");
    }

    private String parameters(Predicate<Field> taken) {
        return components.stream()
                .filter(taken)
                .map(f -> f.type().java + " " + f.javaName())
                .collect(joining(", "));
    }

    /** What adds to the table of arguments. */
    private void entries() {
        for (Argument argument : method.arguments()) {
            line("");
            doc(argument.doc() + " The argument is {@code " + argument.key() + "}.");
            line("public %s %s(%s %s) {", name, argument.javaName(), argument.kind().java, argument.javaName());
            line("return with(\"%s\", %s);", argument.key(), argument.value());
            line("}");
        }
        line("");
        doc("Returns this command with one argument more, or with another value for it; see "
                + "{@link FieldTable#with(String, Object)}.");
        line("public %s with(String key, @Nullable Object value) {", name);
        line("return arguments(arguments.with(key, value));");
        line("}");
        line("");
        doc("Returns this command with these arguments beside those that it has; see {@link FieldTable#with(Map)}.");
        line("public %s with(Map<String, ?> values) {", name);
        line("return arguments(arguments.with(values));");
        line("}");
    }

    private void wither(Field field) {
        String component = field.javaName();
        line("");
        doc("Returns this command with another {@code " + component + "}" + replaces(field) + ".");
        line("public %s %s(%s %s) {", name, component, field.type().java, component);
        line("return new %s(%s);", name, list(Field::javaName));
        line("}");
    }

    private static String replaces(Field field) {
        return field.type() == FieldType.TABLE ? " in place of all that it has, those of a factory too" : "";
    }

    private void decode() {
        line("static %s decode(WireReader in) {", name);
        for (List<Field> group : groups()) {
            Field first = group.get(0);
            if (first.isBit()) {
                line(isReserved(group) ? "in.skip(1);" : "int bits = in.octet();");
            } else if (first.reserved()) {
                line(first.type().skipReserved());
            } else {
                line("%s %s = %s;", first.type().java, first.javaName(), first.type().read);
            }
        }
        line("return new %s(%s);", name, list(this::decoded));
        line("}");
    }

    private String decoded(Field field) {
        return field.isBit() ? "(bits & %d) != 0".formatted(mask(field)) : field.javaName();
    }

    private void encode() {
        line("@Override public void encode(WireWriter out) {");
        for (List<Field> group : groups()) {
            Field first = group.get(0);
            if (first.isBit()) {
                line("out.octet(%s);", isReserved(group) ? "0" : packed(group));
            } else {
                line(
                        first.reserved()
                                ? first.type().writeReserved()
                                : first.type().write(first.javaName()));
            }
        }
        line("}");
    }

    private String packed(List<Field> group) {
        List<Field> present = group.stream().filter(f -> !f.reserved()).toList();
        return present.size() == 1
                ? bit(present.get(0))
                : present.stream().map(f -> "(" + bit(f) + ")").collect(joining(" | "));
    }

    private String bit(Field field) {
        return "%s ? %d : 0".formatted(field.javaName(), mask(field));
    }

    private int mask(Field field) {
        for (List<Field> group : groups()) {
            if (group.contains(field)) {
                return 1 << group.indexOf(field);
            }
        }
        throw new IllegalArgumentException(field.name());
    }

    /** Consecutive bits share an octet (specification 4.2.5.2), lowest bit first; any other field stands alone. */
    private List<List<Field>> groups() {
        List<List<Field>> groups = new ArrayList<>();
        Field previous = null;
        for (Field field : method.fields()) {
            if (previous == null || !previous.isBit() || !field.isBit()) {
                groups.add(new ArrayList<>());
            }
            groups.get(groups.size() - 1).add(field);
            previous = field;
        }
        if (groups.stream().filter(g -> g.get(0).isBit()).count() > 1
                || groups.stream().anyMatch(g -> g.size() > 8)) {
            throw new IllegalArgumentException(method.name() + ": more than one octet of bits is not provided for");
        }
        return groups;
    }

    private static boolean isReserved(List<Field> group) {
        return group.stream().allMatch(Field::reserved);
    }

    private void synchronous() {
        answer("boolean", "isSynchronous", method.hasNoWait() ? "!noWait" : "true");
        String test = method.replies().stream()
                .map(reply -> "reply instanceof " + Names.pascal(reply))
                .collect(joining(" || "));
        line("@Override public boolean answeredBy(Method reply) {");
        line("return %s;", method.hasNoWait() ? "!noWait && " + test : test);
        line("}");
    }

    private void answer(String type, String question, String answer) {
        line("@Override public %s %s() {", type, question);
        line("return %s;", answer);
        line("}");
    }

    private String list(Function<Field, String> piece) {
        return components.stream().map(piece).collect(joining(", "));
    }

    private void doc(String text) {
        if (text.length() <= DOC_WIDTH) {
            line("/** %s */", text);
            return;
        }
        line("/**");
        StringBuilder row = new StringBuilder(" *");
        for (String word : text.split(" ")) {
            if (row.length() + word.length() >= DOC_WIDTH) {
                line("%s", row);
                row = new StringBuilder(" *");
            }
            row.append(' ').append(word);
        }
        line("%s", row);
        line(" */");
    }

    private void line(String format, Object... arguments) {
        out.append(arguments.length == 0 ? format : format.formatted(arguments)).append('\n');
    }
}
