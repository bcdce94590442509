// SPDX-License-Identifier: MPL-2.0
package amqp.integration.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.Command;
import amqp.integration.build.Jars;
import amqp.integration.build.Javac;
import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the products don't export is out of reach of other modules: to their compiler, and to their reflection. */
class EncapsulationTest {
    static final Set<String> PRODUCTS = Reactor.products();

    private static final String INTRUDER = """
            module intruder {
            %s}
            """;
    private static final String REFLECTION = """
            package intruder;

            public final class Reflection {
                public static void main(String[] types) throws Exception {
                    for (String type : types) {
                        try {
                            var constructors = Class.forName(type, false, Reflection.class.getClassLoader())
                                    .getDeclaredConstructors();
                            constructors[0].setAccessible(true);
                            System.out.println("reached " + type);
                        } catch (java.lang.reflect.InaccessibleObjectException e) {
                            System.out.println("refused " + type);
                        } catch (NoClassDefFoundError e) { // it stands on an optional module, which is not there
                            System.out.println("refused " + type);
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void hiddenTypesDoNotCompile(String product) {
        var errors = touch(product, hidden(product));
        for (var type : hidden(product)) {
            assertTrue(errors.stream().anyMatch(error -> refuses(error, type)), () -> type + ": " + errors);
        }
    }

    /** What refuses the others is that they are hidden. */
    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void exportedTypesCompile(String product) {
        assertFalse(visible(product).isEmpty());
        assertEquals(List.of(), touch(product, visible(product)));
    }

    /** A class of one's own in a product's package would see what is package-private: the package is taken. */
    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void packagesCannotBeJoined(String product) {
        var source = "package " + product + "; final class Guest {}";
        var errors = compile(product, product.replace('.', '/') + "/Guest.java", source);
        assertTrue(
                errors.stream().anyMatch(error -> error.contains("package exists in another module")),
                () -> errors.toString());
    }

    @Test
    void reflectionIsRefused() {
        var types = new TreeSet<String>();
        for (var product : PRODUCTS) types.addAll(hidden(product));
        assertTrue(types.size() > 50, types::toString);
        Path classes = folder.resolve("classes");
        var jars = new ArrayList<>(Jars.with(PRODUCTS));
        var sources = Map.of("module-info.java", descriptor(PRODUCTS), "intruder/Reflection.java", REFLECTION);
        Javac.compiled(Javac.write(folder, sources), List.of("--module-path", Jars.path(jars)), classes);
        jars.add(classes);
        var command = new ArrayList<>(List.of(Command.tool("java"), "--module-path", Jars.path(jars)));
        command.addAll(List.of("--module", "intruder/intruder.Reflection"));
        command.addAll(types);
        var expected = types.stream().map(type -> "refused " + type).toList();
        assertEquals(expected, Command.run(folder, command).success().lines().toList());
    }

    private List<String> touch(String product, Set<String> types) {
        var touches = types.stream().map(type -> type + ".class").collect(Collectors.joining(", "));
        var source = "package intruder; final class Touch { Class<?>[] types = {" + touches + "}; }";
        return compile(product, "intruder/Touch.java", source);
    }

    private List<String> compile(String product, String file, String source) {
        var sources = Map.of("module-info.java", descriptor(Set.of(product)), file, source);
        return Javac.compile(
                Javac.write(folder, sources),
                List.of("--module-path", Jars.path(Jars.with(Set.of(product)))),
                folder.resolve("classes"));
    }

    private static String descriptor(Set<String> products) {
        return INTRUDER.formatted(products.stream()
                .map(product -> "    requires " + product + ";\n")
                .collect(Collectors.joining()));
    }

    private static boolean refuses(String error, String type) {
        int dot = type.lastIndexOf('.');
        var simple = type.substring(dot + 1);
        return error.matches("(?s)(.*\\W)?" + simple + " is not public in .*")
                || error.contains("package " + type.substring(0, dot) + " is not visible");
    }

    /** Top-level classes with a constructor that are not public, or in a package that is not exported. */
    static Set<String> hidden(String product) {
        return types(product, false);
    }

    private static Set<String> visible(String product) {
        return types(product, true);
    }

    private static Set<String> types(String product, boolean visible) {
        var exports = ProductJar.of(product).moduleExports();
        return Reactor.classes(product).stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().endsWith("-info"))
                .filter(type -> visible || !type.getConstructors().isEmpty())
                .filter(type -> visible == (isPublic(type) && exports.contains(type.getPackageName())))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }
}
