// SPDX-License-Identifier: MPL-2.0
package amqp.testkit.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the specification says about one method: its numbers, its name ("queue.declare-ok") and its arguments in order.
 */
public final class MethodSpec {
    private static final Map<String, MethodSpec> BY_NAME = new HashMap<>();
    private static final Map<Integer, MethodSpec> BY_NUMBER = new HashMap<>();

    static {
        MethodTable.LINES.lines().map(MethodSpec::parse).forEach(spec -> {
            BY_NAME.put(spec.name, spec);
            BY_NUMBER.put(spec.classId << 16 | spec.methodId, spec);
        });
    }

    private final int classId;
    private final int methodId;
    private final String name;
    private final List<Argument> arguments;

    private record Argument(String name, ArgumentType type) {
        boolean reserved() {
            return name.startsWith("reserved-");
        }
    }

    private MethodSpec(int classId, int methodId, String name, List<Argument> arguments) {
        this.classId = classId;
        this.methodId = methodId;
        this.name = name;
        this.arguments = arguments;
    }

    /** Looks a method up by its name in the specification, such as "basic.get-empty". */
    public static MethodSpec of(String name) {
        var spec = BY_NAME.get(name);
        if (spec == null) throw new IllegalArgumentException("AMQP 0-9-1 has no method '" + name + "'.");
        return spec;
    }

    static boolean isKnown(String name) {
        return BY_NAME.containsKey(name);
    }

    static MethodSpec of(int classId, int methodId) {
        var spec = BY_NUMBER.get(classId << 16 | methodId);
        if (spec == null) {
            throw new MalformedFrameException("AMQP 0-9-1 has no method " + methodId + " in class " + classId + ".");
        }
        return spec;
    }

    public int classId() {
        return classId;
    }

    public int methodId() {
        return methodId;
    }

    public String name() {
        return name;
    }

    /** A content header and bodies follow the method. */
    public boolean hasContent() {
        return switch (name) {
            case "basic.publish", "basic.return", "basic.deliver", "basic.get-ok" -> true;
            default -> false;
        };
    }

    /** Names of the arguments that a caller gives, which are all but the reserved ones, in their order on the wire. */
    public List<String> argumentNames() {
        return arguments.stream()
                .filter(argument -> !argument.reserved())
                .map(Argument::name)
                .toList();
    }

    /** Neighbouring bits share octets, the first in the lowest place, eight to an octet. */
    Map<String, Object> read(OctetReader in) {
        var values = new LinkedHashMap<String, Object>();
        var bits = 0;
        var place = 8;
        for (var argument : arguments) {
            if (argument.type != ArgumentType.BIT) {
                values.put(argument.name, argument.type.read(in));
                place = 8;
                continue;
            }
            if (place == 8) {
                bits = in.octet();
                place = 0;
            }
            values.put(argument.name, (bits >> place++ & 1) == 1);
        }
        return values;
    }

    /** @param given one value for each of {@link #argumentNames()} */
    void write(MethodBuilder out, Object... given) {
        if (given.length != argumentNames().size()) {
            throw new IllegalArgumentException(
                    name + " takes " + argumentNames() + ", not " + given.length + " values.");
        }
        var next = 0;
        for (var argument : arguments) {
            var value = argument.reserved() ? argument.type.zero() : given[next++];
            if (argument.type == ArgumentType.BIT) out.bits((Boolean) value);
            else out.argument(argument.type, value);
        }
    }

    /** {@code 60 40 basic.publish short:reserved-1 shortstr:exchange bit:mandatory …} */
    private static MethodSpec parse(String line) {
        var words = line.split(" ");
        var arguments = new ArrayList<Argument>();
        for (var i = 3; i < words.length; i++) {
            var parts = words[i].split(":");
            arguments.add(new Argument(parts[1], ArgumentType.valueOf(parts[0].toUpperCase(Locale.ROOT))));
        }
        return new MethodSpec(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2], List.copyOf(arguments));
    }

    @Override
    public String toString() {
        return name;
    }
}
