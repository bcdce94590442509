// SPDX-License-Identifier: MPL-2.0
package amqp.integration.gates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import amqp.integration.build.ModuleTable;
import amqp.integration.build.ModuleTable.Row;
import amqp.integration.build.Pom;
import amqp.integration.build.ProductJar;
import amqp.integration.build.Reactor;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may depend on whom: by the class files, by the module descriptors and by the poms. */
class ArrowsTest {
    static final List<Row> ROWS = ModuleTable.ROWS;

    @ParameterizedTest
    @FieldSource("ROWS")
    void classesFollowTheTable(Row row) {
        assertEquals(Set.of(), Arrows.violations(Reactor.classes(row.name()), allowed(row)));
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void descriptorsFollowTheTable(Row row) {
        var required = ProductJar.of(row.name()).descriptor().requires().stream()
                .map(Requires::name)
                .filter(name -> !name.startsWith("java."))
                .collect(Collectors.toSet());
        required.removeIf(row.library()::has);
        required.remove(Arrows.NULLNESS);
        assertEquals(row.requires(), required);
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void pomsFollowTheTable(Row row) {
        var compiled = new HashSet<>(dependencies(row, "not(scope='test' or scope='runtime')"));
        compiled.removeIf(row.library()::has);
        assertEquals(row.requires(), compiled);
        assertEquals(row.runtime(), Set.copyOf(dependencies(row, "scope='runtime'")));
    }

    @Test
    void thePackageOfTheMethodsIsAboveTheCodec() {
        var classes = Reactor.classes("amqp.codec").that(resideIn("amqp.codec"));
        assertFalse(classes.isEmpty());
        assertEquals(Set.of(), Arrows.violations(classes, "amqp.codec"::equals));
    }

    @Test
    void theTableHasNoCycle() {
        var above = new ArrayList<String>();
        for (var row : ROWS) {
            assertTrue(above.containsAll(row.requires()), () -> row + " requires a row below it");
            assertTrue(above.containsAll(row.runtime()), () -> row + " brings a row below it");
            above.add(row.name());
        }
    }

    @Test
    void theGateBites() {
        var found = Arrows.violations(Reactor.classes("amqp.connection"), name -> name.equals("amqp.connection"));
        assertTrue(found.stream().anyMatch(line -> line.contains("-> amqp.codec.")), found::toString);
    }

    private static List<String> dependencies(Row row, String condition) {
        return Pom.of(row.name()).texts("/project/dependencies/dependency[" + condition + "]/artifactId");
    }

    /** The packages of the modules in reach. */
    private static Predicate<String> allowed(Row row) {
        var packages = row.reach().stream()
                .flatMap(module -> ProductJar.of(module).descriptor().packages().stream())
                .collect(Collectors.toSet());
        return name -> packages.contains(name) || row.library().has(name);
    }

    private static DescribedPredicate<JavaClass> resideIn(String name) {
        return DescribedPredicate.describe(
                "in " + name, type -> type.getPackageName().equals(name));
    }
}
