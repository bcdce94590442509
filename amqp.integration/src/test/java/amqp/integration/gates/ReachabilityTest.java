// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import amqp.integration.build.Reactor;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The metadata for native images in each jar is what the class files of the jar need, no more and no less. */
class ReachabilityTest {
    static final Set<String> PRODUCTS = Reactor.products();

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void metadataIsWhatTheClassesNeed(String module) {
        assertEquals(Reachability.of(module), Reachability.declared(module));
    }

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void namedTypesExist(String module) {
        for (var type : Reachability.namedTypes(module)) {
            assertDoesNotThrow(() -> Class.forName(type, false, getClass().getClassLoader()), type);
        }
    }

    /** What others read by rules of their own, in META-INF, needs no entry. */
    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void namedResourcesAreThoseOfTheJar(String module) throws IOException {
        try (var jar = new JarFile(Reactor.jar(module).toFile())) {
            var resources = jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> !name.endsWith("/") && !name.endsWith(".class") && !name.endsWith("packageinfo"))
                    .filter(name -> !name.startsWith("META-INF/") || name.startsWith("META-INF/services/"))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(resources, Reachability.namedResources(module));
        }
    }

    @Test
    void whatTheCompilerWouldMissIsFound() {
        var found = Reachability.of(Reaching.class);
        assertEquals(Set.of(Reaching.class.getName()), found.reflecting());
        assertEquals(Set.of(Reaching.class.getName()), found.reading());
        assertEquals(
                Set.of(Reaching.class.getName() + ": java.lang.reflect.Proxy.newProxyInstance"), found.unsupported());
    }

    /** Does what needs metadata. */
    private static final class Reaching {
        Object reach(String name) throws ReflectiveOperationException {
            return Reaching.class.getDeclaredMethod(name);
        }

        Object read() {
            return Reaching.class.getResource("any");
        }

        Object proxy() {
            return Proxy.newProxyInstance(null, new Class<?>[0], (self, method, arguments) -> null);
        }

        Object load() {
            return ServiceLoader.load(Runnable.class);
        }
    }
}
