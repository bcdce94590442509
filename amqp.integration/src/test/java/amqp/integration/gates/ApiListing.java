// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** What one product offers to others: the types of its exported packages and their members, one in a line, sorted. */
final class ApiListing {
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    private ApiListing() {}

    static String of(String module) {
        var exports = ProductJar.of(module).moduleExports();
        var text = new StringBuilder("# SPDX-License-Identifier: MPL-2.0\n# What ")
                .append(module)
                .append(" exports. Written by bin/api --update.\n");
        for (var name : classes(module)) {
            var type = load(name);
            if (exports.contains(type.getPackageName()) && isOffered(type)) {
                text.append('\n').append(describe(type)).append('\n');
                members(type)
                        .forEach(member -> text.append("    ").append(member).append('\n'));
            }
        }
        return text.toString();
    }

    private static Set<String> classes(String module) {
        try (var jar = new JarFile(Reactor.jar(module).toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ApiListing.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is in a jar and not on the class path", e);
        }
    }

    /** Itself and all types around it. */
    private static boolean isOffered(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
            if (!isOffered(each.getModifiers()) || each.isAnonymousClass() || each.isLocalClass()) return false;
        }
        return true;
    }

    private static boolean isOffered(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String describe(Class<?> type) {
        var words = new ArrayList<String>();
        if (Modifier.isStatic(type.getModifiers()) && !type.isInterface() && !type.isRecord() && !type.isEnum()) {
            words.add("static");
        }
        if (type.isSealed()) words.add("sealed");
        if (Modifier.isFinal(type.getModifiers()) && !type.isRecord() && !type.isEnum()) words.add("final");
        if (Modifier.isAbstract(type.getModifiers()) && !type.isInterface()) words.add("abstract");
        words.add(kind(type));
        words.add(type.getCanonicalName() + variables(type.getTypeParameters()));
        if (type.getSuperclass() != null
                && !type.isRecord()
                && !type.isEnum()
                && type.getSuperclass() != Object.class) {
            words.add("extends " + name(type.getGenericSuperclass()));
        }
        if (type.getInterfaces().length > 0) {
            words.add((type.isInterface() ? "extends " : "implements ") + names(type.getGenericInterfaces()));
        }
        return String.join(" ", words);
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) return "annotation";
        if (type.isInterface()) return "interface";
        if (type.isRecord()) return "record";
        return type.isEnum() ? "enum" : "class";
    }

    private static Set<String> members(Class<?> type) {
        var members = new TreeSet<String>();
        add(members, type.getDeclaredFields(), ApiListing::describe);
        add(members, type.getDeclaredConstructors(), ApiListing::describe);
        add(members, type.getDeclaredMethods(), ApiListing::describe);
        return members;
    }

    private static <M extends Member> void add(Set<String> to, M[] members, Function<M, String> describe) {
        for (var member : members) {
            if (isOffered(member.getModifiers()) && !member.isSynthetic() && !isImplied(member)) {
                to.add(describe.apply(member));
            }
        }
    }

    /** What every object, enum or record has. */
    private static boolean isImplied(Member member) {
        var ofEnum = member.getDeclaringClass().isEnum()
                && Set.of("values", "valueOf").contains(member.getName());
        return ofEnum || member.getName().equals("serialVersionUID") || OF_OBJECT.contains(member.getName());
    }

    private static String describe(Field field) {
        return field.getName() + ": " + modifiers(field) + name(field.getGenericType());
    }

    private static String describe(Constructor<?> constructor) {
        return "new" + variables(constructor.getTypeParameters()) + parameters(constructor)
                + modifiersBehind(constructor);
    }

    private static String describe(Method method) {
        return method.getName() + variables(method.getTypeParameters()) + parameters(method) + ": " + modifiers(method)
                + name(method.getGenericReturnType()) + thrown(method);
    }

    private static String modifiersBehind(Constructor<?> constructor) {
        return (Modifier.isProtected(constructor.getModifiers()) ? ": protected" : "") + thrown(constructor);
    }

    private static String modifiers(Member member) {
        var words = new StringBuilder();
        if (Modifier.isProtected(member.getModifiers())) words.append("protected ");
        if (Modifier.isStatic(member.getModifiers())) words.append("static ");
        if (member instanceof Method method && method.isDefault()) words.append("default ");
        if (Modifier.isAbstract(member.getModifiers())) words.append("abstract ");
        return words.toString();
    }

    private static String parameters(Executable executable) {
        var types = executable.getGenericParameterTypes();
        var names = Arrays.stream(types).map(ApiListing::name).collect(Collectors.joining(", "));
        return "(" + (executable.isVarArgs() ? names.replaceFirst("\\[]$", "...") : names) + ")";
    }

    private static String thrown(Executable executable) {
        var types = executable.getGenericExceptionTypes();
        return types.length == 0 ? "" : " throws " + names(types);
    }

    private static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) return "";
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bounds(" extends ", List.of(variable.getBounds())))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(String word, List<Type> bounds) {
        var meant = bounds.stream().filter(bound -> bound != Object.class).toList();
        if (meant.isEmpty()) return "";
        return word + meant.stream().map(ApiListing::name).collect(Collectors.joining(" & "));
    }

    private static String names(Type[] types) {
        return Arrays.stream(types).map(ApiListing::name).collect(Collectors.joining(", "));
    }

    private static String name(Type type) {
        if (type instanceof ParameterizedType parameterized) {
            return name(parameterized.getRawType()) + "<" + names(parameterized.getActualTypeArguments()) + ">";
        }
        if (type instanceof GenericArrayType array) return name(array.getGenericComponentType()) + "[]";
        if (type instanceof WildcardType wildcard) {
            return "?" + bounds(" super ", List.of(wildcard.getLowerBounds()))
                    + bounds(" extends ", List.of(wildcard.getUpperBounds()));
        }
        return type instanceof Class<?> known ? simple(known) : type.getTypeName();
    }

    /** Without its package, with the types around it. */
    private static String simple(Class<?> type) {
        if (type.isArray()) return simple(type.getComponentType()) + "[]";
        var around = type.getDeclaringClass();
        return around == null ? type.getSimpleName() : simple(around) + "." + type.getSimpleName();
    }
}
