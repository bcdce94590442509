// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Jars;
import amqp.integration.build.Reactor;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Whoever requires a product can name all types in what it offers: they are of packages that are exported, by modules that
 * come with it. That is what the compiler's lint "exports" says, but for annotations, which nobody needs in order to
 * compile.
 */
class ReachableTypesTest {
    static final Set<String> PRODUCTS = Reactor.products();

    private static final ModuleLayer LAYER = layer();

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void allOfferedTypesCanBeNamed(String product) {
        assertEquals(Set.of(), outOfReach(product, readWith(product)));
    }

    @Test
    void theGateBites() {
        var alone = Set.of(module("amqp.client"), Object.class.getModule());
        assertTrue(outOfReach("amqp.client", alone).contains("amqp.connection.CloseReason"));
    }

    private static Set<String> outOfReach(String product, Set<Module> read) {
        var names = new TreeSet<String>();
        for (var type : ApiListing.offered(product, module(product).getClassLoader())) {
            for (var used : mentioned(type)) {
                var home = used.getModule();
                if (!read.contains(home) || !home.isExported(used.getPackageName())) names.add(used.getName());
            }
        }
        return names;
    }

    /** The module itself and what each of its users reads with it. */
    private static Set<Module> readWith(String product) {
        var read = new HashSet<Module>();
        addWithTransitive(read, Object.class.getModule());
        addWithTransitive(read, module(product));
        return read;
    }

    private static void addWithTransitive(Set<Module> read, Module module) {
        if (!read.add(module)) return;
        for (var required : module.getDescriptor().requires()) {
            if (required.modifiers().contains(Requires.Modifier.TRANSITIVE)) {
                // Absent: only JUnit asks for annotations with "static transitive".
                LAYER.findModule(required.name()).ifPresent(other -> addWithTransitive(read, other));
            }
        }
    }

    private static Set<Class<?>> mentioned(Class<?> type) {
        var types = new HashSet<Class<?>>();
        add(types, type.getGenericSuperclass());
        add(types, type.getGenericInterfaces());
        addBounds(types, type);
        offered(type.getDeclaredConstructors()).forEach(constructor -> add(types, constructor));
        for (var holder : ApiListing.holders(type)) {
            offered(holder.getDeclaredFields()).forEach(field -> add(types, field.getGenericType()));
            offered(holder.getDeclaredMethods()).forEach(method -> {
                add(types, method);
                add(types, method.getGenericReturnType());
            });
        }
        return types;
    }

    private static <M extends Member> Stream<M> offered(M[] members) {
        return Arrays.stream(members)
                .filter(member -> ApiListing.isOffered(member.getModifiers()) && !member.isSynthetic());
    }

    private static void add(Set<Class<?>> types, Executable executable) {
        add(types, executable.getGenericParameterTypes());
        add(types, executable.getGenericExceptionTypes());
        addBounds(types, executable);
    }

    private static void addBounds(Set<Class<?>> types, GenericDeclaration declaration) {
        for (TypeVariable<?> variable : declaration.getTypeParameters()) add(types, variable.getBounds());
    }

    private static void add(Set<Class<?>> types, Type... added) {
        for (var type : added) {
            if (type instanceof Class<?> known) {
                if (known.isArray()) add(types, known.getComponentType());
                else types.add(known);
            } else if (type instanceof ParameterizedType parameterized) {
                add(types, parameterized.getRawType());
                add(types, parameterized.getActualTypeArguments());
            } else if (type instanceof GenericArrayType array) {
                add(types, array.getGenericComponentType());
            } else if (type instanceof WildcardType wildcard) {
                add(types, wildcard.getUpperBounds());
                add(types, wildcard.getLowerBounds());
            }
        }
    }

    private static Module module(String name) {
        return LAYER.findModule(name).orElseThrow(() -> new AssertionError("no module " + name));
    }

    private static ModuleLayer layer() {
        var boot = ModuleLayer.boot();
        var finder = ModuleFinder.of(Jars.with(PRODUCTS).toArray(Path[]::new));
        var modules = Configuration.resolve(finder, List.of(boot.configuration()), ModuleFinder.of(), PRODUCTS);
        return ModuleLayer.defineModulesWithOneLoader(modules, List.of(boot), ClassLoader.getPlatformClassLoader())
                .layer();
    }
}
