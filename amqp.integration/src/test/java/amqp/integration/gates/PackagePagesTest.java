// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import java.lang.module.ModuleDescriptor.Requires;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every exported package has a page of its own that says what it is for, and says what may be null: nothing, unless it is
 * marked. The annotations for that are asked of nobody at run time.
 */
class PackagePagesTest {
    static final Set<String> PRODUCTS = Reactor.products();

    private static final int SHORTEST_PAGE = 200;

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void everyExportedPackageHasAPage(String product) {
        var poor = ProductJar.of(product).moduleExports().stream()
                .filter(name -> !isPage(page(product, name)))
                .toList();
        assertEquals(List.of(), poor);
    }

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void nothingIsNullUnlessMarked(String product) {
        var silent = ProductJar.of(product).moduleExports().stream()
                .filter(name -> !page(product, name).contains("@NullMarked"))
                .toList();
        assertEquals(List.of(), silent);
    }

    @ParameterizedTest
    @FieldSource("PRODUCTS")
    void theAnnotationsAreForTheCompilerAlone(String product) {
        var jar = ProductJar.of(product);
        var required = jar.descriptor().requires().stream()
                .filter(requires -> requires.name().equals("org.jspecify"))
                .findFirst()
                .orElseThrow();
        assertEquals(Set.of(Requires.Modifier.STATIC), required.modifiers());
        var imports = jar.manifest().getValue("Import-Package");
        assertFalse(imports != null && imports.contains("org.jspecify"), imports);
    }

    @Test
    void theGateBites() {
        assertFalse(isPage(""));
        assertFalse(isPage("/** Short. */\n@NullMarked\npackage a;\n"));
        assertTrue(isPage("/** " + "word ".repeat(50) + "*/\npackage a;\n"));
    }

    private static boolean isPage(String source) {
        var end = source.indexOf("*/");
        return source.contains("/**") && end - source.indexOf("/**") > SHORTEST_PAGE;
    }

    private static String page(String product, String name) {
        var file = Reactor.ROOT.resolve(product + "/src/main/java/" + name.replace('.', '/') + "/package-info.java");
        return Files.exists(file) ? Reactor.text(file) : "";
    }
}
