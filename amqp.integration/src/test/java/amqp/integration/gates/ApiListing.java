// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one product offers to others: the types of its exported packages and their members, one in a line, sorted. */
final class ApiListing {
    private static final Set<String> OF_OBJECT = Set.of("equals", "hashCode", "toString");

    private ApiListing() {}

    static String of(String module) {
        var text = new StringBuilder("# SPDX-License-Identifier: MPL-2.0\n# What ")
                .append(module)
                .append(" exports. Written by bin/api --update.\n");
        for (var type : offered(module, ApiListing.class.getClassLoader())) {
            text.append('\n').append(describe(type)).append('\n');
            members(type).forEach(member -> text.append("    ").append(member).append('\n'));
        }
        return text.toString();
    }

    /** The types that a module offers, as a loader knows them, by name. */
    static List<Class<?>> offered(String module, ClassLoader loader) {
        var exports = ProductJar.of(module).moduleExports();
        return classes(module).stream()
                .<Class<?>>map(name -> load(name, loader))
                .filter(type -> exports.contains(type.getPackageName()) && isOffered(type))
                .toList();
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

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name + " is in a jar and can't be loaded", e);
        }
    }

    /** Itself and all types around it. */
    private static boolean isOffered(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getDeclaringClass()) {
            if (!isOffered(each.getModifiers()) || each.isAnonymousClass() || each.isLocalClass()) return false;
        }
        return true;
    }

    static boolean isOffered(int modifiers) {
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
            words.add("extends " + name(type.getAnnotatedSuperclass()));
        }
        if (type.getInterfaces().length > 0) {
            words.add((type.isInterface() ? "extends " : "implements ") + names(type.getAnnotatedInterfaces()));
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
        add(members, type.getDeclaredConstructors(), ApiListing::describe);
        for (var holder : holders(type)) {
            add(members, holder.getDeclaredFields(), ApiListing::describe);
            add(members, holder.getDeclaredMethods(), ApiListing::describe);
        }
        return members;
    }

    /** The type itself and the hidden classes that it extends, whose public members are offered as its own. */
    static List<Class<?>> holders(Class<?> type) {
        var holders = new ArrayList<Class<?>>(List.of(type));
        for (var above = type.getSuperclass(); above != null && !isOffered(above); above = above.getSuperclass()) {
            holders.add(above);
        }
        return holders;
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
        return field.getName() + ": " + modifiers(field) + name(field.getAnnotatedType());
    }

    private static String describe(Constructor<?> constructor) {
        return "new" + variables(constructor.getTypeParameters()) + parameters(constructor)
                + modifiersBehind(constructor);
    }

    private static String describe(Method method) {
        return method.getName() + variables(method.getTypeParameters()) + parameters(method) + ": " + modifiers(method)
                + name(method.getAnnotatedReturnType()) + thrown(method);
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
        var types = executable.getAnnotatedParameterTypes();
        var names = Arrays.stream(types).map(ApiListing::name).collect(Collectors.joining(", "));
        return "(" + (executable.isVarArgs() ? names.replaceFirst("\\[]$", "...") : names) + ")";
    }

    private static String thrown(Executable executable) {
        var types = executable.getAnnotatedExceptionTypes();
        return types.length == 0 ? "" : " throws " + names(types);
    }

    private static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) return "";
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bounds(" extends ", variable.getAnnotatedBounds()))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(String word, AnnotatedType[] bounds) {
        var meant = Arrays.stream(bounds)
                .map(ApiListing::name)
                .filter(name -> !name.equals("Object"))
                .collect(Collectors.joining(" & "));
        return meant.isEmpty() ? "" : word + meant;
    }

    private static String names(AnnotatedType[] types) {
        return Arrays.stream(types).map(ApiListing::name).collect(Collectors.joining(", "));
    }

    /** With what says that it may be null. */
    private static String name(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            var component = name(array.getAnnotatedGenericComponentType());
            return component + (nullable(type).isEmpty() ? "[]" : " " + nullable(type) + "[]");
        }
        return nullable(type) + bare(type);
    }

    private static String nullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }

    private static String bare(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType parameterized) {
            var raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
            return simple(raw) + "<" + names(parameterized.getAnnotatedActualTypeArguments()) + ">";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            return "?" + bounds(" super ", wildcard.getAnnotatedLowerBounds())
                    + bounds(" extends ", wildcard.getAnnotatedUpperBounds());
        }
        return type.getType() instanceof Class<?> known
                ? simple(known)
                : type.getType().getTypeName();
    }

    /** Without its package, with the types around it. */
    private static String simple(Class<?> type) {
        if (type.isArray()) return simple(type.getComponentType()) + "[]";
        var around = type.getDeclaringClass();
        return around == null ? type.getSimpleName() : simple(around) + "." + type.getSimpleName();
    }
}
