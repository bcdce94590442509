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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Module descriptor, bundle manifest, service files, poms and folders say the same of each product. */
class AgreementTest {
    static final List<Row> ROWS = ModuleTable.ROWS;

    @Test
    void theProductsAreThoseOfTheTable() {
        var table = new TreeSet<String>();
        for (var row : ROWS) table.add(row.name());
        assertEquals(table, Reactor.products());
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void oneNameForAll(Row row) {
        var jar = ProductJar.of(row.name());
        assertFalse(jar.descriptor().isAutomatic());
        assertEquals(row.name(), jar.descriptor().name());
        assertEquals(Set.of(row.name()), ProductJar.clauses(jar.manifest().getValue("Bundle-SymbolicName")));
        assertEquals(List.of(row.name()), Pom.of(row.name()).texts("/project/artifactId"));
        for (var name : jar.descriptor().packages()) {
            assertTrue((name + ".").startsWith(row.name() + "."), () -> name + " is not below " + row);
        }
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void moduleAndBundleExportTheTable(Row row) {
        var jar = ProductJar.of(row.name());
        assertEquals(row.exports(), jar.moduleExports());
        assertEquals(row.exports(), jar.bundleExports());
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void moduleAndServiceFilesProvideTheSame(Row row) {
        var jar = ProductJar.of(row.name());
        assertEquals(jar.provides(), jar.services());
    }

    @Test
    void quotedCommasSplitNoClause() {
        var header = "a.b;version=\"1.0\";uses:=\"x,y\",c;version=\"[1,2)\"";
        assertEquals(Set.of("a.b", "c"), ProductJar.clauses(header));
    }
}
